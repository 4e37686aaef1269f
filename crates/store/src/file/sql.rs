//! Wraps SQL statements and transactions, so that errors and damage are handled in one place.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, OptionalExtension as _, Params, Row, TransactionBehavior};

use crate::error::{Error, Result, ended_beneath, is_damage};

/// Whether a file may still be written to.
#[derive(Debug)]
pub(crate) struct WriteFlag {
    path: PathBuf,
    /// The content is corrupt: writes are refused for good.
    damaged: AtomicBool,
    /// The disk failed: writes are refused until the file passes its checks.
    troubled: AtomicBool,
    /// One of the two happened and was not reported yet.
    untold: AtomicBool,
}

impl WriteFlag {
    /// Returns the flags of a file without known errors.
    pub(crate) fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            damaged: AtomicBool::new(false),
            troubled: AtomicBool::new(false),
            untold: AtomicBool::new(false),
        }
    }

    /// Returns whether damage or a disk error was seen.
    pub(crate) fn is_read_only(&self) -> bool {
        self.is_damaged() || self.is_troubled()
    }

    /// Returns whether damage was seen.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::SeqCst)
    }

    /// Returns whether the disk failed since the file last passed its checks.
    pub(crate) fn is_troubled(&self) -> bool {
        self.troubled.load(Ordering::SeqCst)
    }

    /// Refuses all later writes.
    pub(crate) fn set_read_only(&self) {
        self.damaged.store(true, Ordering::SeqCst);
        self.untold.store(true, Ordering::SeqCst);
    }

    /// Allows writes again, after the file passed its checks.
    pub(crate) fn trust_again(&self) {
        self.troubled.store(false, Ordering::SeqCst);
    }

    /// Returns whether damage or a disk error was seen since the last call.
    pub(crate) fn take_alarm(&self) -> bool {
        self.untold.swap(false, Ordering::SeqCst)
    }

    /// Converts an error, and records damage or a failing disk.
    pub(crate) fn note(&self, error: rusqlite::Error) -> Error {
        if is_damage(&error) {
            self.set_read_only();
            return Error::Damaged(self.path.clone());
        }
        let error = Error::from(error);
        if matches!(error, Error::Failing(_)) {
            self.troubled.store(true, Ordering::SeqCst);
            self.untold.store(true, Ordering::SeqCst);
        }
        error
    }
}

/// A connection inside a transaction. Every statement of the crate goes through it, so that damage
/// is noticed in one place.
#[derive(Clone, Copy)]
pub(crate) struct Sql<'a> {
    connection: &'a Connection,
    health: &'a WriteFlag,
}

impl<'a> Sql<'a> {
    pub(crate) fn new(connection: &'a Connection, health: &'a WriteFlag) -> Self {
        Self { connection, health }
    }

    /// Returns every row, in the order of the query.
    pub(crate) fn all<T>(
        self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let rows = || -> rusqlite::Result<Vec<T>> {
            self.connection.prepare_cached(sql)?.query_map(params, map)?.collect()
        };
        rows().map_err(|error| self.health.note(error))
    }

    /// Calls a closure with every row, in the order of the query.
    pub(crate) fn each(
        self,
        sql: &str,
        params: impl Params,
        mut visit: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let walk = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                visit(row)?;
            }
            Ok(())
        };
        walk().map_err(|error| self.health.note(error))
    }

    /// Returns the first row, if any.
    pub(crate) fn find<T>(
        self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let row = || self.connection.prepare_cached(sql)?.query_row(params, map).optional();
        row().map_err(|error| self.health.note(error))
    }

    /// Returns the first row, or `NotFound`.
    pub(crate) fn one<T>(
        self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        self.find(sql, params, map)?.ok_or(Error::NotFound)
    }

    /// Runs a statement; returns the number of affected rows.
    pub(crate) fn run(self, sql: &str, params: impl Params) -> Result<usize> {
        let touched = || self.connection.prepare_cached(sql)?.execute(params);
        touched().map_err(|error| self.health.note(error))
    }

    /// Runs a statement that must affect a row, or fails with `NotFound`.
    pub(crate) fn touch(self, sql: &str, params: impl Params) -> Result<()> {
        if self.run(sql, params)? == 0 { Err(Error::NotFound) } else { Ok(()) }
    }

    /// Runs several statements without parameters.
    pub(crate) fn batch(self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| self.health.note(error))
    }
}

/// Runs a closure inside a transaction: commits on `Ok`, rolls back on `Err` or panic.
pub(crate) fn within<T, E: From<Error>>(
    connection: &Connection,
    health: &WriteFlag,
    behavior: TransactionBehavior,
    work: impl FnOnce(Sql<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let note = |error| E::from(health.note(error));
    // A rollback that failed with the disk would otherwise leave this connection inside a
    // transaction forever.
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK").map_err(|_open| note(ended_beneath()))?;
    }
    let transaction = rusqlite::Transaction::new_unchecked(connection, behavior).map_err(note)?;
    let value = work(Sql::new(&transaction, health)).map_err(|error| {
        // After a disk error SQLite has ended the transaction, even if the last statement returned
        // another error.
        let is_defect = transaction.is_autocommit() && health.is_troubled();
        if is_defect { note(ended_beneath()) } else { error }
    })?;
    if transaction.is_autocommit() {
        return Err(note(ended_beneath()));
    }
    transaction.commit().map_err(note)?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> (Connection, WriteFlag) {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE lines (line TEXT NOT NULL) STRICT").unwrap();
        (connection, WriteFlag::of(Path::new("x.db")))
    }

    fn add(sql: Sql<'_>) -> Result<usize> {
        sql.run("INSERT INTO lines (line) VALUES ('x')", [])
    }

    fn count(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM lines", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_transaction_that_the_disk_ended_from_beneath_is_told_as_that() {
        let (connection, health) = opened();
        let ended = within(&connection, &health, TransactionBehavior::Immediate, |sql| {
            add(sql)?;
            // SQLite does the same by itself after a disk error.
            sql.batch("ROLLBACK")?;
            Ok::<_, Error>(())
        });
        assert!(matches!(ended, Err(Error::Failing(_))), "{ended:?}");
        assert!(health.is_troubled() && count(&connection) == 0);
        let after = within(&connection, &health, TransactionBehavior::Deferred, |sql| {
            sql.batch("ROLLBACK")?;
            sql.batch("SELECT nothing FROM nowhere")
        });
        assert!(matches!(after, Err(Error::Failing(_))), "{after:?}");
    }

    #[test]
    fn what_an_earlier_transaction_left_open_keeps_nobody_out() {
        let (connection, health) = opened();
        connection.execute_batch("BEGIN; INSERT INTO lines (line) VALUES ('half')").unwrap();
        within(&connection, &health, TransactionBehavior::Immediate, add).unwrap();
        assert_eq!((count(&connection), health.is_read_only()), (1, false));
    }
}
