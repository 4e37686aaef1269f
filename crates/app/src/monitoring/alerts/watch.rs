//! Watching: once a minute the rules look at what is new, and once a day the whole journal is checked.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{BooksId, PersonId};
use pecule_store::audit::chain::Line;
use pecule_store::audit::search::Search;
use pecule_store::household::View;
use pecule_store::household::monitoring::alerts::Finding;
use serde_json::{Value, json};

use crate::App;
use crate::alert::catalogue::{Apart, Rule};
use crate::audit::actions::{ACTIONS, Group};
use crate::audit_event::Deed;
use crate::error::Result;
use crate::monitoring::alerts::event_rules::{CONFIRMATIONS, examine};
use crate::monitoring::alerts::events::Event;
use crate::monitoring::alerts::state_rules::{Facts, judge};
use crate::monitoring::event_counter::Tally;
use crate::monitoring::notifications::send::are_failing;

/// How many new entries are looked at in one round.
const ROUND: u32 = 2_000;
/// How many earlier entries of a sort the rules look at.
const MEMORY: u32 = 5_000;
/// How far back sign-ins are remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 90);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// After how long without a look, of which there is one each minute, the machine must have slept.
const SLEEP: SignedDuration = SignedDuration::from_hours(2);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// How many entries of the end of the journal are checked when the program starts.
const TAIL: i64 = 1_000;

/// What watching keeps in memory.
#[derive(Default)]
pub(crate) struct Vigilance {
    /// Where anchors are added, where somebody named a file.
    pub(crate) anchor_file: Option<PathBuf>,
    /// For how many months the configuration keeps the household's journal.
    pub(crate) keep_months: Option<u16>,
    pub(crate) tally: Tally,
    /// Whether the end of the journal was checked since the start.
    tail_checked: AtomicBool,
    /// Since when the program has been awake, and when it last looked.
    awake: Mutex<Option<(Timestamp, Timestamp)>>,
    /// When books that the machine may open were last opened to be checked.
    tried: Mutex<BTreeMap<BooksId, Timestamp>>,
}

impl Vigilance {
    /// Since when the program has been awake: since its first look, or the first one after a long sleep.
    fn awake_since(&self, now: Timestamp) -> Timestamp {
        let mut awake = self.awake.lock().unwrap_or_else(PoisonError::into_inner);
        let slept = |last: Timestamp| now.duration_since(last).abs() > SLEEP;
        let since =
            awake.filter(|(_since, last)| !slept(*last)).map_or(now, |(since, _last)| since);
        *awake = Some((since, now));
        since
    }

    /// Whether books that do not open may be tried again: once an hour.
    pub(crate) fn may_try(&self, books: BooksId, now: Timestamp) -> bool {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let late = tried.get(&books).is_none_or(|last| now.duration_since(*last).abs() >= HOUR);
        if late {
            tried.insert(books, now);
        }
        late
    }

    /// With a file to which anchors are added, once a day and at each backup, and what the configuration says of
    /// how long the journal is kept.
    pub(crate) fn new(anchor_file: Option<PathBuf>, keep_months: Option<u16>) -> Self {
        Self { anchor_file, keep_months, ..Self::default() }
    }
}

/// Something a rule noticed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alarm {
    pub(crate) rule: Rule,
    /// The person concerned, none where it is the household.
    pub(crate) subject: Option<PersonId>,
    pub(crate) at: Timestamp,
    pub(crate) details: Value,
}

impl Alarm {
    /// Which rule.
    pub(crate) const fn rule(&self) -> Rule {
        self.rule
    }

    pub(crate) fn new(rule: Rule, subject: Option<PersonId>) -> Self {
        Self { rule, subject, at: Timestamp::default(), details: json!({}) }
    }

    /// Noticed at a moment.
    pub(crate) fn at(self, at: Timestamp) -> Self {
        Self { at, ..self }
    }

    /// Whether it is something else than what is known, rather than more of the same.
    fn is_another(&self, known: &Finding) -> bool {
        let differs = match self.rule.apart() {
            Apart::Never => false,
            Apart::ByDetails => {
                serde_json::from_str::<Value>(&known.details).ok().as_ref() != Some(&self.details)
            }
            Apart::Each => true,
        };
        // What was looked at before is not told again.
        differs && self.at > known.last_at
    }

    /// With more to say: no secret, no amount.
    pub(crate) fn with(self, details: Value) -> Self {
        Self { details, ..self }
    }
}

/// What one round looks at.
struct Round {
    fresh: Vec<Event>,
    past: Vec<Event>,
    facts: Facts,
}

