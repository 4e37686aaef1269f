//! Steps of schema: forward only, all or none, each run preceded by a verified copy of the file.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use crate::error::{Error, Result};
use crate::file::folder::sync_folder;
use crate::file::key::FileKey;
use crate::file::open::{Expected, beside, connect, empty_file};

#[cfg(test)]
#[cfg(unix)]
mod kills;
#[cfg(test)]
mod tests;

/// Runs the pending steps in one transaction that takes the write lock first.
pub(crate) fn migrate(connection: &mut Connection, steps: &[&'static str]) -> Result<()> {
    // A deferred transaction would read first and then find the lock taken, without waiting.
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    // Steps may rebuild tables; SQLite ignores this setting inside a transaction.
    connection.execute_batch("PRAGMA foreign_keys=OFF;")?;
    let migrations =
        Migrations::new(steps.iter().map(|sql| M::up(sql).foreign_key_check()).collect());
    let outcome = migrations.to_latest(connection).map_err(refused);
    connection.execute_batch("PRAGMA foreign_keys=ON;")?;
    outcome
}

/// Keeps a copy of the file as it was before its pending steps, and proves that the copy opens.
pub(crate) fn copy_before(
    connection: &Connection,
    expected: Expected<'_>,
    version: usize,
) -> Result<PathBuf> {
    let copy = beside(expected.path, &format!(".before-{}", version.saturating_add(1)));
    // A copy left by a run that was cut short says nothing: it is made again.
    let _ = std::fs::remove_file(&copy);
    copy_into(connection, &copy)?;
    verify_copy(&copy, expected.key)?;
    Ok(copy)
}

/// Leaves a file as it was before a run of steps that failed: it is so by itself, because nothing of the
/// run was kept; should it not be, the copy made before takes its place.
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
    // That it does not close as it should is known by now.
    let _ = connection.close();
    let failed = beside(path, ".failed");
    rename(path, &failed)?;
    // A log of the failed file must not be taken for one of the copy.
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

/// Writes a complete copy under the same key into a new file of its owner only.
pub(crate) fn copy_into(connection: &Connection, target: &Path) -> Result<()> {
    empty_file(target)?;
    let name = target.to_str().ok_or_else(|| {
        Error::Malformed(format!("{}: this path is not Unicode", target.display()))
    })?;
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

/// Opens a copy and runs both integrity checks over it.
pub(crate) fn verify_copy(copy: &Path, key: &FileKey) -> Result<()> {
    let damaged = |_error| Error::Damaged(copy.to_owned());
    let connection = connect(copy, key).map_err(damaged)?;
    if is_sound(&connection)? { Ok(()) } else { Err(Error::Damaged(copy.to_owned())) }
}

/// Runs SQLite's own check, and SQLCipher's over the authentication of every page.
pub(crate) fn is_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let mut pages = connection.prepare("PRAGMA cipher_integrity_check")?;
    Ok(answer == "ok" && pages.query([])?.next()?.is_none())
}

/// Says why no step was kept.
fn refused(error: rusqlite_migration::Error) -> Error {
    let rusqlite_migration::Error::RusqliteError { err, .. } = error else {
        return Error::Migration(error.to_string());
    };
    let error = Error::from(err);
    if let Error::Database(cause) = error { Error::Migration(cause.to_string()) } else { error }
}
