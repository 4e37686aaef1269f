//! Defines alert rules on audit events, as pure functions of one event and those before it.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use pecule_domain::id::{BooksId, PersonId};
use serde_json::{Value, json};

use crate::alert::catalogue::Rule;
use crate::alert::raised_alert::Alert;
use crate::monitoring::alerts::events::Event;

#[cfg(test)]
pub(crate) mod known_devices;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

const QUARTER: SignedDuration = SignedDuration::from_mins(15);
const TEN_MINUTES: SignedDuration = SignedDuration::from_mins(10);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Period and number of sign-ins needed before an hour can be unusual for a person.
const ACQUAINTED: SignedDuration = SignedDuration::from_hours(24 * 30);
const FAMILIAR: usize = 30;
/// Longest gap between events without an alert.
const LONG_SILENCE: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Sign-ins from a network that make it a usual one.
const USUAL_PLACE: usize = 3;

/// Actions that prove that the password was just given, in one session.
pub(crate) const CONFIRMATIONS: &[&str] = &[
    "sign-in",
    "password-confirmed",
    "session-unlocked",
    "invitation-accepted",
    "person-made",
    "password-changed",
    "second-factor-enrolled",
];
/// Actions that need a password given within ten minutes; the limit below leaves room for the audit
/// event.
const CONFIRMED: &[&str] = &[
    "backup-downloaded",
    "journal-retention-set",
    "second-factor-required",
    "second-factor-reset",
    "target-added",
    "target-confirmed",
    "target-removed",
];
const LATE: SignedDuration = SignedDuration::from_mins(12);

/// Returns the alerts that one event raises, given the events before it, oldest first.
pub(crate) fn examine(past: &[Event], now: &Event, zone: &TimeZone) -> Vec<Alert> {
    let mut alarms: Vec<Alert> = [
        failures(past, now),
        spraying(past, now),
        success_after_failures(past, now),
        new_place(past, now),
        odd_hour(past, now, zone),
        two_networks(past, now),
        mass_export(past, now),
        clock_set_back(past, now),
        clock_set_ahead(past, now),
        unconfirmed_deed(past, now),
    ]
    .into_iter()
    .flatten()
    .collect();
    told_once(&mut alarms);
    alarms.extend(told(now));
    alarms
}

/// Keeps one alert per sign-in among those about place and time: the most severe.
fn told_once(alarms: &mut Vec<Alert>) {
    let sides = [Rule::TwoNetworks, Rule::NewDevice, Rule::NewNetwork, Rule::OddHour];
    let is_told = |side: &Rule| alarms.iter().any(|alarm| alarm.rule == *side);
    let gravest = sides.into_iter().find(is_told);
    alarms.retain(|alarm| !sides.contains(&alarm.rule) || Some(alarm.rule) == gravest);
}

fn alarm(rule: Rule, subject: Option<PersonId>, now: &Event, details: Value) -> Alert {
    Alert::new(rule, subject).at(now.at).with(details)
}

fn origin(now: &Event) -> Value {
    json!({ "device": now.device, "place": now.place })
}

/// Five failures within fifteen minutes on one account.
///
/// Failures on a known device do not count after a success on the same device.
fn failures(past: &[Event], now: &Event) -> Option<Alert> {
    let person = now.actor.filter(|_| now.is_failure())?;
    let made_up_for = |failed: &Event| {
        let mut later = past.iter().filter(|event| event.seq > failed.seq);
        failed.known
            && later.any(|event| {
                event.is_sign_in()
                    && event.known
                    && event.actor == Some(person)
                    && event.device == failed.device
            })
    };
    let earlier = past
        .iter()
        .filter(|event| event.is_failure() && event.actor == Some(person))
        .filter(|event| event.is_within(QUARTER, now) && !made_up_for(event));
    (earlier.count() >= 4).then(|| alarm(Rule::SignInFailures, Some(person), now, origin(now)))
}

/// Ten different names from one address within fifteen minutes.
fn spraying(past: &[Event], now: &Event) -> Option<Alert> {
    if !now.is_failure() || now.address.is_empty() {
        return None;
    }
    let names: BTreeSet<&str> = past
        .iter()
        .filter(|event| event.is_failure() && event.address == now.address)
        .filter(|event| event.is_within(QUARTER, now))
        .chain(std::iter::once(now))
        .map(|event| event.name.as_str())
        .collect();
    (names.len() >= 10).then(|| alarm(Rule::Spraying, None, now, origin(now)))
}

