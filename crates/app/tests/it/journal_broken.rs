//! Checks that audit logs altered with stolen keys raise alerts and are read-only until acknowledged.

use pecule_app::audit::archive::JournalRetention;
use pecule_app::audit::export::ExportFormat;
use pecule_app::audit::log::JournalFilter;
use pecule_app::backup::targets::TargetInput;
use pecule_app::{Error, Person, Unavailable};
use pecule_domain::id::BooksId;
use rusqlite::Connection;

use crate::house::{House, NAME, PASSWORD, account, device};
use crate::rotation::Insides;

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Opens the file with its key, as a thief would, without its triggers.
fn thief(path: &std::path::Path, key: &[u8; 32]) -> Connection {
    let connection = Connection::open(path).unwrap();
    let key = hex(key);
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{key}'\"; PRAGMA foreign_keys=OFF"))
        .unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER IF EXISTS journal_is_never_changed; DROP TRIGGER IF EXISTS journal_is_never_shortened;",
        )
        .unwrap();
    connection
}

fn in_household(house: &House) -> Connection {
    let insides = Insides::of(house);
    let key = insides.keyring.household_key(&insides.master).unwrap();
    thief(&insides.folder.household(), key.bytes())
}

fn in_books(house: &House, books: BooksId) -> Connection {
    let insides = Insides::of(house);
    thief(&insides.folder.books(books), insides.keys(books)[0].bytes())
}

fn is_closed<T>(answer: &Result<T, Error>) -> bool {
    let closed = [Unavailable::JournalBroken, Unavailable::RolledBack];
    matches!(answer, Err(Error::Unavailable(why)) if closed.contains(why))
}

fn told(person: &Person) -> Vec<(String, String)> {
    let found = person.admin().unwrap().alerts().unwrap();
    found.into_iter().map(|line| (line.rule, line.severity)).collect()
}

fn open_bank(house: &House, name: &str) -> Result<(), Error> {
    let form = pecule_app::wealth::banks::BankInput { name: name.into(), ..Default::default() };
    house.member().add_bank(&form).map(drop)
}

