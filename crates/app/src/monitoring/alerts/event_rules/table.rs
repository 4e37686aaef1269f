//! Tests every rule once with and once without an alert, with severity, audience and advice.
//!
//! The table must be complete.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::SessionId;
use uuid::Uuid;

use crate::alert::catalogue::{Rule, Severity};
use crate::alert::raised_alert::Alert;
use crate::monitoring::alerts::event_rules::examine;
use crate::monitoring::alerts::event_rules::tests::{
    Book, HOME, LAPTOP, at, event, failure, person, sign_in,
};
use crate::monitoring::alerts::events::Event;
use crate::monitoring::alerts::state_rules::{InstallationState, judge};

/// Audience beside the administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// The person concerned.
    Person,
    /// No further person.
    Household,
}

use Audience::{Household, Person};
use Severity::{Critical, Notice, Serious, Warning};

struct Row {
    rule: Rule,
    severity: Severity,
    audience: Audience,
    speaks: fn() -> Vec<Alert>,
    is_silent: fn() -> Vec<Alert>,
}

fn row(
    rule: Rule,
    severity: Severity,
    audience: Audience,
    speaks: fn() -> Vec<Alert>,
    is_silent: fn() -> Vec<Alert>,
) -> Row {
    Row { rule, severity, audience, speaks, is_silent }
}

fn written(events: impl IntoIterator<Item = Event>) -> Vec<Alert> {
    let mut book = Book::default();
    for event in events {
        book.write(event);
    }
    book.alarms
}

fn one(action: &str, refused: bool) -> Vec<Alert> {
    let event = Event { refused, ..event(at(0, 0), action, Some(person(1))) };
    examine(&[], &event, &TimeZone::UTC)
}

fn failures(count: i64) -> Vec<Event> {
    (0..count).map(|minute| failure(at(0, minute), Some(1), "a", "x")).collect()
}

fn names(count: i64) -> Vec<Alert> {
    written((0..count).map(|number| failure(at(0, 0), None, &number.to_string(), "x")))
}

fn after_failures(count: i64) -> Vec<Alert> {
    written(failures(count).into_iter().chain([sign_in(at(0, 10), 1, LAPTOP, HOME)]))
}

fn habit(days: i64, then: Event) -> Vec<Alert> {
    let before = (0..days).map(|day| sign_in(at(day, 0), 1, LAPTOP, HOME));
    written(before.chain([then]))
}

fn exports(count: i64) -> Vec<Alert> {
    written((0..count).map(|hour| event(at(0, hour * 60), "journal-exported", Some(person(1)))))
}

/// A target removed some minutes after the sign-in of the session.
fn removed_after(minutes: i64) -> Vec<Alert> {
    let session = Some(SessionId::new(Uuid::from_u128(7)));
    let begun = Event { session, ..sign_in(at(0, 0), 1, LAPTOP, HOME) };
    let deed = event(at(0, minutes), "target-removed", Some(person(1)));
    written([begun, Event { session, ..deed }])
}

fn back(seconds: i64) -> Vec<Alert> {
    let first = event(at(0, 10), "backup-made", None);
    let second = event(first.at - SignedDuration::from_secs(seconds), "backup-made", None);
    written([first, second])
}

fn ahead(days: i64) -> Vec<Alert> {
    let first = event(at(0, 10), "backup-made", None);
    written([first, event(at(days, 10), "backup-made", None)])
}

fn so(hours_since_backup: i64, days_since_proof: i64) -> Vec<Alert> {
    with_messages(hours_since_backup, days_since_proof, false)
}

fn with_messages(
    hours_since_backup: i64,
    days_since_proof: i64,
    notifications_fail: bool,
) -> Vec<Alert> {
    let now = Timestamp::from_second(1_790_000_000).unwrap();
    let ago = |hours: i64| Some(now - SignedDuration::from_hours(hours));
    judge(&InstallationState {
        now,
        begun_at: ago(5_000),
        last_at: ago(0),
        backup_at: ago(hours_since_backup),
        proof_at: ago(days_since_proof * 24),
        notifications_fail,
        ..InstallationState::default()
    })
}

/// Rules on sign-ins.
fn of_sign_ins() -> Vec<Row> {
    use Rule as R;
    vec![
        row(R::SignInFailures, Warning, Person, || written(failures(5)), || written(failures(4))),
        row(R::Spraying, Serious, Household, || names(10), || names(9)),
        row(R::SuccessAfterFailures, Serious, Person, || after_failures(5), || after_failures(4)),
        row(
            R::NewDevice,
            Notice,
            Person,
            || habit(3, sign_in(at(3, 0), 1, "Safari · iPhone", HOME)),
            || habit(3, sign_in(at(3, 0), 1, LAPTOP, HOME)),
        ),
        row(
            R::NewNetwork,
            Notice,
            Person,
            || habit(3, sign_in(at(3, 0), 1, LAPTOP, "203.0.*.*")),
            || habit(3, sign_in(at(3, 0), 1, LAPTOP, HOME)),
        ),
        row(
            R::OddHour,
            Notice,
            Person,
            || habit(40, sign_in(at(40, 900), 1, LAPTOP, HOME)),
            || habit(40, sign_in(at(40, 110), 1, LAPTOP, HOME)),
        ),
        row(
            R::TwoNetworks,
            Warning,
            Person,
            || habit(3, sign_in(at(2, 9), 1, LAPTOP, "203.0.*.*")),
            || habit(3, sign_in(at(2, 11), 1, LAPTOP, "203.0.*.*")),
        ),
    ]
}

