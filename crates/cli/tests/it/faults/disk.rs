//! Tests a full, failing or read-only disk. The server answers clearly, corrupts nothing, keeps reading,
//! and recovers with the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::faults::house::{NAME, PASSWORD};
use crate::faults::server::{Client, Server, knock, program};
use crate::faults::shim::{CHANGES, CUT, EIO, ENOSPC, EROFS, FLUSH, READ, Shim, WRITE};
use crate::faults::trial::{Trial, sound, told, two_books};
use crate::faults::{copy_folder, count, times};

/// The number of consecutive failing calls per household.
const BATCH: usize = 25;

#[test]
fn the_nth_write_or_flush_may_fail() {
    let (house, others) = two_books();
    let batches = house.path("batches");
    fs::create_dir(&batches).unwrap();
    let Some(shim) = Shim::new(house.folder(), &batches, None) else { return };
    let mut counted = Vec::new();
    for (name, calls, error) in
        [("write", WRITE | CUT, EIO), ("flush", FLUSH, EIO), ("write, disk full", WRITE, ENOSPC)]
    {
        let (most, mut hit) = (times(8, 500), 0);
        let mut answers: BTreeMap<String, u32> = BTreeMap::new();
        for first in (0..most).step_by(BATCH) {
            // A new household per batch, since books with thousands of banks are slow.
            let data = batches.join(format!("{name}-{first}").replace([' ', ','], "-"));
            copy_folder(&house.data, &data);
            let mut trial = Trial::new(&data, &shim, &others, name);
            for nth in (first..most).take(BATCH) {
                shim.fail(calls, nth.into(), error, 1);
                trial.work(400);
                hit += u32::from(shim.mend() > 0);
                trial.goes_on(&format!("the call {nth} of {name}"));
            }
            trial = trial.restarted(&data);
            trial.check();
            for (answer, times) in &trial.answers {
                *answers.entry(answer.clone()).or_default() += times;
            }
            drop(trial);
            sound(&data);
            fs::remove_dir_all(&data).unwrap();
        }
        counted.push(format!("{name}: {most} trials, {hit} hit ({})", told(&answers)));
    }
    count("the n-th call fails", &counted.join("; "));
}

#[test]
fn the_nth_read_may_fail() {
    let (house, others) = two_books();
    let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
    let (mut hit, mut refused, most) = (0, 0, times(6, 500));
    for nth in 0..most {
        shim.fail(READ, nth.into(), EIO, 1);
        let server = Server::try_start(&house.data, Some(&shim));
        let Some(server) = server else {
            refused += 1;
            hit += u32::from(shim.mend() > 0);
            continue;
        };
        // The sign-in itself may fail, and must then answer with a sentence.
        let form = json!({ "name": NAME, "password": PASSWORD });
        let asked =
            Client::new(&server.at, "").and_then(|mut guest| guest.send("POST", "/tokens", &form));
        match asked {
            Ok((status, said)) => {
                assert!(matches!(status, 200 | 503), "{nth}: {status} {said}");
                drop(server);
            }
            // A failing read during start-up may end the server.
            Err(_gone) => {
                assert!(!server.ended(), "{nth}: it does not say that it cannot serve");
                refused += 1;
            }
        }
        hit += u32::from(shim.mend() > 0);
        if nth % 25 == 0 {
            let mut trial = Trial::new(&house.data, &shim, &others, &format!("read {nth}"));
            trial.check();
        }
    }
    sound(&house.data);
    count("the n-th read fails", &format!("{most} starts, {hit} hit, {refused} refused to start"));
}

#[test]
fn a_disk_that_turns_read_only_is_said_and_got_over() {
    let (house, others) = two_books();
    let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
    let mut trial = Trial::new(&house.data, &shim, &others, "bank");
    let rounds = times(2, 25);
    for round in 0..rounds {
        shim.fail(CHANGES | FLUSH, 0, EROFS, u64::MAX);
        for _ in 0..3 {
            assert_eq!(trial.write(None), 503);
            assert_eq!(trial.read(), 200, "reading goes on");
        }
        shim.mend();
        trial.goes_on(&format!("round {round}"));
    }
    trial = trial.restarted(&house.data);
    trial.check();
    count("read-only disk", &format!("{rounds} rounds: {}", trial.answers()));
    drop(trial);
    sound(&house.data);
}

