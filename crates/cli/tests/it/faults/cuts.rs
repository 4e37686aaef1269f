//! Tests that answered writes survive a power cut at any moment.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use pecule_app::SystemClock;
use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::config::passphrase_prompt::PassphrasePrompt;
use pecule_app::wealth::snapshot::Filter;

use crate::faults::house::{House, NAME, PASSWORD};
use crate::faults::kills::{Done, Promised, rates, write};
use crate::faults::remains::{Disk, Log};
use crate::faults::server::{Client, Server, program};
use crate::faults::shim::Shim;
use crate::faults::{Dice, count, times};

const PASSPHRASE: &str = "trois bouleaux derri\u{e8}re la grange 4";

/// Opens the folder that a cut left, with the passphrase where the master key is protected.
fn open(data: &Path) -> pecule_app::Result<App> {
    let asks = PassphrasePrompt::new(|| Ok(PASSPHRASE.to_owned().into()));
    let place = DataLocation { asks: Some(asks), ..DataLocation::new(data) };
    place.open_cheaply(Arc::new(SystemClock))
}

/// Calls a closure for each of `points` cut points in order, with the position and the remaining folder.
fn cut_at(
    start: Disk,
    log: &Path,
    from: u64,
    points: u32,
    mut look: impl FnMut(u64, &Path),
) -> usize {
    let (mut disk, mut log, mut dice) = (start, Log::read(log), Dice(0x5eed_0002));
    let ends: Vec<u64> = log.ends().into_iter().filter(|end| *end >= from).collect();
    let mut cuts: Vec<u64> = (1..points).map(|_| ends[dice.below(ends.len())]).collect();
    cuts.extend(ends.last());
    cuts.sort_unstable();
    for cut in &cuts {
        disk.play(&mut log, *cut);
        let left = tempfile::tempdir().unwrap();
        let data = left.path().join("data");
        disk.leave(&data, &mut dice);
        look(*cut, &data);
    }
    cuts.len()
}

/// Makes a shim that logs the changes of a household's folder.
fn watched(house: &House) -> Option<(Shim, PathBuf)> {
    let log = house.path("log");
    Some((Shim::new(house.folder(), &house.data, Some(log.clone()))?, log))
}

/// Returns the banks, the days with rates and the number of rates in the books.
fn content(app: &App) -> (BTreeSet<String>, BTreeSet<String>, usize) {
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    let member = person.member().unwrap();
    let banks = member.banks().unwrap().into_iter().map(|bank| bank.name).collect();
    let rates = member.exchange_rates().unwrap();
    let days = rates.iter().map(|rate| rate.on.to_string()).collect();
    for check in person.verify_books_audit_logs(&[]).unwrap() {
        assert!(check.whole, "{check:?}");
    }
    (banks, days, rates.len())
}

#[test]
#[expect(clippy::disallowed_methods, reason = "others write for a while")]
fn what_was_answered_survives_a_power_cut() {
    let house = House::new();
    let Some((shim, log)) = watched(&house) else { return };
    let start = Disk::of(&house.data);
    let server = Server::start(&house.data, Some(&shim));
    let tokens = House::sign_in(&server);
    let began = shim.written();
    let (done, answered) = channel();
    let mut promises: Vec<(u64, Done)> = Vec::new();
    std::thread::scope(|writers| {
        for writer in 0..4_u32 {
            let (at, token, done) = (server.at.clone(), tokens.access.clone(), done.clone());
            writers.spawn(move || write(&at, &token, &format!("{writer}"), writer * 60, &done));
        }
        drop(done);
        let noted = writers.spawn(|| {
            // Read the position in the log after the answer, so that it is never before the promised write.
            answered.into_iter().map(|write| (shim.written(), write)).collect::<Vec<_>>()
        });
        std::thread::sleep(Duration::from_millis(u64::from(times(400, 4_000))));
        // The server makes a backup at the same time.
        let mut client = Client::new(&server.at, &tokens.access).unwrap();
        let form = serde_json::json!({});
        client.send("POST", "/backups", &form).unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(times(400, 3_000))));
        server.kill();
        promises = noted.join().unwrap();
    });
    promises.sort_by_key(|(at, _write)| *at);
    let (acknowledged, mut next, mut promised) = (promises.len(), 0, Promised::default());
    let mut promises = promises.into_iter().peekable();
    let cuts = cut_at(start, &log, began, times(25, 1_000), |cut, left| {
        while let Some((_at, write)) = promises.next_if(|(at, _write)| *at <= cut) {
            promised.note(write);
            next += 1;
        }
        let app = open(left).unwrap_or_else(|error| panic!("cut at {cut}: {error}"));
        assert!(app.verify_household_audit_log(&[]).unwrap().whole, "cut at {cut}");
        let (banks, days, rows) = content(&app);
        let lost: Vec<_> = promised.banks.difference(&banks).collect();
        assert!(lost.is_empty(), "cut at {cut}: {lost:?} lost of {next}");
        assert_eq!(rows, days.len() * 6, "cut at {cut}: half an operation");
        for group in &promised.rates {
            let day = rates(*group).lines().nth(1).unwrap().split(';').next().unwrap().to_owned();
            assert!(days.contains(&day), "cut at {cut}: the rates of {day} are lost");
        }
        app.settle_all().unwrap();
    });
    count(
        "power cut under load",
        &format!(
            "{cuts} cut points among {acknowledged} acknowledged writes, 0 lost, every image opens"
        ),
    );
}