impl App {
    /// Looks at what is new; called once a minute while the program serves. What fails keeps the rest from nothing.
    pub fn watch(&self) -> Result<()> {
        let heeded = self.heed_household_note().and_then(|()| self.check_tail_once());
        // It was told, and nothing can be entered any more until somebody takes note.
        if self.inner().household.file().is_journal_broken() {
            return heeded;
        }
        let looked = self.look();
        let checked = self.daily();
        heeded.and(looked).and(checked).and(self.look_at_books())
    }

    /// Lets the rules look at what is new and at what is so.
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

    /// What is new since the last round, and what the rules need to know of before.
    fn round(&self) -> Result<Round> {
        let inner = self.inner();
        let now = inner.clock.now();
        let file = inner.household.file();
        let damaged = file.is_read_only() | file.take_alarm();
        let awake_since = inner.vigilance.awake_since(now);
        let asleep = Search { until: Some(awake_since), limit: 1, ..Search::default() };
        Ok(inner.household.read(|view| {
            let fresh = view.journal_after(view.findings_seen()?, ROUND)?;
            let past = match fresh.first() {
                Some(first) => before(view, first, now)?,
                None => Vec::new(),
            };
            let last = view.journal(None, 1)?;
            let facts = Facts {
                now,
                begun_at: view.journal_after(0, 1)?.first().map(|line| line.at),
                last_at: last.first().map(|line| line.at),
                backup_at: last_done(view, "backup-made")?,
                proof_at: last_done(view, "backup-proven")?,
                awake_since: Some(awake_since),
                asleep_from: view.search_journal(&asleep)?.first().map(|line| line.at),
                damaged,
                messages_fail: are_failing(&view)?,
            };
            let fresh = fresh.into_iter().map(Event::from).collect();
            Ok::<_, pecule_store::Error>(Round { fresh, past, facts })
        })?)
    }

    /// Enters what was noticed, unless the same is known and nobody has taken note of it yet.
    pub(crate) fn raise(&self, alarm: &Alarm) -> Result<()> {
        let inner = self.inner();
        let (word, subject) = (alarm.rule.key(), alarm.subject);
        let last = inner.household.read(|view| view.find_last_finding(word, subject))?;
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
            return Ok(inner.household.write(|edit| edit.repeat_finding(known.id, alarm.at))?);
        }
        let finding = Finding {
            id: self.draw(|uuid| uuid)?,
            rule: word.to_owned(),
            subject,
            first_at: alarm.at,
            last_at: alarm.at,
            count: 1,
            acknowledged: None,
            details: alarm.details.to_string(),
        };
        let deed = Deed { actor: subject, ..Deed::new("finding-raised", word) };
        self.change_household(&deed, |edit| Ok(edit.add_finding(&finding)?))
    }

    /// Checks the end of the household's journal once after the start; what could not be read is tried again.
    fn check_tail_once(&self) -> Result<()> {
        let checked = &self.inner().vigilance.tail_checked;
        if self.is_closed_to_changes() || checked.load(Ordering::Acquire) {
            return Ok(());
        }
        self.check_tail()?;
        checked.store(true, Ordering::Release);
        Ok(())
    }

    /// Checks the end of the household's journal, as at each start.
    fn check_tail(&self) -> Result<()> {
        let inner = self.inner();
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        let checked = inner.household.read(|view| {
            let from = view.journal_head()?.seq.saturating_sub(TAIL);
            let since = view.journal_after(from.saturating_sub(1), 1)?.into_iter().next();
            let since = since.filter(|_| from > 0);
            let since =
                since.map(|line| pecule_store::audit::chain::Head { seq: line.seq, mac: line.mac });
            view.journal_verify(&mac, since)
        });
        match checked {
            Ok(_head) => Ok(()),
            Err(pecule_store::Error::BrokenChain(_seq)) => {
                self.tell_of(&self.verify_household_journal(&[])?)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Once a day: the whole journal is checked, and anchors are added where somebody wants them.
    fn daily(&self) -> Result<()> {
        let now = self.inner().clock.now();
        let last = self.inner().household.read(|view| last_of(view, "journal-checked", None))?;
        if last.is_some_and(|last| now.duration_since(last).abs() < DAY) {
            return Ok(());
        }
        let check = self.verify_household_journal(&[])?;
        self.tell_of(&check)?;
        if !check.whole {
            return Ok(());
        }
        self.record_check(None, &check)?;
        self.keep_journal().and(self.write_anchors())
    }
}

/// The entries before the first new one that rules look at: what happened within a day, the sign-ins of ninety
/// days, and the very last entry.
fn before(view: View<'_>, first: &Line, now: Timestamp) -> pecule_store::Result<Vec<Event>> {
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
        for line in view.search_journal(search)? {
            found.insert(line.seq, Event::from(line));
        }
    }
    Ok(found.into_values().collect())
}

/// When something was last done.
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
    Ok(view.search_journal(&wanted)?.first().map(|line| line.at))
}
