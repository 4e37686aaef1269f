//! Journals, as those may read them whom they concern: the household's for whoever runs it, one's own
//! entries for everybody. Not a word of anyone's wealth stands there.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_domain::id::{PersonId, SessionId};
use pecule_store::audit::chain::Line;
use pecule_store::audit::search::Search;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::audit::{actions, anchors};
use crate::error::{Error, Reason, Result};

/// How many entries a page holds where nothing is said, and at most.
const USUAL: u32 = 100;
const MOST: u32 = 5_000;
/// How many entries an export holds at most.
pub(crate) const ALL: u32 = 1_000_000;

/// Which entries are wanted; what is not said does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalFilter {
    /// Only what this person did.
    #[param(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// Only this kind: a group of actions, an action, or `refused`.
    pub kind: Option<String>,
    /// From this day on.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Up to this day.
    #[param(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Only what was done in this session.
    #[param(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// Only entries before this number: the `next` of the page before.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: Option<u32>,
}

/// An entry as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JournalLine {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When it happened.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Who did it, where somebody is known.
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// Their name; empty where nobody is known, or they are no longer there.
    pub person_name: String,
    /// In which session.
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// What was done, as a stable word.
    pub action: String,
    /// What it was done to: an identity or a stable word.
    pub object: String,
    /// The name of the person it was done to, where it was a person.
    pub object_name: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// More, such as the device and the place of a sign-in.
    #[schema(value_type = Object)]
    pub details: Value,
}

/// A page of a journal, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JournalPage {
    /// The entries.
    pub items: Vec<JournalLine>,
    /// What to send as `before` for the page that follows; null at the end.
    pub next: Option<i64>,
}

impl JournalFilter {
    /// As the store searches; days are those of this machine.
    pub(crate) fn search(&self) -> Result<Search> {
        let limit = self.limit.unwrap_or(USUAL);
        if limit == 0 || limit > MOST {
            return Err(Error::invalid("limit", Reason::OutOfRange));
        }
        let start = |day: Date| day.to_zoned(TimeZone::system()).map(|start| start.timestamp());
        let after = self.until.map(|day| day.tomorrow().and_then(start)).transpose();
        Ok(Search {
            actor: self.person,
            session: self.session,
            from: self.from.map(start).transpose().map_err(|_far| not_a_day("from"))?,
            until: after.map_err(|_far| not_a_day("until"))?,
            before: self.before,
            limit,
            ..Search::default()
        })
    }

    /// The same with the actions of the household that are wanted.
    pub(crate) fn search_household(&self) -> Result<Search> {
        let search = self.search()?;
        Ok(match self.kind.as_deref() {
            None | Some("") => search,
            Some("refused") => Search { outcome: Some("refused"), ..search },
            Some(kind) => Search { actions: actions::of_kind(kind)?, ..search },
        })
    }
}

fn not_a_day(field: &str) -> Error {
    Error::invalid(field, Reason::NotADay)
}

impl App {
    /// The household's journal, for whoever holds the installation's keys: a command of its operator.
    pub fn household_journal(&self, filter: &JournalFilter) -> Result<JournalPage> {
        self.journal_page(&filter.search_household()?)
    }

    /// Who has this name, whatever its case.
    pub fn person_called(&self, name: &str) -> Result<Option<PersonId>> {
        let found = self.inner().household.read(|view| view.find_person(name))?;
        Ok(found.map(|row| row.id))
    }

    /// Where the household's journal ends: how many entries, and the code of the last.
    pub fn household_journal_head(&self) -> Result<(i64, String)> {
        let head = self.inner().household.read(|view| view.journal_head())?;
        Ok((head.seq, anchors::hex(&head.mac)))
    }

    pub(crate) fn journal_page(&self, search: &Search) -> Result<JournalPage> {
        // One more than is shown tells whether there are more.
        let wanted = Search { limit: search.limit.saturating_add(1), ..search.clone() };
        let (mut lines, names) = self.inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((view.search_journal(&wanted)?, view.persons()?))
        })?;
        let more = lines.len() > usize::try_from(search.limit).unwrap_or(usize::MAX);
        if more {
            lines.pop();
        }
        let names: BTreeMap<PersonId, String> =
            names.into_iter().map(|row| (row.id, row.name)).collect();
        let next = lines.last().filter(|_| more).map(|line| line.seq);
        Ok(JournalPage { items: lines.into_iter().map(|line| shown(line, &names)).collect(), next })
    }
}

impl Admin<'_> {
    /// Where the household's journal ends: how many entries, and the code of the last.
    pub fn journal_head(self) -> Result<(i64, String)> {
        self.app().household_journal_head()
    }

    /// The household's journal.
    pub fn journal(self, filter: &JournalFilter) -> Result<JournalPage> {
        self.app().household_journal(filter)
    }
}

impl Person {
    /// What one did oneself, and what was done about one.
    pub fn own_journal(&self, filter: &JournalFilter) -> Result<JournalPage> {
        let search = Search { about: Some(self.id()), ..filter.search_household()? };
        self.app().journal_page(&search)
    }
}

fn shown(line: Line, names: &BTreeMap<PersonId, String>) -> JournalLine {
    let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let details: Value = serde_json::from_str(&line.details).unwrap_or_default();
    // What is done to somebody's access to books names the books, and whose access beside it.
    let told = details.get("person").and_then(Value::as_str).and_then(|text| text.parse().ok());
    JournalLine {
        seq: line.seq,
        at: line.at,
        person_name: name(line.actor),
        person: line.actor,
        session: line.session,
        object_name: name(line.object.parse().ok().or(told)),
        details,
        action: line.action,
        object: line.object,
        outcome: line.outcome,
    }
}
