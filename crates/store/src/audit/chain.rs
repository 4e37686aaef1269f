//! The chain of authenticated entries: each holds the code of the one before it.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::{Row, params};

use crate::audit::chain_restart;
use crate::error::{Error, Result};
use crate::file::row::{Id, at, find_id};
use crate::file::sql::Sql;

/// Computes the authentication code of an entry from its predecessor's code and its fields, in order.
///
/// The key stays with the caller.
pub type Mac<'a> = &'a dyn Fn(&[u8; 32], &[&[u8]]) -> [u8; 32];

/// As [`Mac`], under a key that was kept because it is no longer the present one.
pub type OldMac<'a> = &'a dyn Fn(&[u8; 32], &[u8; 32], &[&[u8]]) -> [u8; 32];

/// As [`Mac`], under the key of the entry with this number.
pub(crate) type MacBySeq<'a> = &'a dyn Fn(i64, &[u8; 32], &[&[u8]]) -> [u8; 32];

/// The code that precedes the first entry.
pub const ORIGIN: [u8; 32] = [0; 32];

/// What is to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it, where somebody is known.
    pub actor: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// What was done, as a stable word.
    pub action: &'a str,
    /// What it was done to.
    pub object: &'a str,
    /// How it ended.
    pub outcome: &'a str,
    /// More, as canonical JSON without secrets.
    pub details: &'a str,
}

/// A recorded entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1 without gaps.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// What was done.
    pub action: String,
    /// What it was done to.
    pub object: String,
    /// How it ended.
    pub outcome: String,
    /// More, as JSON.
    pub details: String,
    /// The code of the entry before it.
    pub prev_mac: [u8; 32],
    /// Its own code.
    pub mac: [u8; 32],
}

/// Where a chain ends; kept outside the file, it shows a chain that was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last entry, 0 before the first.
    pub seq: i64,
    /// Its code.
    pub mac: [u8; 32],
}

pub(crate) const COLUMNS: &str =
    "seq, at, actor, session, action, object, outcome, details, prev_mac, mac";
/// How many entries are held in memory while a chain is walked.
pub(crate) const STRIDE: u32 = 1_000;

/// The last entry's number and code.
pub(crate) fn head(sql: Sql<'_>) -> Result<Head> {
    let last = sql.find("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok(Head { seq: row.get(0)?, mac: row.get(1)? })
    })?;
    Ok(last.unwrap_or(Head { seq: 0, mac: ORIGIN }))
}

/// Adds an entry to the chain, in the transaction of what it records.
pub(crate) fn append(sql: Sql<'_>, entry: Entry<'_>, mac: Mac<'_>) -> Result<Head> {
    let before = head(sql)?;
    let seq = before.seq.checked_add(1).ok_or(Error::BrokenChain(before.seq))?;
    append_at(sql, seq, before.mac, entry, mac)
}

/// Adds an entry with a number, behind one with a code.
pub(crate) fn append_at(
    sql: Sql<'_>,
    seq: i64,
    previous: [u8; 32],
    entry: Entry<'_>,
    mac: Mac<'_>,
) -> Result<Head> {
    let code = entry.code(seq, &previous, mac);
    sql.run(
        &format!("INSERT INTO journal ({COLUMNS}) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)"),
        params![
            seq,
            entry.at.as_millisecond(),
            entry.actor.map(Id::key),
            entry.session.map(Id::key),
            entry.action,
            entry.object,
            entry.outcome,
            entry.details,
            previous,
            code,
        ],
    )?;
    Ok(Head { seq, mac: code })
}

/// Walks the chain behind `since` and answers where it ends, or the first entry that does not follow.
///
/// A chain that no longer holds `since` was cut or rolled back, and is refused there; one that began anew
/// since then is walked from there. The key depends on the entry.
pub(crate) fn verify_by_seq(sql: Sql<'_>, mac: MacBySeq<'_>, since: Option<Head>) -> Result<Head> {
    let start = chain_restart::start(sql)?;
    let head = since.filter(|since| since.seq > start.seq).unwrap_or(start);
    if head != start && !holds(sql, head)? {
        return Err(Error::BrokenChain(head.seq));
    }
    verify_behind(sql, mac, head)
}

/// Walks what stands behind a head that is known to be sound.
pub(crate) fn verify_behind(sql: Sql<'_>, mac: MacBySeq<'_>, mut head: Head) -> Result<Head> {
    loop {
        let lines = after(sql, head.seq, STRIDE)?;
        if lines.is_empty() {
            return Ok(head);
        }
        for line in lines {
            let expected = head.seq.checked_add(1);
            let of_this = |prev: &[u8; 32], fields: &[&[u8]]| mac(line.seq, prev, fields);
            let code = line.entry().code(line.seq, &head.mac, &of_this);
            if expected != Some(line.seq) || line.prev_mac != head.mac || line.mac != code {
                return Err(Error::BrokenChain(line.seq));
            }
            head = Head { seq: line.seq, mac: line.mac };
        }
    }
}

/// Whether the chain holds an entry as it was seen before.
fn holds(sql: Sql<'_>, seen: Head) -> Result<bool> {
    if seen.seq == 0 {
        return Ok(seen.mac == ORIGIN);
    }
    let there = sql.find("SELECT mac FROM journal WHERE seq = ?1", [seen.seq], |row| row.get(0))?;
    Ok(there == Some(seen.mac))
}

/// The entries behind a number, oldest first.
pub(crate) fn after(sql: Sql<'_>, seq: i64, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        &format!("SELECT {COLUMNS} FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2"),
        params![seq, limit],
        line,
    )
}

/// The entries before a number, newest first.
pub(crate) fn before(sql: Sql<'_>, seq: Option<i64>, limit: u32) -> Result<Vec<Line>> {
    sql.all(
        &format!("SELECT {COLUMNS} FROM journal WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2"),
        params![seq.unwrap_or(i64::MAX), limit],
        line,
    )
}

impl Entry<'_> {
    /// Its code at its place in the chain.
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
    /// What was recorded.
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
