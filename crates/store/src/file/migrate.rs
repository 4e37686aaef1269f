//! Migrates the schema of a file forward, with all pending steps or none, after a verified copy of
//! the file.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use crate::error::{Error, Result};
use crate::file::connect::{Expected, connect};
use crate::file::copy::copy_into;
use crate::file::copy::is_sound;
use crate::file::fs::sync_folder;
use crate::file::key::FileKey;
use crate::file::paths::beside;

#[cfg(test)]
#[cfg(unix)]
mod kills;
#[cfg(test)]
mod tests;

/// Runs the pending migrations in one transaction, which takes the write lock first.
pub(crate) fn migrate(connection: &mut Connection, steps: &[&'static str]) -> Result<()> {
    // A deferred transaction would read first and then fail on a taken lock without waiting.
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    // Migrations may rebuild tables, and SQLite ignores this setting inside a transaction.
    connection.execute_batch("PRAGMA foreign_keys=OFF;")?;
    let migrations =
        Migrations::new(steps.iter().map(|sql| M::up(sql).foreign_key_check()).collect());
    let outcome = migrations.to_latest(connection).map_err(refused);
    connection.execute_batch("PRAGMA foreign_keys=ON;")?;
    outcome
}

/// Copies the file before its pending migrations, and verifies that the copy opens.
pub(crate) fn copy_before(
    connection: &Connection,
    expected: Expected<'_>,
    version: usize,
) -> Result<PathBuf> {
    let copy = beside(expected.path, &format!(".before-{}", version.saturating_add(1)));
    // An earlier copy may be incomplete after an interruption.
    let _ = std::fs::remove_file(&copy);
    copy_into(connection, &copy)?;
    verify_copy(&copy, expected.key)?;
    Ok(copy)
}

/// Checks that a file is unchanged after failed migrations, which the rollback should ensure. If it
/// is not, the copy made before replaces it.
pub(crate) fn put_back(
    connection: Connection,
    path: &Path,
    version: usize,
    copy: &Path,
) -> Result<()> {
    let found: rusqlite::Result<i64> =
        connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    let as_before = found.is_ok_and(|found| usize::try_from(found) == Ok(version));
    if as_before && is_sound(&connection).unwrap_or(false) {
        return Ok(());
    }
    // The connection is broken already, so an error adds no information.
    let _ = connection.close();
    let failed = beside(path, ".failed");
    rename(path, &failed)?;
    // SQLite would apply a log of the failed file to the copy.
    for log in ["-wal", "-shm"] {
        if beside(path, log).exists() {
            rename(&beside(path, log), &beside(&failed, log))?;
        }
    }
    rename(copy, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    std::fs::rename(from, to).map_err(Error::io(from))
}

/// Opens a copy and runs both integrity checks on it.
pub(crate) fn verify_copy(copy: &Path, key: &FileKey) -> Result<()> {
    let damaged = |_error| Error::Damaged(copy.to_owned());
    let connection = connect(copy, key).map_err(damaged)?;
    if is_sound(&connection)? { Ok(()) } else { Err(Error::Damaged(copy.to_owned())) }
}

/// Converts an error of the migration library.
fn refused(error: rusqlite_migration::Error) -> Error {
    let rusqlite_migration::Error::RusqliteError { err, .. } = error else {
        return Error::Migration(error.to_string());
    };
    let error = Error::from(err);
    if let Error::Database(cause) = error { Error::Migration(cause.to_string()) } else { error }
}
