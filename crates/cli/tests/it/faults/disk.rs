//! A disk that is full, fails, or takes nothing any more: a clear answer, nothing corrupt, the rest goes on, and
//! everything works again once the disk does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::house::{House, NAME, PASSWORD, open};
use super::server::{Client, Server, knock, program};
use super::shim::{CHANGES, CUT, EIO, ENOSPC, EROFS, FLUSH, READ, Shim, WRITE};
use super::{copy_folder, count, times};

/// A server before which a disk fails, and what was promised so far.
struct Trial<'a> {
    shim: &'a Shim,
    server: Server,
    client: Client,
    promised: BTreeSet<String>,
    /// The identity of other books of the same person.
    others: String,
    label: String,
    written: u32,
    /// What was answered, by status and code.
    answers: BTreeMap<String, u32>,
}

/// A household with two sets of books, and the identity of the second.
fn two_books() -> (House, String) {
    let house = House::new();
    let server = Server::start(&house.data, None);
    let tokens = House::sign_in(&server);
    let mut client = Client::new(&server.at, &tokens.access).unwrap();
    let (status, _) =
        client.send("POST", "/tokens/confirm", &json!({ "password": PASSWORD })).unwrap();
    assert_eq!(status, 204);
    let (status, made) = client.send("POST", "/books", &json!({ "title": "Autres" })).unwrap();
    assert_eq!(status, 201, "{made}");
    assert!(server.stop());
    (house, made["id"].as_str().unwrap().to_owned())
}

impl<'a> Trial<'a> {
    fn new(data: &Path, shim: &'a Shim, others: &str, label: &str) -> Self {
        let server = Server::start(data, Some(shim));
        let tokens = House::sign_in(&server);
        let client = Client::new(&server.at, &tokens.access).unwrap();
        let (others, label) = (others.to_owned(), label.to_owned());
        let (promised, answers) = (BTreeSet::new(), BTreeMap::new());
        let mut trial = Self { shim, server, client, promised, others, label, written: 0, answers };
        // Opening books notes that they are open: what is said of reading holds for open ones.
        trial.goes_on("at first");
        trial
    }

    fn restarted(mut self, data: &Path) -> Self {
        drop(self.server);
        self.server = Server::start(data, Some(self.shim));
        let tokens = House::sign_in(&self.server);
        self.client = Client::new(&self.server.at, &tokens.access).unwrap();
        self.goes_on("after a new start");
        self
    }

    /// Takes an answer down; what is refused must be so with a sentence, and never as a defect.
    fn note(&mut self, status: u16, said: &serde_json::Value) {
        let code = said["code"].as_str().unwrap_or_default();
        if status >= 300 {
            let title = said["title"].as_str().unwrap_or_default();
            assert!(matches!(status, 503 | 507) && title.contains(' '), "{status}: {said}");
        }
        *self.answers.entry(format!("{status} {code}").trim_end().to_owned()).or_default() += 1;
    }

    fn write(&mut self, books: Option<&str>) -> u16 {
        self.written += 1;
        let name = format!("{} {}", self.label, self.written);
        let query = books.map(|id| format!("?books={id}")).unwrap_or_default();
        let (status, said) =
            self.client.send("POST", &format!("/banks{query}"), &json!({ "name": name })).unwrap();
        self.note(status, &said);
        if status == 201 && books.is_none() {
            self.promised.insert(name);
        }
        status
    }

    fn read(&mut self) -> u16 {
        let (status, said) = self.client.get("/wealth").unwrap();
        self.note(status, &said);
        status
    }

    /// Works until calls have failed, or for long enough.
    fn work(&mut self, most: u32) {
        for turn in 0..most {
            self.write(None);
            if turn % 5 == 4 {
                self.read();
            }
            if self.shim.failed() > 0 {
                break;
            }
        }
    }

    /// Once the disk works again, so does everything, without a new start.
    fn goes_on(&mut self, what: &str) {
        assert!(self.server.is_up(), "{what}");
        let others = self.others.clone();
        assert_eq!(self.write(Some(&others)), 201, "{what}: other books");
        assert_eq!(self.write(None), 201, "{what}: the same books");
        assert_eq!(self.read(), 200, "{what}");
    }

    fn check(&mut self) {
        let banks = self.client.all("/banks");
        let banks: BTreeSet<_> =
            banks.iter().map(|bank| bank["name"].as_str().unwrap().to_owned()).collect();
        let lost: Vec<_> = self.promised.difference(&banks).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        let (status, said) = self.client.send("POST", "/operations/check", &json!({})).unwrap();
        assert_eq!((status, &said["whole"]), (200, &true.into()), "{said}");
    }

    fn answers(&self) -> String {
        let each = self.answers.iter().map(|(answer, times)| format!("{answer} × {times}"));
        each.collect::<Vec<_>>().join(", ")
    }
}

/// The program said what it had to say, and never that it panicked; the files verify.
fn sound(data: &Path) {
    let said = fs::read_to_string(data.with_extension("said")).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    let app = open(data).unwrap();
    assert!(app.verify_household_journal(&[]).unwrap().whole);
    let person = app.guest().identify(NAME, PASSWORD).unwrap();
    for check in person.verify_books_journals(&[]).unwrap() {
        assert!(check.whole, "{check:?}");
    }
    drop(person);
    app.settle_all().unwrap();
}

#[test]
fn the_nth_write_or_flush_may_fail() {
    let (house, others) = two_books();
    let Some(shim) = Shim::new(house.folder(), &house.data, None) else { return };
    let mut counted = Vec::new();
    for (name, calls, error) in
        [("write", WRITE | CUT, EIO), ("flush", FLUSH, EIO), ("write, disk full", WRITE, ENOSPC)]
    {
        let mut trial = Trial::new(&house.data, &shim, &others, name);
        let (most, mut hit) = (times(8, 500), 0);
        for nth in 0..most {
            shim.fail(calls, nth.into(), error, 1);
            trial.work(400);
            hit += u32::from(shim.mend() > 0);
            trial.goes_on(&format!("the call {nth} of {name}"));
            if nth % 50 == 49 || nth + 1 == most {
                trial = trial.restarted(&house.data);
                trial.check();
            }
        }
        counted.push(format!("{name}: {most} trials, {hit} hit ({})", trial.answers()));
        drop(trial);
        sound(&house.data);
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
        // Even signing in may meet it; what is refused is refused with a sentence.
        let form = json!({ "name": NAME, "password": PASSWORD });
        let asked =
            Client::new(&server.at, "").and_then(|mut guest| guest.send("POST", "/tokens", &form));
        match asked {
            Ok((status, said)) => {
                assert!(matches!(status, 200 | 503), "{nth}: {status} {said}");
                drop(server);
            }
            // What is read last before serving may end it, too.
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
        // By itself, once there is room.
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
    // A backup that does not fit is none.
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

/// Signs in as a browser and as a program; whoever is refused is told why, what to do, and when to try again.
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
        assert!(page.contains("The disk of this machine is full"), "{page}");
        assert!(page.contains(&format!("value=\"{NAME}\"")), "what was typed is kept: {page}");
    }
    status == 200 && in_page
}

/// A small file system in memory, gone with the test; none where one may not mount any.
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

/// How much a folder holds, in KiB of whole pages.
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
        // What was signed in before the disk is full stays so: the room is taken away afterwards.
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
    let answers: Vec<String> =
        answers.iter().map(|(answer, n)| format!("{answer} × {n}")).collect();
    count(
        "tmpfs full",
        &format!(
            "{levels} levels, {started} served, {refused_to_start} refused to start: {}",
            answers.join(", ")
        ),
    );
}
