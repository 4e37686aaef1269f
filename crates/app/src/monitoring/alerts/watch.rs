//! Runs the alert rules once a minute, and verifies the household's audit chain once a day.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pecule_store::audit::entry::Line;
use pecule_store::audit::search::Search;
use pecule_store::household::View;
use pecule_store::household::monitoring::alerts::AlertRow;

use crate::alert::raised_alert::Alert;
use crate::app::App;
use crate::audit::actions::{ACTIONS, Group};
use crate::audit_event::AuditEvent;
use crate::error::Result;
use crate::monitoring::alerts::event_rules::{CONFIRMATIONS, examine};
use crate::monitoring::alerts::events::Event;
use crate::monitoring::alerts::state_rules::{InstallationState, judge};
use crate::monitoring::notifications::send::are_failing;

/// New events examined in one round.
const ROUND: u32 = 2_000;
/// Earlier events of one kind given to the rules.
const MEMORY: u32 = 5_000;
/// Age limit of earlier sign-ins.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 90);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Events at the end of the log that are verified at start-up.
const TAIL: i64 = 1_000;

/// Input of one round.
struct Round {
    fresh: Vec<Event>,
    past: Vec<Event>,
    facts: InstallationState,
}

impl App {
    /// Runs one round; called once a minute while the server runs. A failing step does not prevent the
    /// others.
    pub fn watch(&self) -> Result<()> {
        let heeded = self.apply_stored_verdict().and_then(|()| self.check_tail_once());
        // An alert was raised, and nothing can be recorded until the break is acknowledged.
        if self.inner().household.file().is_audit_chain_broken() {
            return heeded;
        }
        let looked = self.look();
        let checked = self.daily();
        heeded.and(looked).and(checked).and(self.look_at_books())
    }

    /// Applies the rules to new events and to the present state.
    fn look(&self) -> Result<()> {
        self.tell_of_damaged_books()?;
        let Round { fresh, mut past, facts } = self.round()?;
        let zone = TimeZone::system();
        let last = fresh.last().map(|event| event.seq);
        let mut alarms = judge(&facts);
        for event in fresh {
            alarms.extend(examine(&past, &event, &zone));
            past.push(event);
        }
        for alarm in &alarms {
            self.raise(alarm)?;
        }
        if let Some(last) = last {
            self.inner().household.write(|edit| edit.look_until(last))?;
        }
        Ok(())
    }

    /// Reads the new events, the earlier ones that the rules need, and the present state.
    fn round(&self) -> Result<Round> {
        let inner = self.inner();
        let now = inner.clock.now();
        let file = inner.household.file();
        let damaged = file.is_read_only() | file.take_alarm();
        let awake_since = inner.vigilance.awake_since(now);
        let asleep = Search { until: Some(awake_since), limit: 1, ..Search::default() };
        Ok(inner.household.read(|view| {
            let fresh = view.audit_log_after(view.alerts_seen()?, ROUND)?;
            let past = match fresh.first() {
                Some(first) => before(view, first, now)?,
                None => Vec::new(),
            };
            let last = view.journal(None, 1)?;
            let facts = InstallationState {
                now,
                begun_at: view.audit_log_after(0, 1)?.first().map(|line| line.at),
                last_at: last.first().map(|line| line.at),
                backup_at: last_done(view, "backup-made")?,
                proof_at: last_done(view, "backup-proven")?,
                awake_since: Some(awake_since),
                asleep_from: view.search_audit_log(&asleep)?.first().map(|line| line.at),
                damaged,
                notifications_fail: are_failing(&view)?,
            };
            let fresh = fresh.into_iter().map(Event::from).collect();
            Ok::<_, pecule_store::Error>(Round { fresh, past, facts })
        })?)
    }

    /// Records an alert, or counts a repetition of one that is open or was acknowledged recently.
    pub(crate) fn raise(&self, alarm: &Alert) -> Result<()> {
        let inner = self.inner();
        let (word, subject) = (alarm.rule.key(), alarm.subject);
        let last = inner.household.read(|view| view.find_last_alert(word, subject))?;
        let known =
            last.filter(|last| !alarm.is_another(last)).filter(|last| match last.acknowledged {
                None => true,
                Some((noted_at, _by)) => {
                    alarm.at.duration_since(noted_at) < alarm.rule.quiet()
                        || alarm.at <= last.last_at
                }
            });
        if let Some(known) = known {
            if alarm.rule.lasts() || alarm.at <= known.last_at {
                return Ok(());
            }
            return Ok(inner.household.write(|edit| edit.repeat_alert(known.id, alarm.at))?);
        }
        let finding = AlertRow {
            id: self.draw(|uuid| uuid)?,
            rule: word.to_owned(),
            subject,
            first_at: alarm.at,
            last_at: alarm.at,
            count: 1,
            acknowledged: None,
            details: alarm.details.to_string(),
        };
        let deed = AuditEvent { actor: subject, ..AuditEvent::new("finding-raised", word) };
        self.change_household(&deed, |edit| Ok(edit.add_alert(&finding)?))
    }