/// A success after five failures within an hour.
fn success_after_failures(past: &[Event], now: &Event) -> Option<Alert> {
    let person = now.actor.filter(|_| now.is_sign_in())?;
    let failed = past
        .iter()
        .rev()
        .filter(|event| event.is_sign_in() || event.is_failure())
        .filter(|event| event.actor == Some(person))
        .take_while(|event| event.refused && event.is_within(HOUR, now));
    (failed.count() >= 5).then(|| alarm(Rule::SuccessAfterFailures, Some(person), now, origin(now)))
}

/// Earlier sign-ins of the same person.
fn before<'a>(past: &'a [Event], now: &'a Event) -> impl DoubleEndedIterator<Item = &'a Event> {
    past.iter().filter(|event| event.is_sign_in() && event.actor == now.actor)
}

/// The person signing in, unless the device is known.
///
/// An attacker with the password lacks the device token; a travelling owner has it.
fn unproven(now: &Event) -> Option<PersonId> {
    now.actor.filter(|_| now.is_sign_in() && !now.known)
}

/// A new device or network of this person; the very first sign-in raises nothing.
fn new_place(past: &[Event], now: &Event) -> Option<Alert> {
    let person = unproven(now)?;
    before(past, now).next()?;
    let known_device = before(past, now).any(|event| event.device == now.device);
    let known_place = before(past, now).any(|event| event.place == now.place);
    match (known_device, known_place) {
        (false, _) => Some(alarm(Rule::NewDevice, Some(person), now, origin(now))),
        (true, false) => Some(alarm(Rule::NewNetwork, Some(person), now, origin(now))),
        (true, true) => None,
    }
}

/// An hour outside those of 98 % of this person's sign-ins, once they are known for thirty days.
///
/// Each sign-in counts for its hour and two hours on either side. A known device is checked only in a
/// usual network: an owner who travels keeps other hours, while an intruder who uses the device at its
/// desk does not travel.
fn odd_hour(past: &[Event], now: &Event, zone: &TimeZone) -> Option<Alert> {
    let person = now.actor.filter(|_| now.is_sign_in())?;
    if now.known && !is_usual(past, now, &now.place) {
        return None;
    }
    let first = before(past, now).next()?;
    if now.at.duration_since(first.at) < ACQUAINTED {
        return None;
    }
    let hour = |event: &Event| event.at.to_zoned(zone.clone()).hour();
    let here = hour(now);
    let (mut all, mut near) = (0_usize, 0_usize);
    for event in before(past, now) {
        let apart = (hour(event) - here).rem_euclid(24);
        all = all.saturating_add(1);
        if apart <= 2 || apart >= 22 {
            near = near.saturating_add(1);
        }
    }
    let is_odd = all >= FAMILIAR && near.saturating_mul(50) < all;
    is_odd.then(|| alarm(Rule::OddHour, Some(person), now, origin(now)))
}

/// Whether this person signed in from a network at least three times, a day ago or earlier.
fn is_usual(past: &[Event], now: &Event, place: &str) -> bool {
    let seen = before(past, now).filter(|event| event.place == place && !event.is_within(DAY, now));
    seen.count() >= USUAL_PLACE
}

/// Two sign-ins from different networks within ten minutes, unless both networks are usual or both
/// devices known.
fn two_networks(past: &[Event], now: &Event) -> Option<Alert> {
    let person = now.actor.filter(|_| now.is_sign_in())?;
    let other = before(past, now)
        .rev()
        .take_while(|event| event.is_within(TEN_MINUTES, now))
        .filter(|event| !(event.known && now.known))
        .find(|event| event.place != now.place && !event.place.is_empty())?;
    let often = |place: &str| is_usual(past, now, place);
    let usual = now.place.is_empty() || (often(&now.place) && often(&other.place));
    // The other sign-in raised its own alert, and this device is known.
    let earlier = past.partition_point(|event| event.seq < other.seq);
    let was_told = past.get(..earlier).is_some_and(|past| new_place(past, other).is_some());
    let is_no_news = usual || (now.known && was_told);
    (!is_no_news).then(|| {
        let details = json!({ "device": now.device, "place": now.place, "other": other.place });
        alarm(Rule::TwoNetworks, Some(person), now, details)
    })
}

