//! Operations: changes made as one, recorded with every row before and after.

use jiff::Timestamp;
use pecule_domain::id::{OperationId, PersonId, SessionId};
use rusqlite::{Row, params};
use sha2::{Digest as _, Sha256};

use crate::audit::chain::{Entry, Head, Line, Mac, OldMac};
use crate::audit::verify::Broken;
use crate::audit::{chain, chain_restart};
use crate::books::access::audit_keys;
use crate::books::changes::row_images;
use crate::books::changes::row_images::{Image, columns};
use crate::books::{Books, Edit, View};
use crate::error::{Error, Result};
use crate::file::row::{Id, at, count, find_id, id};
use crate::file::sql::Sql;

/// What is about to be done, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    /// Its identity, which the caller draws.
    pub id: OperationId,
    /// What sort of change, as a stable word.
    pub kind: &'a str,
    /// What a person is told about it, as JSON.
    pub summary: &'a str,
    /// When.
    pub at: Timestamp,
    /// Who does it, where somebody does.
    pub actor: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
}

/// What came of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<T> {
    /// What the closure answered.
    pub value: T,
    /// How many rows changed; an operation that changed none is not recorded.
    pub rows: u64,
    /// Where the books' journal ends now, to be noted in the household.
    pub head: Head,
}

/// An operation as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its number, the same as that of its entry in the journal.
    pub seq: i64,
    /// Its identity.
    pub id: OperationId,
    /// What sort of change.
    pub kind: String,
    /// What a person is told about it, as JSON.
    pub summary: String,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// How many rows it changed.
    pub rows: u64,
    /// The operation that it undid.
    pub undoes: Option<OperationId>,
    /// The operation that undid it.
    pub undone_by: Option<OperationId>,
    /// Whether its details are gone, so that it can no longer be undone.
    pub expired: bool,
}

impl Recorded {
    /// Whether it may be undone, so long as nothing it touched has changed since.
    pub fn can_be_undone(&self) -> bool {
        !self.expired && self.undone_by.is_none()
    }
}

/// One row that an operation changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The table that the row is in.
    pub table: String,
    /// The row before, none where it was added.
    pub before: Option<Image>,
    /// The row after, none where it was removed.
    pub after: Option<Image>,
}

pub(crate) const COLUMNS: &str = "o.seq, o.id, o.kind, o.summary, o.at, o.actor, o.session, o.rows,
     (SELECT id FROM operations WHERE seq = o.undoes),
     (SELECT id FROM operations WHERE seq = o.undone_by), o.expired";

