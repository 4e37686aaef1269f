//! Copies a database page by page and checks it.

use crate::error::Error;
use crate::error::Result;
use crate::file::connect::empty_file;
use rusqlite::Connection;
use std::path::Path;

/// Writes a complete copy under the same key into a new file with mode 0600.
pub(crate) fn copy_into(connection: &Connection, target: &Path) -> Result<()> {
    empty_file(target)?;
    let name = target.to_str().ok_or_else(|| {
        Error::Malformed(format!("{}: this path is not Unicode", target.display()))
    })?;
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

/// Runs SQLite's integrity check, and SQLCipher's authentication check of every page.
pub(crate) fn is_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let mut pages = connection.prepare("PRAGMA cipher_integrity_check")?;
    Ok(answer == "ok" && pages.query([])?.next()?.is_none())
}