#[test]
fn an_altered_household_journal_is_told_and_closes_the_file() {
    let house = House::new();
    let session = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    account(&house.member(), "Banque", "Compte");
    in_household(&house).execute_batch("UPDATE journal SET object = 'x' WHERE seq = 1").unwrap();
    house.app.watch().unwrap();
    assert!(told(&house.person).contains(&("journal-broken".into(), "critical".into())));
    let closed = house.app.closed_household().unwrap().unwrap();
    assert_eq!((closed.seq, closed.how.as_str()), (1, "code"));
    // Reading goes on in open sessions, and changes are refused everywhere.
    assert_eq!(house.member().banks().unwrap().len(), 1);
    assert!(house.app.resume(&session.token).is_ok());
    assert!(is_closed(&open_bank(&house, "Autre")));
    assert_eq!(house.member().banks().unwrap().len(), 1, "not even in the books");
    let nobody = house.app.guest().sign_in(NAME, PASSWORD, None, &device());
    assert!(is_closed(&nobody), "{:?}", nobody.err());
    for _minute in 0..3 {
        house.clock.forward(60);
        house.app.watch().unwrap();
        house.app.run_backup_jobs().unwrap();
        house.app.run_nightly().unwrap();
        house.app.lock_idle().unwrap();
        house.app.examine_by_day().unwrap();
        house.app.settle_idle().unwrap();
    }
    // Another process finds it read-only too, and acknowledges the break.
    let again = house.opened_again();
    assert!(again.is_closed_to_changes());
    let check = again.restart_household_audit_chain(&[]).unwrap();
    assert!(check.whole && check.anew.is_some(), "{check:?}");
    assert!(again.restart_household_audit_chain(&[]).is_err(), "once");
    house.clock.forward(60);
    house.app.watch().unwrap();
    assert!(!house.app.is_closed_to_changes());
    open_bank(&house, "Autre").unwrap();
    house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap();
    let journal = house.person.admin().unwrap().audit_log(&JournalFilter::default()).unwrap();
    let line = journal.items.iter().find(|line| line.action == "journal-resumed").unwrap();
    assert_eq!(line.details.to_string(), r#"{"broken":1,"how":"code"}"#);
    house.app.watch().unwrap();
    assert!(told(&house.person).iter().any(|(rule, _)| rule == "journal-resumed"));
    in_household(&house).execute_batch("UPDATE journal SET object = 'y' WHERE seq = 1").unwrap();
    let check = house.app.verify_household_audit_log(&[]).unwrap();
    assert_eq!(check.broken.unwrap().how, "before", "what was found is evidence");
}

#[test]
fn altered_books_are_closed_at_their_next_opening() {
    let house = House::new();
    account(&house.member(), "Banque", "Compte");
    let books = house.member().books();
    house.app.settle_all().unwrap();
    for sql in [
        "UPDATE journal SET at = at + 1 WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2; DELETE FROM operations WHERE seq = 2",
    ] {
        // The result of the last check is deleted too: the thief has both keys.
        in_household(&house).execute_batch("DELETE FROM journal_checks").unwrap();
        let kept = std::fs::read(house.data().join(format!("books/{books}.db"))).unwrap();
        in_books(&house, books).execute_batch(sql).unwrap();
        let member = house.member();
        assert!(member.broken_audit_chain().unwrap().is_some(), "{sql}");
        assert!(is_closed(&open_bank(&house, "Autre")), "{sql}");
        assert_eq!(member.banks().unwrap().len(), 1);
        assert!(told(&house.person).contains(&("journal-broken".into(), "critical".into())));
        drop(member);
        house.app.settle_all().unwrap();
        std::fs::write(house.data().join(format!("books/{books}.db")), kept).unwrap();
        in_household(&house).execute_batch("DELETE FROM journal_checks").unwrap();
    }
    open_bank(&house, "Autre").unwrap();
}

#[test]
fn an_older_file_of_books_is_read_and_told() {
    let house = House::new();
    account(&house.member(), "Banque", "Compte");
    let books = house.member().books();
    house.app.settle_all().unwrap();
    let path = house.data().join(format!("books/{books}.db"));
    let older = std::fs::read(&path).unwrap();
    open_bank(&house, "Autre").unwrap();
    house.app.settle_all().unwrap();
    std::fs::write(&path, older).unwrap();
    let refused = open_bank(&house, "Encore");
    assert!(matches!(refused, Err(Error::Unavailable(Unavailable::RolledBack))), "{refused:?}");
    house.app.watch().unwrap();
    let told = told(&house.person);
    assert!(told.contains(&("rolled-back".into(), "critical".into())), "{told:?}");
    let check = house.person.verify_books_audit_logs(&[]).unwrap().remove(0);
    assert_eq!(check.broken.unwrap().how, "cut");
}

#[test]
fn open_books_are_checked_by_day_and_their_owner_takes_note() {
    let house = House::new();
    account(&house.member(), "Banque", "Compte");
    let books = house.member().books();
    house.app.watch().unwrap();
    let note = |house: &House| {
        let insides = Insides::of(house);
        insides.household.read(|view| view.find_audit_verdict(books.uuid())).unwrap().unwrap()
    };
    assert_eq!((note(&house).head.seq, note(&house).full_at.is_some()), (2, true));
    open_bank(&house, "Autre").unwrap();
    house.app.watch().unwrap();
    assert_eq!(note(&house).head.seq, 3, "what is new is looked at every minute");
    in_books(&house, books)
        .execute_batch("UPDATE changes SET after = replace(after, 'Banque', 'Banco')")
        .unwrap();
    house.app.watch().unwrap();
    assert!(house.member().broken_audit_chain().unwrap().is_none(), "not yet looked at again");
    house.clock.forward(86_400);
    house.app.watch().unwrap();
    let member = house.member();
    let closed = member.broken_audit_chain().unwrap().unwrap();
    assert_eq!((closed.seq, closed.how.as_str()), (1, "images"));
    assert!(is_closed(&open_bank(&house, "Encore")));
    let check = member.restart_audit_chain().unwrap();
    assert!(check.whole && check.anew == Some(4), "{check:?}");
    assert!(matches!(member.restart_audit_chain(), Err(Error::NotFound)), "once");
    open_bank(&house, "Encore").unwrap();
    let lines = member.operations(10).unwrap();
    let expired: Vec<bool> = lines.iter().map(|line| line.can_be_undone).collect();
    assert_eq!(expired, [true, true, true, false].get(..lines.len()).unwrap_or(&expired));
    drop(member);
    house.app.settle_all().unwrap();
    house.clock.forward(86_400);
    house.app.watch().unwrap();
    assert!(house.member().broken_audit_chain().unwrap().is_none(), "whole at the next opening");
}

#[test]
fn books_that_the_machine_may_open_are_checked_while_nobody_is_there() {
    let house = House::new();
    account(&house.member(), "Banque", "Compte");
    let books = house.member().books();
    house.person.set_unattended(books, true).unwrap();
    house.app.watch().unwrap();
    house.app.settle_all().unwrap();
    in_books(&house, books).execute_batch("UPDATE journal SET action = 'x' WHERE seq = 1").unwrap();
    house.clock.forward(86_401);
    house.app.watch().unwrap();
    assert!(told(&house.person).contains(&("journal-broken".into(), "critical".into())));
}

#[test]
fn old_months_are_sealed_day_by_day_and_removed_only_after_long() {
    let house = House::new();
    house.app.watch().unwrap();
    let admin = house.person.admin().unwrap();
    let short = JournalRetention { seal_after_months: 4, keep_months: Some(23) };
    assert!(admin.set_audit_retention(short).is_err(), "never below two years");
    let kept = JournalRetention { seal_after_months: 4, keep_months: Some(24) };
    admin.set_audit_retention(kept).unwrap();
    assert_eq!(admin.audit_retention().unwrap(), kept);
    // Four years, checked every fifth day.
    for _five_days in 0..292 {
        house.clock.forward(5 * 86_400);
        house.app.watch().unwrap();
    }
    let segments = admin.audit_segments().unwrap();
    assert!(segments.len() > 40, "{}", segments.len());
    let (gone, full): (Vec<_>, Vec<_>) =
        segments.iter().partition(|segment| segment.removed_at.is_some());
    assert!(!gone.is_empty() && full.len() >= 19, "{} {}", gone.len(), full.len());
    let check = house.app.verify_household_audit_log(&[]).unwrap();
    assert!(check.whole, "{check:?}");
    assert_eq!((check.segments, check.segments_removed), (segments.len(), gone.len()));
    let removals = JournalFilter {
        kind: Some("journal-segment-removed".to_owned()),
        ..JournalFilter::default()
    };
    assert!(
        !admin.audit_log(&removals).unwrap().items.is_empty(),
        "the removal stands in the journal"
    );
    let file = admin.export_audit_segment(full[0].first).unwrap();
    assert_eq!(file.get(..2), Some(&[0x1f, 0x8b][..]), "gzip");
    assert!(matches!(admin.export_audit_segment(gone[0].first), Err(Error::NotFound)));
}

#[test]
fn a_clock_that_jumps_ahead_removes_nothing() {
    let house = House::new();
    let admin = house.person.admin().unwrap();
    let kept = JournalRetention { seal_after_months: 4, keep_months: Some(24) };
    admin.set_audit_retention(kept).unwrap();
    for _five_days in 0..130 {
        house.clock.forward(5 * 86_400);
        house.app.watch().unwrap();
    }
    house.clock.forward(10 * 365 * 86_400);
    for _day in 0..6 {
        house.app.watch().unwrap();
        house.clock.forward(86_400);
    }
    let segments = admin.audit_segments().unwrap();
    assert!(segments.len() > 13 && segments.iter().all(|one| one.removed_at.is_none()));
}

#[test]
fn an_export_of_changes_tells_before_after_who_and_where_from() {
    let house = House::new();
    let person = house.app.guest().sign_in(NAME, PASSWORD, None, &device()).unwrap().person;
    let member = person.member().unwrap();
    let form = |name: &str| pecule_app::wealth::banks::BankInput {
        name: name.into(),
        ..Default::default()
    };
    let bank = member.add_bank(&form("Avant")).unwrap();
    member.remove_bank(bank.id).unwrap();
    let filter = JournalFilter::default();
    let lines = member.export_operations(&filter, ExportFormat::JsonLines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let removed: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(removed["changes"][0]["before"]["name"], "Avant");
    assert!(removed["changes"][0]["after"].is_null());
    assert_eq!(
        (removed["person_name"].as_str(), removed["kind"].as_str()),
        (Some(NAME), Some("bank-removed"))
    );
    assert_eq!(removed["session"], person.session().to_string());
    let csv =
        String::from_utf8(member.export_operations(&filter, ExportFormat::Csv).unwrap()).unwrap();
    assert!(
        csv.starts_with("\"seq\",\"at\",\"id\",\"person\",\"person_name\",\"session\","),
        "{csv}"
    );
    assert!(csv.contains("\"\"name\"\":\"\"Avant\"\""), "{csv}");
    let mine = JournalFilter { session: Some(person.session()), ..filter };
    assert_eq!(member.search_operations(&mine).unwrap().0.len(), 2);
}

#[test]
fn a_place_in_the_clear_on_another_machine_is_refused_and_told() {
    let house = House::new();
    let admin = house.person.admin().unwrap();
    let form = |url: &str| TargetInput {
        name: "NAS".into(),
        kind: "webdav".into(),
        address: url.into(),
        user: "u".into(),
        secret: zeroize::Zeroizing::new("s".to_owned()),
        ..TargetInput::default()
    };
    assert!(admin.add_target(&form("not an address")).is_err());
    house.app.watch().unwrap();
    assert!(told(&house.person).is_empty());
    assert!(admin.add_target(&form("http://nas.example/dav")).is_err());
    house.app.watch().unwrap();
    assert_eq!(told(&house.person), [("outbound-refused".to_owned(), "warning".to_owned())]);
}
