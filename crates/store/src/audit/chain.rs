//! Maintains the chain of authenticated audit events. Each event contains the code of its
//! predecessor.

use rusqlite::params;

use crate::audit::chain_start;
use crate::audit::entry::COLUMNS;
use crate::audit::entry::Entry;
use crate::audit::entry::Head;
use crate::audit::entry::Mac;
use crate::audit::entry::MacBySeq;
use crate::audit::entry::ORIGIN;
use crate::audit::entry::STRIDE;
use crate::audit::entry::after;
use crate::error::{Error, Result};
use crate::file::row::Id;
use crate::file::sql::Sql;

/// Returns the last event's sequence number and code.
pub(crate) fn head(sql: Sql<'_>) -> Result<Head> {
    let last = sql.find("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
        Ok(Head { seq: row.get(0)?, mac: row.get(1)? })
    })?;
    Ok(last.unwrap_or(Head { seq: 0, mac: ORIGIN }))
}

/// Appends an event in the transaction that it records.
pub(crate) fn append(sql: Sql<'_>, entry: Entry<'_>, mac: Mac<'_>) -> Result<Head> {
    let before = head(sql)?;
    let seq = before.seq.checked_add(1).ok_or(Error::BrokenChain(before.seq))?;
    append_at(sql, seq, before.mac, entry, mac)
}

/// Appends an event with a sequence number and its predecessor's code.
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

/// Verifies the chain after `since` and returns its end. Fails with `BrokenChain` at the first
/// invalid event.
///
/// A chain without `since` was truncated or rolled back and is refused. If a new chain was started
/// since then, only that one is verified. The key depends on the event.
pub(crate) fn verify_by_seq(sql: Sql<'_>, mac: MacBySeq<'_>, since: Option<Head>) -> Result<Head> {
    let start = chain_start::start(sql)?;
    let head = since.filter(|since| since.seq > start.seq).unwrap_or(start);
    if head != start && !holds(sql, head)? {
        return Err(Error::BrokenChain(head.seq));
    }
    verify_behind(sql, mac, head)
}

/// Verifies the events after a head that is known to be valid.
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

/// Returns whether the chain contains an event as it was seen before.
fn holds(sql: Sql<'_>, seen: Head) -> Result<bool> {
    if seen.seq == 0 {
        return Ok(seen.mac == ORIGIN);
    }
    let there = sql.find("SELECT mac FROM journal WHERE seq = ?1", [seen.seq], |row| row.get(0))?;
    Ok(there == Some(seen.mac))
}
