//! Searches operations by person, kind, date and session, and lists those that removed records.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::params;

use crate::audit::entry::{Mac, OldMac};
use crate::audit::search::Search;
use crate::audit::verify::Checked;
use crate::audit::{entry, verify};
use crate::books::View;
use crate::books::access::audit_keys;
use crate::books::changes::operations::{COLUMNS, Recorded, recorded};
use crate::error::Result;
use crate::file::row::{Id, at, count, id};

/// An operation that removed records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    pub operation: Recorded,
    /// The number of records that it removed.
    pub removed: u64,
}

impl View<'_> {
    /// Returns matching operations, newest first; `actions` of the search are kinds of operations.
    pub fn search_operations(&self, wanted: &Search) -> Result<Vec<Recorded>> {
        let kinds = serde_json::Value::from(wanted.actions.clone()).to_string();
        let sql = format!(
            "SELECT {COLUMNS} FROM operations o
             WHERE o.seq < ?1
               AND (?2 IS NULL OR o.actor = ?2)
               AND (?3 IS NULL OR o.session = ?3)
               AND (?4 IS NULL OR o.at >= ?4)
               AND (?5 IS NULL OR o.at < ?5)
               AND (?6 = '[]' OR o.kind IN (SELECT value FROM json_each(?6)))
             ORDER BY o.seq DESC LIMIT ?7"
        );
        self.sql.all(
            &sql,
            params![
                wanted.before.unwrap_or(i64::MAX),
                wanted.actor.map(Id::key),
                wanted.session.map(Id::key),
                wanted.from.map(Timestamp::as_millisecond),
                wanted.until.map(Timestamp::as_millisecond),
                kinds,
                wanted.limit,
            ],
            recorded,
        )
    }

    /// Returns every kind of operation that occurs.
    pub fn operation_kinds(&self) -> Result<Vec<String>> {
        self.sql.all("SELECT DISTINCT kind FROM operations ORDER BY kind", [], |row| row.get(0))
    }

    /// Returns every person who has made an operation.
    pub fn operation_actors(&self) -> Result<Vec<PersonId>> {
        let sql = "SELECT DISTINCT actor FROM operations WHERE actor IS NOT NULL ORDER BY actor";
        self.sql.all(sql, [], |row| id(row, 0))
    }

    /// Returns the time of the first operation.
    pub fn begun_at(&self) -> Result<Option<Timestamp>> {
        self.sql.find("SELECT at FROM operations ORDER BY seq LIMIT 1", [], |row| at(row, 0))
    }

    /// Returns the operations since a time that removed records and can still be undone, newest
    /// first.
    pub fn removals(&self, since: Timestamp) -> Result<Vec<Removal>> {
        let sql = format!(
            "SELECT {COLUMNS}, (SELECT count(*) FROM changes c
                                WHERE c.operation = o.seq AND c.after IS NULL) AS removed
             FROM operations o
             WHERE o.at >= ?1 AND NOT o.expired AND o.undone_by IS NULL AND removed > 0
             ORDER BY o.seq DESC"
        );
        self.sql.all(&sql, [since.as_millisecond()], |row| {
            Ok(Removal { operation: recorded(row)?, removed: count(row, 11)? })
        })
    }

    /// Verifies the whole audit log of these books, including every anchor, then compares the row
    /// images with the digests in it.
    ///
    /// `old` authenticates entries from before a key rotation, with the key stored for them.
    pub fn check_audit_chain(
        &self,
        mac: Mac<'_>,
        old: OldMac<'_>,
        anchors: &[entry::Head],
    ) -> Result<Checked> {
        let keys = self.journal_keys()?;
        let by_seq = |seq, previous: &[u8; 32], fields: &[&[u8]]| match audit_keys::of(&keys, seq) {
            Some(key) => old(key, previous, fields),
            None => mac(previous, fields),
        };
        let checked = verify::check(self.sql, &by_seq, anchors)?;
        if checked.broken.is_some() {
            return Ok(checked);
        }
        match self.check_images(0) {
            Ok(()) => Ok(checked),
            Err(crate::error::Error::BrokenChain(seq)) => {
                let broken = Some(verify::Broken { seq, how: verify::Break::Images });
                Ok(Checked { broken, ..checked })
            }
            Err(other) => Err(other),
        }
    }
}
