//! Finding entries: by who, what, when, in which session.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::params;

use crate::audit::chain::{COLUMNS, Line, line};
use crate::error::Result;
use crate::file::row::Id;
use crate::file::sql::Sql;

/// Which entries are wanted; what is not said does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Made by somebody.
    pub actor: Option<PersonId>,
    /// Made by somebody, or about them.
    pub about: Option<PersonId>,
    /// In a session.
    pub session: Option<SessionId>,
    /// Of these actions; none means all.
    pub actions: Vec<String>,
    /// Only what was done, or only what was refused.
    pub outcome: Option<&'static str>,
    /// From a moment on.
    pub from: Option<Timestamp>,
    /// Before a moment.
    pub until: Option<Timestamp>,
    /// Before an entry.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

/// The entries that are wanted, newest first.
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
