//! Reads the audit log, as a whole for administrators and a person's own events for each person.
//!
//! It contains nothing about wealth.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_domain::id::{PersonId, SessionId};
use pecule_store::audit::entry::Line;
use pecule_store::audit::search::Search;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::app::App;
use crate::audit::{actions, hex};
use crate::error::{Error, Reason, Result};

/// Default page size; the next constant is the largest one.
const USUAL: u32 = 100;
const MOST: u32 = 5_000;
/// Largest number of events in an export.
pub(crate) const ALL: u32 = 1_000_000;

/// Selects audit events; unset fields do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalFilter {
    /// Only events by this person.
    #[param(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// A group of actions, an action, or `refused`.
    pub kind: Option<String>,
    /// First day, inclusive.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Last day, inclusive.
    #[param(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Only events of this session.
    #[param(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// Only events before this number: the `next` of the previous page.
    pub before: Option<i64>,
    /// Page size, 100 by default and 5000 at most.
    pub limit: Option<u32>,
}

/// An audit event as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JournalView {
    /// Number from 1, without gaps.
    pub seq: i64,
    /// Time of the event.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Actor; null if unknown.
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// Empty if unknown, or after the person's removal.
    pub person_name: String,
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// Stable word of the action.
    pub action: String,
    /// An identity or a stable word.
    pub object: String,
    /// Name of the object if it is a person.
    pub object_name: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// Details, such as the device and place of a sign-in.
    #[schema(value_type = Object)]
    pub details: Value,
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JournalPage {
    pub items: Vec<JournalView>,
    /// The `before` of the next page; null on the last one.
    pub next: Option<i64>,
}

impl JournalFilter {
    /// Converts the filter for the store; days are in the time zone of the machine.
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

    /// Converts the filter, including the kinds of actions of the household.
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
    /// Returns the household's audit log, for commands of the operator.
    pub fn household_audit_log(&self, filter: &JournalFilter) -> Result<JournalPage> {
        self.audit_page(&filter.search_household()?)
    }

    /// Finds a person by name, case-insensitively.
    pub fn person_called(&self, name: &str) -> Result<Option<PersonId>> {
        let found = self.inner().household.read(|view| view.find_person(name))?;
        Ok(found.map(|row| row.id))
    }

    /// Returns the number and the code of the last audit event.
    pub fn household_audit_head(&self) -> Result<(i64, String)> {
        let head = self.inner().household.read(|view| view.audit_head())?;
        Ok((head.seq, hex::hex(&head.mac)))
    }

    pub(crate) fn audit_page(&self, search: &Search) -> Result<JournalPage> {
        // One more event than the page shows whether there is a next page.
        let wanted = Search { limit: search.limit.saturating_add(1), ..search.clone() };
        let (mut lines, names) = self.inner().household.read(|view| {
            Ok::<_, pecule_store::Error>((view.search_audit_log(&wanted)?, view.persons()?))
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
    /// Returns the number and the code of the last audit event.
    pub fn audit_head(self) -> Result<(i64, String)> {
        self.app().household_audit_head()
    }

    /// Returns the household's audit log.
    pub fn audit_log(self, filter: &JournalFilter) -> Result<JournalPage> {
        self.app().household_audit_log(filter)
    }
}

impl Person {
    /// Returns the events by this person and about them.
    pub fn own_audit_log(&self, filter: &JournalFilter) -> Result<JournalPage> {
        let search = Search { about: Some(self.id()), ..filter.search_household()? };
        self.app().audit_page(&search)
    }
}

fn shown(line: Line, names: &BTreeMap<PersonId, String>) -> JournalView {
    let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let details: Value = serde_json::from_str(&line.details).unwrap_or_default();
    // Events about access to books have the books as object, and the person in the details.
    let told = details.get("person").and_then(Value::as_str).and_then(|text| text.parse().ok());
    JournalView {
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