    /// Verifies the end of the audit log once after start-up; a failed read is tried again.
    fn check_tail_once(&self) -> Result<()> {
        let checked = &self.inner().vigilance.tail_checked;
        if self.is_closed_to_changes() || checked.load(Ordering::Acquire) {
            return Ok(());
        }
        self.check_tail()?;
        checked.store(true, Ordering::Release);
        Ok(())
    }

    /// Verifies the last 1000 audit events.
    fn check_tail(&self) -> Result<()> {
        let inner = self.inner();
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        let checked = inner.household.read(|view| {
            let from = view.audit_head()?.seq.saturating_sub(TAIL);
            let since = view.audit_log_after(from.saturating_sub(1), 1)?.into_iter().next();
            let since = since.filter(|_| from > 0);
            let since =
                since.map(|line| pecule_store::audit::entry::Head { seq: line.seq, mac: line.mac });
            view.verify_audit_chain(&mac, since)
        });
        match checked {
            Ok(_head) => Ok(()),
            Err(pecule_store::Error::BrokenChain(_seq)) => {
                self.tell_of(&self.verify_household_audit_log(&[])?)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Verifies the whole audit log once a day, applies the retention and writes anchors.
    fn daily(&self) -> Result<()> {
        let now = self.inner().clock.now();
        let last = self.inner().household.read(|view| last_of(view, "journal-checked", None))?;
        if last.is_some_and(|last| now.duration_since(last).abs() < DAY) {
            return Ok(());
        }
        let check = self.verify_household_audit_log(&[])?;
        self.tell_of(&check)?;
        if !check.whole {
            return Ok(());
        }
        self.record_check(None, &check)?;
        self.keep_journal().and(self.write_anchors())
    }
}

/// Reads the events before the first new one that rules need.
///
/// These are one day of events, ninety days of sign-ins, and the very last event.
pub(crate) fn before(
    view: View<'_>,
    first: &Line,
    now: Timestamp,
) -> pecule_store::Result<Vec<Event>> {
    let long_ago = now.min(first.at).saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
    let a_day_ago = now.min(first.at).saturating_sub(DAY).unwrap_or(Timestamp::MIN);
    let sort = |actions: Vec<String>, outcome, from| Search {
        actions,
        outcome,
        from: Some(from),
        before: Some(first.seq),
        limit: MEMORY,
        ..Search::default()
    };
    let exports = ACTIONS.iter().filter(|(_word, group)| *group == Group::Exports);
    let exports = exports.map(|(word, _group)| (*word).to_owned()).collect();
    let sign_in = || vec!["sign-in".to_owned()];
    let confirmed = CONFIRMATIONS.iter().map(|word| (*word).to_owned()).collect();
    let searches = [
        sort(sign_in(), Some("done"), long_ago),
        sort(sign_in(), Some("refused"), a_day_ago),
        sort(exports, Some("done"), a_day_ago),
        sort(confirmed, Some("done"), a_day_ago),
        Search { before: Some(first.seq), limit: 1, ..Search::default() },
    ];
    let mut found: BTreeMap<i64, Event> = BTreeMap::new();
    for search in &searches {
        for line in view.search_audit_log(search)? {
            found.insert(line.seq, Event::from(line));
        }
    }
    Ok(found.into_values().collect())
}

/// Time of the last successful action of this kind.
fn last_done(view: View<'_>, action: &str) -> pecule_store::Result<Option<Timestamp>> {
    last_of(view, action, Some("done"))
}

fn last_of(
    view: View<'_>,
    action: &str,
    outcome: Option<&'static str>,
) -> pecule_store::Result<Option<Timestamp>> {
    let wanted =
        Search { actions: vec![action.to_owned()], outcome, limit: 1, ..Search::default() };
    Ok(view.search_audit_log(&wanted)?.first().map(|line| line.at))
}
