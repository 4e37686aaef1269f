//! Starts a new audit chain after a break. The earlier events stay unchanged and are protected by
//! one digest.

use jiff::Timestamp;

use crate::audit::chain::{append_at, head};
use crate::audit::chain_start::Chain;
use crate::audit::chain_start::digest;
use crate::audit::entry::{Entry, Head, MacBySeq, ORIGIN};
use crate::audit::verify::Broken;
use crate::error::{Error, Result};
use crate::file::sql::Sql;

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
