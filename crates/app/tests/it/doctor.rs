//! Checks that the doctor finds each defect and reports none in a sound installation.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use pecule_app::config::data_location::DataLocation;
use pecule_app::monitoring::doctor::report::{DoctorOptions, Report, Severity};
use pecule_app::{Clock, Error};

use crate::house::House;

/// A test household whose clock is later than the machine's, so that no file is from the future.
fn house() -> House {
    let house = House::new();
    house.clock.forward(50 * 365 * 24 * 3600);
    house
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code).collect()
}

fn full(house: &House) -> Report {
    house.app.examine(&DoctorOptions { full: true, advisories: None })
}

fn has(report: &Report, code: &str, severity: Severity) -> bool {
    report.findings.iter().any(|finding| finding.code == code && finding.severity == severity)
}

fn books_file(house: &House) -> PathBuf {
    house.app.settle_all().unwrap();
    let files = fs::read_dir(house.data().join("books")).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    files.find(|path| path.extension().is_some_and(|ending| ending == "db")).unwrap()
}

#[test]
fn a_new_household_is_told_what_is_still_to_be_done_and_nothing_else() {
    let house = house();
    house.app.settle_all().unwrap();
    let report = full(&house);
    assert_eq!(
        codes(&report),
        ["no-backup", "key-beside-data", "admin-without-second-factor", "no-advisories"]
    );
    assert!(report.is_ill(), "no backup is worse than a notice");
    let facts: Vec<&str> = report.facts.iter().map(|fact| fact.code).collect();
    for fact in ["pecule", "sqlite", "sqlcipher", "cryptography", "components", "hosts"] {
        assert!(facts.contains(&fact), "{fact} is not in {facts:?}");
    }
    let hosts = report.facts.iter().find(|fact| fact.code == "hosts").unwrap();
    assert_eq!(hosts.value, "–", "nothing is ever called by default");
}

#[test]
fn files_that_others_reach_that_come_from_the_future_or_that_were_left_are_found() {
    let early = House::new();
    fs::write(early.data().join("household.db.before-9"), "x").unwrap();
    assert!(has(&full(&early), "clock-behind", Severity::Warning));
    assert!(!codes(&full(&early)).contains(&"kept-copy"), "not before a week has passed");

    let house = house();
    assert!(!codes(&full(&house)).contains(&"clock-behind"));
    let loose = house.data().join("household.db");
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(has(&full(&house), "loose-mode", Severity::Critical));
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o600)).unwrap();

    for (name, code, severity) in [
        ("pecule-kit.html", "kit-on-disk", Severity::Warning),
        ("household.db.before-9", "kept-copy", Severity::Notice),
        ("household.db.new", "left-over", Severity::Notice),
        ("books/x.db.damaged-20261101T030000Z", "damaged-copy", Severity::Notice),
    ] {
        let path = house.data().join(name);
        fs::write(&path, "x").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(has(&full(&house), code, severity), "{code}");
        fs::remove_file(&path).unwrap();
        assert!(!codes(&full(&house)).contains(&code), "{code}");
    }
}

#[test]
fn books_that_changed_behind_our_back_are_found_without_their_key() {
    let house = house();
    let file = books_file(&house);
    let sound = fs::read(&file).unwrap();
    let mut changed = sound.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&file, &changed).unwrap();
    assert!(has(&full(&house), "books-changed", Severity::Critical));
    let quick = house.app.examine(&DoctorOptions::default());
    assert!(!codes(&quick).contains(&"books-changed"), "only the full examination reads all bytes");

    let mut plain = sound.clone();
    plain[..16].copy_from_slice(b"SQLite format 3\0");
    fs::write(&file, &plain).unwrap();
    assert!(has(
        &house.app.examine(&DoctorOptions::default()),
        "books-in-the-clear",
        Severity::Critical
    ));
    fs::write(&file, "").unwrap();
    assert!(has(&full(&house), "books-missing", Severity::Critical));
    fs::write(&file, &sound).unwrap();
    assert!(!codes(&full(&house)).iter().any(|code| code.starts_with("books-")));
}

#[test]
fn open_books_are_left_alone() {
    let house = house();
    let member = house.member();
    let file = books_file(&house);
    let before = fs::metadata(&file).unwrap().len();
    drop(member);
    let member = house.member();
    assert!(member.banks().unwrap().is_empty());
    assert!(!codes(&full(&house)).iter().any(|code| code.starts_with("books-")), "{before}");
}