/// `Some(true)` for a full export, `Some(false)` for a partial one.
fn exported(event: &Event) -> Option<bool> {
    match event.action.as_str() {
        _ if event.refused => None,
        "books-exported" | "everything-exported" | "sealed-books-taken" => Some(true),
        action if action.ends_with("-exported") => Some(false),
        _ => None,
    }
}

/// More than three exports within a day, or more than one full export.
fn mass_export(past: &[Event], now: &Event) -> Option<Alert> {
    let person = now.actor?;
    exported(now)?;
    let today: Vec<bool> = past
        .iter()
        .filter(|event| event.actor == Some(person) && event.is_within(DAY, now))
        .chain(std::iter::once(now))
        .filter_map(exported)
        .collect();
    let whole = today.iter().filter(|whole| **whole).count();
    (today.len() > 3 || whole > 1)
        .then(|| alarm(Rule::MassExport, Some(person), now, json!({ "exports": today.len() })))
}

/// An event more than a minute earlier than its predecessor.
fn clock_set_back(past: &[Event], now: &Event) -> Option<Alert> {
    let last = past.last().filter(|last| last.seq.checked_add(1) == Some(now.seq))?;
    let back = last.at.duration_since(now.at).as_secs();
    (back > 60).then(|| alarm(Rule::ClockSetBack, None, now, json!({ "seconds": back })))
}

/// An event more than sixty days after its predecessor; a running server records one each day.
fn clock_set_ahead(past: &[Event], now: &Event) -> Option<Alert> {
    let last = past.last().filter(|last| last.seq.checked_add(1) == Some(now.seq))?;
    let ahead = now.at.duration_since(last.at);
    (ahead > LONG_SILENCE)
        .then(|| alarm(Rule::ClockSetAhead, None, now, json!({ "seconds": ahead.as_secs() })))
}

/// A protected action long after the last confirmation of its session, which means a bypassed check.
///
/// Sessions without any confirmation are those of commands, which ask for the password each time.
fn unconfirmed_deed(past: &[Event], now: &Event) -> Option<Alert> {
    let session = now.session.filter(|_| !now.refused)?;
    if !CONFIRMED.contains(&now.action.as_str()) {
        return None;
    }
    let confirmed = past.iter().rev().find(|event| {
        event.session == Some(session)
            && !event.refused
            && CONFIRMATIONS.contains(&event.action.as_str())
    })?;
    (!confirmed.is_within(LATE, now))
        .then(|| alarm(Rule::UnconfirmedDeed, now.actor, now, json!({ "deed": now.action })))
}

/// Events that always raise an alert.
fn told(now: &Event) -> Option<Alert> {
    let person = now.object.parse::<PersonId>().ok().or(now.actor);
    let (rule, subject) = match (now.action.as_str(), now.refused) {
        ("refresh-token-reused", _) => (Rule::RefreshReuse, now.actor),
        ("token-forged", _) => (Rule::ForgedToken, None),
        ("probing", _) => (Rule::Probing, now.actor),
        ("csp-reported", _) => (Rule::PolicyReports, None),
        ("outbound-refused", _) => (Rule::OutboundRefused, None),
        ("integrity-failed" | "books-altered", _) => (Rule::IntegrityFailed, None),
        ("books-rolled-back", _) => (Rule::RolledBack, None),
        ("grant-unsound", _) => (Rule::UnsoundGrant, person),
        ("journal-resumed", false) => (Rule::JournalResumed, None),
        (_, true) => return None,
        ("backup-downloaded", _) => (Rule::BackupDownloaded, None),
        ("kit-replaced", _) => (Rule::RecipientsChanged, None),
        ("second-factor-removed" | "second-factor-reset", _) => (Rule::SecondFactorRemoved, person),
        ("password-changed" | "password-recovered" | "password-reset", _) => {
            (Rule::PasswordChanged, person)
        }
        (
            "administrator-made"
            | "administrator-unmade"
            | "administrator-handed-over"
            | "person-disabled"
            | "person-enabled",
            _,
        ) => (Rule::RoleChanged, person),
        _ => return None,
    };
    let details = match (rule, now.object.parse::<BooksId>()) {
        (Rule::IntegrityFailed, Ok(books)) => json!({ "books": books }),
        _ => origin(now),
    };
    Some(alarm(rule, subject, now, details))
}
