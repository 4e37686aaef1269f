//! Entries of an audit log as they are stored and authenticated.

use crate::error::Result;
use crate::file::row::Id;
use crate::file::row::at;
use crate::file::row::find_id;
use crate::file::sql::Sql;
use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_domain::id::SessionId;
use rusqlite::Row;
use rusqlite::params;

/// Computes the authentication code of an event from its predecessor's code and its fields, in
/// order.
///
/// The key stays with the caller.
pub type Mac<'a> = &'a dyn Fn(&[u8; 32], &[&[u8]]) -> [u8; 32];

/// Like [`Mac`], with a former key as the first argument.
pub type OldMac<'a> = &'a dyn Fn(&[u8; 32], &[u8; 32], &[&[u8]]) -> [u8; 32];

/// Like [`Mac`], with the key of the event with this sequence number.
pub(crate) type MacBySeq<'a> = &'a dyn Fn(i64, &[u8; 32], &[&[u8]]) -> [u8; 32];

/// The code that precedes the first event.
pub const ORIGIN: [u8; 32] = [0; 32];

/// An audit event to record.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub at: Timestamp,
    /// The person who acted; `None` if unknown.
    pub actor: Option<PersonId>,
    pub session: Option<SessionId>,
    /// A stable word.
    pub action: &'a str,
    /// The record or person concerned.
    pub object: &'a str,
    /// The outcome, as a stable word.
    pub outcome: &'a str,
    /// Canonical JSON without secrets.
    pub details: &'a str,
}

/// A recorded audit event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its sequence number, from 1 without gaps.
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Option<PersonId>,
    pub session: Option<SessionId>,
    pub action: String,
    pub object: String,
    pub outcome: String,
    /// JSON without secrets.
    pub details: String,
    /// The code of the preceding event.
    pub prev_mac: [u8; 32],
    /// The code of this event.
    pub mac: [u8; 32],
}

/// The end of a chain. A copy outside the file reveals a truncated chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The sequence number of the last event; 0 before the first.
    pub seq: i64,
    /// The code of the last event.
    pub mac: [u8; 32],
}

pub(crate) const COLUMNS: &str =
    "seq, at, actor, session, action, object, outcome, details, prev_mac, mac";

/// How many entries are held in memory while a chain is walked.
pub(crate) const STRIDE: u32 = 1_000;

/// Returns the events after a sequence number, oldest first.
pub(crate) fn after(sql: Sql<'_>, seq: i64, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        &format!("SELECT {COLUMNS} FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2"),
        params![seq, limit],
        line,
    )
}

/// Returns the events before a sequence number, newest first.
pub(crate) fn before(sql: Sql<'_>, seq: Option<i64>, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        &format!("SELECT {COLUMNS} FROM journal WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2"),
        params![seq.unwrap_or(i64::MAX), limit],
        line,
    )
}

impl Entry<'_> {
    /// Computes the code of the event at its position in the chain.
    pub(crate) fn code(&self, seq: i64, prev: &[u8; 32], mac: Mac<'_>) -> [u8; 32] {
        let actor = self.actor.map(Id::key);
        let session = self.session.map(Id::key);
        let optional = |id: &Option<[u8; 16]>| id.map_or_else(Vec::new, Vec::from);
        mac(
            prev,
            &[
                &seq.to_be_bytes(),
                &self.at.as_millisecond().to_be_bytes(),
                &optional(&actor),
                &optional(&session),
                self.action.as_bytes(),
                self.object.as_bytes(),
                self.outcome.as_bytes(),
                self.details.as_bytes(),
            ],
        )
    }
}

impl Line {
    /// Returns the recorded fields as an entry.
    pub fn entry(&self) -> Entry<'_> {
        Entry {
            at: self.at,
            actor: self.actor,
            session: self.session,
            action: &self.action,
            object: &self.object,
            outcome: &self.outcome,
            details: &self.details,
        }
    }
}

pub(crate) fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        seq: row.get(0)?,
        at: at(row, 1)?,
        actor: find_id(row, 2)?,
        session: find_id(row, 3)?,
        action: row.get(4)?,
        object: row.get(5)?,
        outcome: row.get(6)?,
        details: row.get(7)?,
        prev_mac: row.get(8)?,
        mac: row.get(9)?,
    })
}
