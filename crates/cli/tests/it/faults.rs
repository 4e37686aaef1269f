//! Faults: the program killed, its disk cut off, full or failing, its clock wrong; what was promised is there.
//!
//! The short forms run with all tests; `just faults` runs the long ones and prints what was counted.

use std::path::Path;

mod clock;
mod cuts;
mod disk;
mod house;
mod kills;
mod remains;
mod server;
mod shim;
mod trial;
mod work_kills;

/// How often something is done: so often with all tests, so often where the long form is asked for.
#[expect(clippy::disallowed_methods, reason = "the long form is asked for from outside")]
fn times(short: u32, long: u32) -> u32 {
    if std::env::var("PECULE_FAULTS").is_ok_and(|form| form == "long") { long } else { short }
}

/// Prints one line of the table of what was counted.
fn count(what: &str, counted: &str) {
    println!("faults | {what} | {counted}");
}

/// A seeded source of choices, the same at each run.
struct Dice(u64);

impl Dice {
    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.draw() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// Whether a file has the name of a backup that is complete.
fn is_backup(name: &str) -> bool {
    let ends = Path::new(name).extension().is_some_and(|ending| ending == "age");
    ends && name.starts_with("pecule-")
}

/// Copies a folder with everything in it, modes included.
fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