fn net(app: &App) -> String {
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    let member = person.member().unwrap();
    member.dashboard(&Filter::default(), None).unwrap().net.to_string()
}

/// Runs a command under the shim, and checks the state after a cut at any moment.
fn cut_command(house: &House, name: &str, arguments: &[&str], points: u32) -> usize {
    let house = house.again();
    let Some((shim, log)) = watched(&house) else { return 0 };
    let before = net(&open(&house.data).unwrap());
    open(&house.data).unwrap().settle_all().unwrap();
    let start = Disk::of(&house.data);
    let data = house.data.to_str().unwrap().to_owned();
    let mut command = program(&[arguments, &["--data", &data]].concat());
    shim.before(&mut command);
    let said = command.current_dir(house.folder()).output().unwrap();
    assert!(said.status.success(), "{name}: {}", String::from_utf8_lossy(&said.stderr));
    let end = shim.written();
    let made: BTreeSet<(PathBuf, u64)> = backups(&house.data);
    let mut after_end = 0;
    let mut look = |cut: u64, left: &Path| {
        let app = open(left).unwrap_or_else(|error| panic!("{name} cut at {cut}: {error}"));
        assert_eq!(net(&app), before, "{name} cut at {cut}");
        app.settle_all().unwrap();
        let there = backups(left);
        assert!(there.is_subset(&made), "{name} cut at {cut}: half a backup has its name");
        if cut == end {
            assert_eq!(there, made, "{name} has ended");
            after_end += 1;
        }
    };
    let cuts = cut_at(start, &log, 0, points, &mut look);
    assert!(after_end > 0);
    cuts
}

/// Returns the paths and sizes of the files named as backups.
fn backups(data: &Path) -> BTreeSet<(PathBuf, u64)> {
    let files = fs::read_dir(data.join("backups")).unwrap().map(|file| file.unwrap().path());
    let named = files.filter(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        crate::faults::is_backup(name)
    });
    named
        .map(|file| (file.file_name().unwrap().into(), fs::metadata(&file).unwrap().len()))
        .collect()
}

#[test]
fn renewed_keys_and_backups_survive_a_power_cut() {
    let house = House::wealthy();
    fs::write(house.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    let passphrase = house.path("passphrase");
    let passphrase = ["--passphrase-file", passphrase.to_str().unwrap()];
    let password = house.path("password");
    let person = ["--as", NAME, "--password-file", password.to_str().unwrap()];
    let points = times(3, 200);
    let mut counted = Vec::new();
    for (name, arguments) in [
        ("household key", ["keys", "rotate", "household"].to_vec()),
        ("token key", ["keys", "rotate", "access-tokens"].to_vec()),
        ("books key", [&["keys", "rotate", "books"][..], &person].concat()),
        ("passphrase", [&["keys", "passphrase", "set"][..], &passphrase].concat()),
        ("backup", ["backup", "now"].to_vec()),
    ] {
        let cuts = cut_command(&house, name, &arguments, points);
        counted.push(format!("{name} {cuts}"));
    }
    count(
        "power cut in renewals and backups",
        &format!(
            "cut points: {}; the same wealth in every image, no half backup",
            counted.join(", ")
        ),
    );
}

#[test]
fn a_new_installation_survives_a_power_cut_once_it_was_said_to_be_there() {
    let house = House::new();
    let data = house.path("new");
    fs::create_dir(&data).unwrap();
    let log = house.path("log");
    let Some(shim) = Shim::new(house.folder(), &data, Some(log.clone())) else { return };
    let start = Disk::of(&data);
    let (folder, kit) = (data.to_str().unwrap().to_owned(), house.path("kit.html"));
    let kit = kit.to_str().unwrap().to_owned();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = program(&["keygen", "--data", &folder, "--kit", &kit]);
    shim.before(&mut command);
    let said = command.output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let end = shim.written();
    let (mut whole, mut refused) = (0, 0);
    let cuts = cut_at(start, &log, 0, times(10, 200), |cut, left| match open(left) {
        Ok(_app) => whole += 1,
        Err(error) => {
            assert!(cut < end, "{error}");
            refused += 1;
        }
    });
    count(
        "power cut while keys are made",
        &format!(
            "{cuts} cut points: {whole} whole, {refused} refused, none after the command ended"
        ),
    );
}
