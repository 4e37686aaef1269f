//! Checks the household's file and audit log, the files of books without their keys, and the libraries.

use std::fs::File;
use std::io::Read as _;

use jiff::{SignedDuration, Timestamp};
use pecule_store::file::database::{digest, is_unsettled};
use pecule_store::household::books::list::{BooksRow, BooksState};
use pecule_store::versions;

use crate::app::App;
use crate::monitoring::doctor::report::{DoctorOptions, Finding, Report, Severity};

/// Tolerance for audit events in the future.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

pub(crate) fn examine(app: &App, wish: &DoctorOptions, now: Timestamp, report: &mut Report) {
    let household = &app.inner().household;
    if let Err(error) = household.file().check() {
        report.find(Finding::new("household-damaged", Severity::Critical).with("why", &error));
    }
    if household.file().is_read_only() {
        report.find(Finding::new("read-only", Severity::Critical).at(household.file().path()));
    }
    journal(app, now, report);
    books(app, wish, report);
    people(app, report);
    libraries(report);
}

/// Verifies the household's audit chain, and compares its last entry with the clock.
fn journal(app: &App, now: Timestamp, report: &mut Report) {
    let inner = app.inner();
    let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
    match inner.household.read(|view| view.verify_audit_chain(&mac, None)) {
        Ok(head) => report.state("journal-entries", &head.seq),
        Err(error) => {
            report.find(Finding::new("journal-broken", Severity::Critical).with("why", &error));
        }
    }
    let last = inner.household.read(|view| view.journal(None, 1)).ok();
    let ahead = last.and_then(|lines| lines.first().map(|line| line.at));
    if ahead.is_some_and(|at| at.duration_since(now) > AHEAD) {
        report.find(Finding::new("clock-set-back", Severity::Warning));
    }
}

/// Checks that every file of books exists, is not empty and is encrypted; in full, also its digest.
fn books(app: &App, wish: &DoctorOptions, report: &mut Report) {
    let Ok(shelves) = app.inner().household.read(|view| view.shelves()) else { return };
    report.state("books", &shelves.len());
    // Findings show the file name, not the title.
    for shelf in shelves {
        let path = app.inner().folder.books(shelf.id);
        // Closing a file drops all POSIX locks of this process on it. So open books are skipped, and
        // opening is blocked meanwhile.
        let open = app.inner().shelf.all();
        let finding = if open.contains_key(&shelf.id) { None } else { look(app, wish, &shelf) };
        drop(open);
        if let Some(finding) = finding {
            report.find(finding.at(&path));
        }
    }
}

fn look(app: &App, wish: &DoctorOptions, shelf: &BooksRow) -> Option<Finding> {
    let path = app.inner().folder.books(shelf.id);
    let mut head = [0_u8; 16];
    match File::open(&path).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) if &head == b"SQLite format 3\0" => {
            return Some(Finding::new("books-in-the-clear", Severity::Critical));
        }
        Ok(()) => {}
        Err(_gone_or_empty) => return Some(Finding::new("books-missing", Severity::Critical)),
    }
    let settled = shelf.settled.filter(|_| shelf.state == BooksState::Settled);
    let (known, _) = settled.filter(|_| wish.full && !is_unsettled(&path))?;
    if digest(&path).is_ok_and(|found| found == known) {
        return None;
    }
    // They may have been opened meanwhile, so the state is read again.
    let now = app.inner().household.read(|view| view.shelf(shelf.id)).ok()?;
    (now == *shelf && !is_unsettled(&path))
        .then(|| Finding::new("books-changed", Severity::Critical))
}

/// Checks the second factor of administrators.
fn people(app: &App, report: &mut Report) {
    let Ok(persons) = app.inner().household.read(|view| view.persons()) else { return };
    report.state("people", &persons.len());
    let bare = persons.iter().filter(|person| person.admin && person.disabled_at.is_none());
    let bare = bare.filter(|person| {
        app.inner().household.read(|view| view.find_totp(person.id)).is_ok_and(|own| own.is_none())
    });
    if bare.count() > 0 {
        report.find(Finding::new("admin-without-second-factor", Severity::Notice));
    }
}

/// Lists the versions of libraries and schemas.
fn libraries(report: &mut Report) {
    report.state("pecule", &env!("CARGO_PKG_VERSION"));
    if let Ok(known) = versions::libraries() {
        report.state("sqlite", &known.sqlite);
        report.state("sqlcipher", &known.sqlcipher);
        report.state("cryptography", &known.cryptography);
    }
    let (household, books) = versions::schemas();
    report.state("schema-household", &household);
    report.state("schema-books", &books);
}