impl Books {
    /// Makes a change as one operation: recorded, authenticated, and undone as one.
    pub fn change<T, E: From<Error>>(
        &self,
        operation: Operation<'_>,
        mac: Mac<'_>,
        work: impl FnOnce(Edit<'_>) -> Result<T, E>,
    ) -> Result<Changed<T>, E> {
        self.file.write(|sql| record(sql, operation, None, mac, work))
    }

    /// Begins a new chain behind a break, with an entry that tells of it, though nothing else may be written.
    ///
    /// Changes whose records were altered can no longer be undone; what was found stays as evidence.
    pub fn begin_journal_anew(
        &self,
        broken: Broken,
        beyond: i64,
        entry: Entry<'_>,
        mac: Mac<'_>,
    ) -> Result<Head> {
        self.file.write_anyway(|sql| {
            let view = View { sql };
            let by_seq = |_seq: i64, prev: &[u8; 32], fields: &[&[u8]]| mac(prev, fields);
            let head = chain_restart::begin_anew(sql, broken, beyond, entry, &by_seq)?;
            loop {
                match view.check_images(0) {
                    Ok(()) => return Ok(head),
                    Err(Error::BrokenChain(seq)) => {
                        sql.touch("UPDATE operations SET expired = 1 WHERE seq = ?1", [seq])?;
                    }
                    Err(other) => return Err(other),
                }
            }
        })
    }

    /// Forgets the details of operations made before a moment; they stay in the list and the journal.
    ///
    /// Thirty days is the promise: the caller passes the present less thirty days.
    pub fn prune(&self, before: Timestamp) -> Result<usize> {
        self.file.write(|sql| {
            let before = [before.as_millisecond()];
            sql.run(
                "DELETE FROM changes WHERE operation IN
                     (SELECT seq FROM operations WHERE at < ?1 AND NOT expired)",
                before,
            )?;
            sql.run("UPDATE operations SET expired = 1 WHERE at < ?1 AND NOT expired", before)
        })
    }
}

/// Runs a change between the beginning and the end of its record.
pub(crate) fn record<T, E: From<Error>>(
    sql: Sql<'_>,
    operation: Operation<'_>,
    undoes: Option<i64>,
    mac: Mac<'_>,
    work: impl FnOnce(Edit<'_>) -> Result<T, E>,
) -> Result<Changed<T>, E> {
    let head = chain::head(sql)?;
    let seq = head.seq.checked_add(1).ok_or(Error::BrokenChain(head.seq))?;
    open_record(sql, operation, seq, undoes)?;
    let value = work(Edit { view: View { sql } })?;
    let (rows, digest) = seal(sql, seq)?;
    row_images::finish(sql)?;
    if rows == 0 {
        sql.run("DELETE FROM operations WHERE seq = ?1", [seq])?;
        return Ok(Changed { value, rows, head });
    }
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    sql.run("UPDATE operations SET rows = ?2 WHERE seq = ?1", [seq, count])?;
    let details = serde_json::json!({
        "summary": serde_json::from_str::<serde_json::Value>(operation.summary).unwrap_or_default(),
        "rows": rows,
        "sha256": digest,
    });
    let entry = Entry {
        at: operation.at,
        actor: operation.actor,
        session: operation.session,
        action: operation.kind,
        object: &operation.id.to_string(),
        outcome: "done",
        details: &details.to_string(),
    };
    let head = chain::append(sql, entry, mac)?;
    Ok(Changed { value, rows, head })
}

/// Enters the operation that the triggers will write for.
fn open_record(
    sql: Sql<'_>,
    operation: Operation<'_>,
    seq: i64,
    undoes: Option<i64>,
) -> Result<()> {
    sql.run(
        "INSERT INTO operations (seq, id, kind, summary, at, actor, session, rows, undoes, expired)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, 0)",
        params![
            seq,
            operation.id.key(),
            operation.kind,
            operation.summary,
            operation.at.as_millisecond(),
            operation.actor.map(Id::key),
            operation.session.map(Id::key),
            undoes,
        ],
    )?;
    row_images::begin(sql, seq)
}

/// Counts and digests the images of an operation, so that the journal vouches for them.
fn seal(sql: Sql<'_>, seq: i64) -> Result<(u64, String)> {
    let mut rows = 0_u64;
    let mut hash = Sha256::new();
    sql.each(
        "SELECT table_name, coalesce(before, ''), coalesce(after, '') FROM changes
         WHERE operation = ?1 ORDER BY id",
        [seq],
        |row| {
            rows = rows.saturating_add(1);
            for column in 0..3 {
                // No text holds this byte, so that no two rows read the same.
                hash.update(row.get_ref(column)?.as_bytes()?);
                hash.update([0xff]);
            }
            Ok(())
        },
    )?;
    let digest = hash.finalize().iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok((rows, digest))
}

impl View<'_> {
    /// Operations before a number, newest first.
    pub fn operations(&self, before: Option<i64>, limit: u32) -> Result<Vec<Recorded>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM operations o WHERE o.seq < ?1 ORDER BY o.seq DESC LIMIT ?2"
        );
        self.sql.all(&sql, params![before.unwrap_or(i64::MAX), limit], recorded)
    }

    /// One operation.
    pub fn operation(&self, id: OperationId) -> Result<Recorded> {
        let sql = format!("SELECT {COLUMNS} FROM operations o WHERE o.id = ?1");
        self.sql.one(&sql, [id.key()], recorded)
    }

    /// Every row that an operation changed, in order; identities as UUID text.
    pub fn operation_changes(&self, id: OperationId) -> Result<Vec<Change>> {
        let operation = self.operation(id)?;
        if operation.expired {
            return Err(Error::Expired);
        }
        let tables = columns(self.sql)?;
        let mut changes = changes(self.sql, operation.seq)?;
        for change in &mut changes {
            let blobs = tables.get(&change.table).map(Vec::as_slice).unwrap_or_default();
            for image in [&mut change.before, &mut change.after].into_iter().flatten() {
                for column in blobs {
                    column.show_id(image);
                }
            }
        }
        Ok(changes)
    }

    /// Where the journal ends.
    pub fn journal_head(&self) -> Result<Head> {
        chain::head(self.sql)
    }

    /// Entries of the journal before a number, newest first.
    pub fn journal(&self, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
        chain::before(self.sql, before, limit)
    }

    /// Walks the journal behind `since`, or refuses with the first entry that does not follow; then
    /// compares the images still kept of these entries with what the journal says of them.
    ///
    /// Entries from before the books' key was renewed are computed by `old`, under the key kept for them.
    pub fn journal_verify(
        &self,
        mac: Mac<'_>,
        old: OldMac<'_>,
        since: Option<Head>,
    ) -> Result<Head> {
        let keys = self.journal_keys()?;
        let head = chain::verify_by_seq(
            self.sql,
            &|seq, prev, fields| match audit_keys::of(&keys, seq) {
                Some(key) => old(key, prev, fields),
                None => mac(prev, fields),
            },
            since,
        )?;
        self.check_images(since.map_or(0, |since| since.seq))?;
        Ok(head)
    }

    /// Compares the images still kept of later operations with what the journal says of them.
    pub(crate) fn check_images(&self, since: i64) -> Result<()> {
        let kept = self.sql.all(
            "SELECT o.seq, CASE WHEN json_valid(j.details) THEN j.details ->> 'sha256' END
             FROM operations o LEFT JOIN journal j ON j.seq = o.seq WHERE NOT o.expired AND o.seq > ?1
             ORDER BY o.seq",
            [since],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
        )?;
        for (seq, written) in kept {
            let found = match seal(self.sql, seq) {
                Ok((_rows, digest)) => Some(digest),
                // Something else stands there than this program writes.
                Err(Error::Malformed(_)) => None,
                Err(other) => return Err(other),
            };
            if found.is_none() || found != written {
                return Err(Error::BrokenChain(seq));
            }
        }
        Ok(())
    }
}

/// The images of an operation, in the order of its changes.
pub(crate) fn changes(sql: Sql<'_>, seq: i64) -> Result<Vec<Change>> {
    let raw = sql.all(
        "SELECT table_name, before, after FROM changes WHERE operation = ?1 ORDER BY id",
        [seq],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let read = |text: Option<String>| {
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|cause| Error::Malformed(cause.to_string()))
    };
    raw.into_iter()
        .map(|(table, before, after)| {
            Ok(Change { table, before: read(before)?, after: read(after)? })
        })
        .collect()
}

pub(crate) fn recorded(row: &Row<'_>) -> rusqlite::Result<Recorded> {
    Ok(Recorded {
        seq: row.get(0)?,
        id: id(row, 1)?,
        kind: row.get(2)?,
        summary: row.get(3)?,
        at: at(row, 4)?,
        actor: find_id(row, 5)?,
        session: find_id(row, 6)?,
        rows: count(row, 7)?,
        undoes: find_id(row, 8)?,
        undone_by: find_id(row, 9)?,
        expired: row.get(10)?,
    })
}