#[test]
fn a_full_disk_is_said_and_got_over() {
    let (house, others) = two_books();
    let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
    let (levels, mut kept_out) = (times(3, 50), 0);
    let mut trial = Trial::new(&house.data, &shim, &others, "bank");
    for level in 0..levels {
        shim.leave_room(u64::from(level) * 7_000);
        let mut refused = 0;
        while refused < 3 {
            refused += u32::from(trial.write(None) == 507);
            assert!(trial.written < 1_000_000);
        }
        assert_eq!(trial.read(), 200, "reading goes on");
        let entered = enters_or_says_why(&trial.server);
        assert!(!entered || level > 0, "nothing can be written, not even that somebody came in");
        kept_out += u32::from(!entered);
        shim.mend();
        // The server must recover without a restart once there is room.
        assert!(enters_or_says_why(&trial.server), "level {level}");
        trial.goes_on(&format!("level {level}"));
        if level % 10 == 9 {
            trial = trial.restarted(&house.data);
            trial.check();
        }
    }
    let answers = trial.answers();
    drop(trial);
    sound(&house.data);
    // A backup that does not fit must not leave a file named as a backup.
    let mut none = 0;
    for level in 0..times(2, 20) {
        let before = fs::read_dir(house.data.join("backups")).unwrap().count();
        shim.leave_room(u64::from(level) * 30_000);
        let mut command = program(&["backup", "now", "--data", house.data.to_str().unwrap()]);
        shim.before(&mut command);
        let said = command.output().unwrap();
        let (err, full) = (String::from_utf8_lossy(&said.stderr), shim.mend() > 0);
        assert!(!err.contains("panicked"), "{err}");
        assert_eq!(said.status.success(), !full, "{err}");
        none += u32::from(full);
        let left = fs::read_dir(house.data.join("backups")).unwrap().count();
        assert_eq!(left - before, usize::from(!full), "{err}");
        if !full {
            break;
        }
    }
    sound(&house.data);
    count(
        "disk full",
        &format!(
            "{levels} levels: {answers}; signing in refused with its cause {kept_out} times; {none} backups that did not fit, none left"
        ),
    );
}

/// Signs in as a browser and as a program. A refusal must contain the reason, an advice and a retry time.
fn enters_or_says_why(server: &Server) -> bool {
    let form = json!({ "name": NAME, "password": PASSWORD });
    let (status, said) =
        Client::new(&server.at, "").unwrap().send("POST", "/tokens", &form).unwrap();
    assert!(matches!(status, 200 | 507), "{status} {said}");
    let page = knock(&server.at, NAME, PASSWORD).unwrap();
    let in_page = page.starts_with("HTTP/1.1 303");
    if !in_page {
        assert!(page.starts_with("HTTP/1.1 507"), "{page}");
        assert!(page.to_ascii_lowercase().contains("\r\nretry-after: 60\r\n"), "{page}");
        assert!(page.contains("This machine’s disk is full"), "{page}");
        assert!(page.contains(&format!("value=\"{NAME}\"")), "what was typed is kept: {page}");
    }
    status == 200 && in_page
}

/// A small file system in memory for one test; `None` where mounting is not permitted.
struct Mount(PathBuf);

impl Mount {
    fn of(place: PathBuf, kib: u64) -> Option<Self> {
        fs::create_dir(&place).unwrap();
        let size = format!("size={kib}k,mode=0700");
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&place).output();
        done.is_ok_and(|done| done.status.success()).then_some(Self(place))
    }

    fn resize(&self, kib: u64) {
        let size = format!("remount,size={kib}k");
        let done = Command::new("mount").args(["-o", &size]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Returns the size of a folder, in KiB of whole pages.
fn kib(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            if path.is_dir() {
                kib(&path)
            } else {
                fs::metadata(&path).unwrap().len().div_ceil(4_096) * 4
            }
        })
        .sum()
}

#[test]
fn a_real_full_file_system_is_said_and_got_over() {
    let (house, others) = two_books();
    let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
    let (levels, used) = (times(2, 50), kib(&house.data));
    let (mut started, mut refused_to_start) = (0, 0);
    let mut answers: BTreeMap<String, u32> = BTreeMap::new();
    for level in 0..levels {
        let room = u64::from(level) * 24 + if levels < 10 { 160 } else { 0 };
        let Some(mount) = Mount::of(house.path(&format!("mount{level}")), used + room) else {
            println!("skipped: no file system may be mounted here");
            return;
        };
        let data = mount.0.join("data");
        copy_folder(&house.data, &data);
        let Some(server) = Server::try_start(&data, None) else {
            refused_to_start += 1;
            mount.resize(used + 65_536);
            sound(&data);
            continue;
        };
        drop(server);
        // Sign in before the room is taken away: open sessions must survive a full disk.
        mount.resize(used + 65_536);
        let mut trial = Trial::new(&data, &shim, &others, "bank");
        assert_eq!(trial.write(None), 201);
        mount.resize(kib(&data) + room);
        let mut full = 0;
        while full < 3 {
            full += u32::from(trial.write(None) == 507);
            assert!(trial.written < 100_000);
        }
        assert_eq!(trial.read(), 200, "reading goes on");
        mount.resize(used + 65_536);
        trial.goes_on(&format!("level {level}"));
        trial = trial.restarted(&data);
        trial.check();
        started += 1;
        for (answer, times) in &trial.answers {
            *answers.entry(answer.clone()).or_default() += times;
        }
        drop(trial);
        sound(&data);
    }
    count(
        "tmpfs full",
        &format!(
            "{levels} levels, {started} served, {refused_to_start} refused to start: {}",
            told(&answers)
        ),
    );
}
