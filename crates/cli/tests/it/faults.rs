//! Tests that confirmed data survives kills, power cuts, full and failing disks, and wrong clocks.
//!
//! The short forms run with all tests. `just faults` runs the long forms and prints the counts.

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

/// Returns the number of repetitions, in the short form or in the long form.
#[expect(clippy::disallowed_methods, reason = "the long form is asked for from outside")]
fn times(short: u32, long: u32) -> u32 {
    if std::env::var("PECULE_FAULTS").is_ok_and(|form| form == "long") { long } else { short }
}

/// Prints one line of the table of counts.
fn count(what: &str, counted: &str) {
    println!("faults | {what} | {counted}");
}

/// A seeded random generator, which makes the same choices in each run.
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

/// Returns whether a file name is that of a complete backup.
fn is_backup(name: &str) -> bool {
    let ends = Path::new(name).extension().is_some_and(|ending| ending == "age");
    ends && name.starts_with("pecule-")
}

/// Copies a folder recursively, including modes.
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