#[test]
fn an_installation_that_does_not_open_is_examined_all_the_same() {
    let house = house();
    let clock: Arc<dyn Clock> = Arc::<crate::house::Hands>::clone(&house.clock);
    let place = DataLocation::new(house.data());
    assert!(
        !codes(&place.examine(Arc::clone(&clock), &DoctorOptions::default()))
            .contains(&"cannot-open")
    );
    let keyring = house.data().join("keyring.json");
    let sound = fs::read(&keyring).unwrap();
    fs::write(&keyring, "{}").unwrap();
    let report = place.examine(Arc::clone(&clock), &DoctorOptions::default());
    assert_eq!(codes(&report).first(), Some(&"cannot-open"));
    fs::write(&keyring, sound).unwrap();
    let nowhere = DataLocation::new(house.data().join("nowhere"));
    assert_eq!(codes(&nowhere.examine(clock, &DoctorOptions::default())), ["no-keys"]);
}

/// A digest with one advisory on a crate that is in the program.
fn digest(kind: &str, severity: &str, patched: &str) -> String {
    format!(
        r#"{{"as_of":"2999-01-01","advisories":[{{"id":"RUSTSEC-2999-0001","package":"rusqlite","date":"2999-01-01",
        "title":"A test","kind":"{kind}","severity":"{severity}","patched":[{patched}],"unaffected":[]}}]}}"#
    )
}

#[test]
fn known_weaknesses_of_what_is_compiled_in_are_told_by_their_weight() {
    let house = house();
    let list = house.data().join("advisories.json");
    for (text, severity) in [
        (digest("vulnerability", "critical", ""), Some(Severity::Critical)),
        (digest("vulnerability", "medium", "\">= 99.0.0\""), Some(Severity::Warning)),
        (digest("unmaintained", "high", ""), Some(Severity::Notice)),
        (digest("vulnerability", "critical", "\">= 0.1.0\""), None),
    ] {
        fs::write(&list, &text).unwrap();
        let report = full(&house);
        let found = report.findings.iter().find(|finding| finding.code == "advisory");
        assert_eq!(found.map(|finding| finding.severity), severity, "{text}");
        assert!(!codes(&report).contains(&"loose-mode"), "the list is public");
        assert!(!codes(&report).contains(&"no-advisories"));
    }
    fs::write(&list, digest("vulnerability", "high", "").replace("2999", "1999")).unwrap();
    assert!(has(&full(&house), "advisories-old", Severity::Notice));
    fs::write(&list, "{").unwrap();
    assert!(has(&full(&house), "advisories-unreadable", Severity::Warning));
}

#[test]
fn a_precaution_is_dated_comes_back_and_is_for_whoever_runs_the_household() {
    let house = House::new();
    let admin = house.person.admin().unwrap();
    let all = admin.precautions().unwrap();
    assert!(all.len() >= 7 && all.iter().all(|line| line.done_on.is_none() && !line.due));

    admin.complete_precaution("ups").unwrap();
    let ups = |house: &House| {
        let lines = house.person.admin().unwrap().precautions().unwrap();
        *lines.iter().find(|line| line.precaution.key() == "ups").unwrap()
    };
    assert_eq!(ups(&house).done_on, Some(house.clock.today()));
    assert_eq!(ups(&house).remind_on.unwrap().to_string(), "2027-03-15");
    assert!(!ups(&house).due);
    house.clock.forward(366 * 24 * 3600);
    assert!(ups(&house).due);
    assert_eq!(house.person.admin().unwrap().due_precautions().unwrap().len(), 1);

    let past = "2026-03-15".parse().unwrap();
    assert!(matches!(admin.remind_of_precaution("ups", Some(past)), Err(Error::Invalid(_))));
    admin.remind_of_precaution("ups", None).unwrap();
    assert!(!ups(&house).due && ups(&house).done_on.is_some());
    admin.reopen_precaution("ups").unwrap();
    assert_eq!(ups(&house).done_on, None);
    assert!(matches!(admin.complete_precaution("no-such-thing"), Err(Error::NotFound)));
}

#[test]
fn the_program_examines_itself_once_a_day_and_damage_becomes_a_finding() {
    let house = house();
    let file = books_file(&house);
    assert!(house.app.examine_by_day().unwrap().is_some());
    assert!(house.app.examine_by_day().unwrap().is_none(), "once a day");
    house.app.watch().unwrap();
    let raised = |house: &House| {
        let all = house.person.admin().unwrap().alerts().unwrap();
        all.iter().filter(|line| line.rule == "integrity-failed").count()
    };
    assert_eq!(raised(&house), 0, "nothing is damaged");

    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&file, bytes).unwrap();
    house.clock.forward(25 * 3600);
    assert!(has(
        &house.app.examine_by_day().unwrap().unwrap(),
        "books-changed",
        Severity::Critical
    ));
    house.app.watch().unwrap();
    assert_eq!(raised(&house), 1);
}