/// Rules on tokens, exports and keys.
fn of_doors() -> Vec<Row> {
    use Rule as R;
    vec![
        row(
            R::RefreshReuse,
            Critical,
            Person,
            || one("refresh-token-reused", true),
            || one("token-key-renewed", false),
        ),
        row(
            R::ForgedToken,
            Serious,
            Household,
            || one("token-forged", true),
            || one("personal-token-made", false),
        ),
        row(R::Probing, Serious, Person, || one("probing", true), || one("sign-in", false)),
        row(R::MassExport, Warning, Person, || exports(4), || exports(3)),
        row(
            R::BackupDownloaded,
            Notice,
            Household,
            || one("backup-downloaded", false),
            || one("backup-downloaded", true),
        ),
        row(
            R::RecipientsChanged,
            Serious,
            Household,
            || one("kit-replaced", false),
            || one("kit-replaced", true),
        ),
        row(
            R::SecondFactorRemoved,
            Warning,
            Person,
            || one("second-factor-removed", false),
            || one("second-factor-enrolled", false),
        ),
        row(
            R::PasswordChanged,
            Notice,
            Person,
            || one("password-changed", false),
            || one("password-changed", true),
        ),
    ]
}

/// Rules on rights, audit logs and the clock.
fn of_rights() -> Vec<Row> {
    use Rule as R;
    vec![
        row(
            R::RoleChanged,
            Notice,
            Person,
            || one("administrator-made", false),
            || one("administrator-made", true),
        ),
        row(R::UnconfirmedDeed, Serious, Person, || removed_after(30), || removed_after(9)),
        row(
            R::JournalResumed,
            Serious,
            Household,
            || one("journal-resumed", false),
            || one("journal-checked", false),
        ),
        row(
            R::RolledBack,
            Critical,
            Household,
            || one("books-rolled-back", true),
            || one("books-renamed", false),
        ),
        row(
            R::UnsoundGrant,
            Serious,
            Person,
            || one("grant-unsound", true),
            || one("books-granted", false),
        ),
        row(R::ClockSetBack, Warning, Household, || back(61), || back(60)),
        row(R::ClockSetAhead, Warning, Household, || ahead(90), || ahead(30)),
    ]
}

/// Rules on files, backups and network access.
fn of_state() -> Vec<Row> {
    use Rule as R;
    vec![
        row(
            R::IntegrityFailed,
            Critical,
            Household,
            || one("integrity-failed", true),
            || one("files-examined", false),
        ),
        row(R::BackupStale, Warning, Household, || so(27, 1), || so(26, 1)),
        row(R::BackupUnproven, Warning, Household, || so(1, 9), || so(1, 8)),
        row(
            R::MessagesFailed,
            Warning,
            Household,
            || with_messages(1, 1, true),
            || with_messages(1, 1, false),
        ),
        row(
            R::OutboundRefused,
            Warning,
            Household,
            || one("outbound-refused", true),
            || one("target-failed", true),
        ),
        row(
            R::PolicyReports,
            Warning,
            Household,
            || one("csp-reported", true),
            || one("sign-in", false),
        ),
    ]
}

fn table() -> Vec<Row> {
    [of_sign_ins(), of_doors(), of_rights(), of_state()].into_iter().flatten().collect()
}

#[test]
fn every_rule_speaks_and_is_silent_with_a_severity_an_audience_and_advice() {
    let table = table();
    for row in &table {
        let name = row.rule.key();
        let told: Vec<Alert> =
            (row.speaks)().into_iter().filter(|alarm| alarm.rule == row.rule).collect();
        assert!(!told.is_empty(), "{name} says nothing");
        let audience = if told[0].subject.is_some() { Person } else { Household };
        assert_eq!((row.rule.severity(), audience), (row.severity, row.audience), "{name}");
        assert!((row.is_silent)().iter().all(|alarm| alarm.rule != row.rule), "{name} cries wolf");
        assert!(row.rule.advice().len() > 10 && row.rule.advice().ends_with('.'), "{name}");
    }
    // Alerts raised by audit checks are tested in crates/app/tests/it/journal_broken.rs.
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .filter(|rule| **rule != Rule::JournalBroken)
        .filter(|rule| !table.iter().any(|row| row.rule == **rule))
        .map(|rule| rule.key())
        .collect();
    assert!(missing.is_empty(), "without a row: {missing:?}");
    assert_eq!(Rule::JournalBroken.severity(), Critical);
}
