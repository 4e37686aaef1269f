//! Starts a new audit chain after a break. The earlier events stay unchanged and are protected by
//! one digest.

use jiff::Timestamp;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};

use crate::audit::chain::{Entry, Head, MacBySeq, ORIGIN, append_at, head};
use crate::audit::verify::{Break, Broken};
use crate::error::{Error, Result};
use crate::file::sql::Sql;

/// The prefix of the authenticated data of a chain, which separates it from other uses of the key.
const MARK: &[u8] = b"pecule-chain-v1";
/// The queries for everything before a chain; a file may lack the second table.
const BEFORE: [(&str, &str); 2] = [
    (
        "journal",
        "SELECT seq, at, actor, session, action, object, outcome, details, prev_mac, mac
         FROM journal WHERE seq < ?1 ORDER BY seq",
    ),
    (
        "journal_segments",
        "SELECT first_seq, last_seq, start_mac, end_mac, first_at, last_at, sealed_at, sha256, content,
                removed_at, code
         FROM journal_segments WHERE first_seq < ?1 ORDER BY first_seq",
    ),
];

struct Chain {
    first: i64,
    start: [u8; 32],
    broken: i64,
    how: String,
    at: i64,
    before: [u8; 32],
    code: [u8; 32],
}

impl Chain {
    fn expected(&self, mac: MacBySeq<'_>) -> [u8; 32] {
        let fields: [&[u8]; 6] = [
            MARK,
            &self.first.to_be_bytes(),
            &self.start,
            &self.broken.to_be_bytes(),
            self.how.as_bytes(),
            &self.at.to_be_bytes(),
        ];
        mac(self.first, &self.before, &fields)
    }
}

/// Returns the predecessor of the newest chain: [`ORIGIN`] for the first one, else the last earlier
/// event.
pub(crate) fn start(sql: Sql<'_>) -> Result<Head> {
    let newest = newest(sql)?;
    Ok(newest.map_or(Head { seq: 0, mac: ORIGIN }, |chain| chain.follows()))
}

/// Like [`start`], and also verifies the events before the chain against their digest.
pub(crate) fn checked_start(sql: Sql<'_>, mac: MacBySeq<'_>) -> Result<(Head, Option<Broken>)> {
    let Some(chain) = newest(sql)? else { return Ok((Head { seq: 0, mac: ORIGIN }, None)) };
    let sound = chain.code == chain.expected(mac) && chain.before == digest(sql, chain.first)?;
    let broken = (!sound).then_some(Broken { seq: chain.first, how: Break::Before });
    Ok((chain.follows(), broken))
}

/// Starts a new chain with an event that records the break; earlier events stay unchanged.
///
/// `beyond` is the highest sequence number known from elsewhere, so that no number is used twice.
pub(crate) fn begin_anew(
    sql: Sql<'_>,
    broken: Broken,
    beyond: i64,
    entry: Entry<'_>,
    mac: MacBySeq<'_>,
) -> Result<Head> {
    let last = head(sql)?;
    let first = last.seq.max(beyond).checked_add(1).ok_or(Error::BrokenChain(last.seq))?;
    let mut chain = Chain {
        first,
        start: last.mac,
        broken: broken.seq,
        how: broken.how.word().to_owned(),
        at: entry.at.as_millisecond(),
        before: digest(sql, first)?,
        code: ORIGIN,
    };
    chain.code = chain.expected(mac);
    sql.run(
        "INSERT INTO journal_chains (first_seq, start_mac, broken_seq, how, at, before, code)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (first, chain.start, chain.broken, &chain.how, chain.at, chain.before, chain.code),
    )?;
    append_at(sql, first, last.mac, entry, &|prev, fields| mac(first, prev, fields))
}

/// Returns the first sequence number of every later chain, and when it was started.
pub(crate) fn all(sql: Sql<'_>) -> Result<Vec<(i64, Timestamp)>> {
    sql.all("SELECT first_seq, at FROM journal_chains ORDER BY first_seq", [], |row| {
        Ok((row.get(0)?, crate::file::row::at(row, 1)?))
    })
}

impl Chain {
    fn follows(&self) -> Head {
        Head { seq: self.first.saturating_sub(1), mac: self.start }
    }
}

fn newest(sql: Sql<'_>) -> Result<Option<Chain>> {
    sql.find(
        "SELECT first_seq, start_mac, broken_seq, how, at, before, code FROM journal_chains
         ORDER BY first_seq DESC LIMIT 1",
        [],
        |row| {
            Ok(Chain {
                first: row.get(0)?,
                start: row.get(1)?,
                broken: row.get(2)?,
                how: row.get(3)?,
                at: row.get(4)?,
                before: row.get(5)?,
                code: row.get(6)?,
            })
        },
    )
}

/// Returns the SHA-256 of everything before a sequence number; each value is hashed with its type
/// and length.
fn digest(sql: Sql<'_>, first: i64) -> Result<[u8; 32]> {
    let mut hash = Sha256::new();
    for (table, rows) in BEFORE {
        let there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        if sql.find(there, [table], |_row| Ok(()))?.is_none() {
            continue;
        }
        sql.each(rows, [first], |row| {
            for column in 0..row.as_ref().column_count() {
                let (sort, bytes) = match row.get_ref(column)? {
                    ValueRef::Null => (0_u8, Vec::new()),
                    ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
                    ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
                    ValueRef::Text(text) => (3, text.to_vec()),
                    ValueRef::Blob(blob) => (4, blob.to_vec()),
                };
                hash.update([sort]);
                hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
                hash.update(&bytes);
            }
            Ok(())
        })?;
    }
    Ok(hash.finalize().into())
}
