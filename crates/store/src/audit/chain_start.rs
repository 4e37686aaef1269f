//! Where the present chain of an audit log starts, after a restart or at the beginning.

use crate::audit::entry::Head;
use crate::audit::entry::MacBySeq;
use crate::audit::entry::ORIGIN;
use crate::error::Result;
use crate::file::sql::Sql;
use rusqlite::types::ValueRef;
use sha2::Digest as _;
use sha2::Sha256;

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

pub(crate) struct Chain {
    pub(crate) first: i64,
    pub(crate) start: [u8; 32],
    pub(crate) broken: i64,
    pub(crate) how: String,
    pub(crate) at: i64,
    pub(crate) before: [u8; 32],
    pub(crate) code: [u8; 32],
}

impl Chain {
    pub(crate) fn expected(&self, mac: MacBySeq<'_>) -> [u8; 32] {
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

impl Chain {
    pub(crate) fn follows(&self) -> Head {
        Head { seq: self.first.saturating_sub(1), mac: self.start }
    }
}

pub(crate) fn newest(sql: Sql<'_>) -> Result<Option<Chain>> {
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
pub(crate) fn digest(sql: Sql<'_>, first: i64) -> Result<[u8; 32]> {
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
