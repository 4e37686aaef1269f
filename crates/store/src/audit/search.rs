//! Searches audit events by person, action, date and session.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::params;

use crate::audit::entry::{COLUMNS, Line, line};
use crate::error::Result;
use crate::file::row::Id;
use crate::file::sql::Sql;

/// The criteria of a search; `None` and empty lists match everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Made by this person.
    pub actor: Option<PersonId>,
    /// Made by this person, or about them.
    pub about: Option<PersonId>,
    pub session: Option<SessionId>,
    /// Stable words; an empty list matches all.
    pub actions: Vec<String>,
    /// The outcome, as a stable word.
    pub outcome: Option<&'static str>,
    /// The earliest time, inclusive.
    pub from: Option<Timestamp>,
    /// The latest time, exclusive.
    pub until: Option<Timestamp>,
    /// Events before this sequence number, for the next page.
    pub before: Option<i64>,
    /// The maximum number of events.
    pub limit: u32,
}

/// Returns matching events, newest first.
pub(crate) fn search(sql: Sql<'_>, wanted: &Search) -> Result<Vec<Line>> {
    let actions = serde_json::Value::from(wanted.actions.clone()).to_string();
    sql.all(
        &format!(
            "SELECT {COLUMNS} FROM journal
             WHERE seq < ?1
               AND (?2 IS NULL OR actor = ?2)
               AND (?3 IS NULL OR actor = ?3 OR object = ?4)
               AND (?5 IS NULL OR session = ?5)
               AND (?6 IS NULL OR at >= ?6)
               AND (?7 IS NULL OR at < ?7)
               AND (?8 IS NULL OR outcome = ?8)
               AND (?9 = '[]' OR action IN (SELECT value FROM json_each(?9)))
             ORDER BY seq DESC LIMIT ?10"
        ),
        params![
            wanted.before.unwrap_or(i64::MAX),
            wanted.actor.map(Id::key),
            wanted.about.map(Id::key),
            wanted.about.map(|person| person.to_string()),
            wanted.session.map(Id::key),
            wanted.from.map(Timestamp::as_millisecond),
            wanted.until.map(Timestamp::as_millisecond),
            wanted.outcome,
            actions,
            wanted.limit,
        ],
        line,
    )
}
