//! Connects to an encrypted file with its key.

use crate::error::Error;
use crate::error::Result;
use crate::file::fs::private;
use crate::file::key::FileKey;
use crate::file::key::KeyProof;
use crate::file::steps;
use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
use std::fs;
use std::path::Path;
use uuid::Uuid;

/// The kind of a database file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The installation's `household.db`.
    Household,
    /// One set of books.
    Books,
}

impl Kind {
    /// Returns the application id in the file's header, which tells the kinds apart.
    pub(crate) const fn application(self) -> i32 {
        match self {
            Self::Household => 0x5043_5548,
            Self::Books => 0x5043_5542,
        }
    }

    /// Returns the migrations of its schema, from the first release on.
    pub(crate) const fn steps(self) -> &'static [&'static str] {
        match self {
            Self::Household => steps::HOUSEHOLD,
            Self::Books => steps::BOOKS,
        }
    }
}

/// The expected properties of a file, and its key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) path: &'a Path,
    pub(crate) kind: Kind,
    pub(crate) key: &'a FileKey,
    /// Whether the key was verified elsewhere.
    pub(crate) proof: KeyProof,
    /// The installation that created the file.
    pub(crate) install: Uuid,
    /// The identity of the books, or of the installation for the household.
    pub(crate) file: Uuid,
}

/// Opens without creating, passes the key and reads the first page; writes nothing to the disk.
pub(crate) fn connect(path: &Path, key: &FileKey) -> rusqlite::Result<Connection> {
    let connection = unkeyed(path)?;
    connection.execute_batch(&key.pragma()).map_err(without_statement)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))?;
    Ok(connection)
}

/// Removes the statement from an error, because it contains the key.
pub(crate) fn without_statement(error: rusqlite::Error) -> rusqlite::Error {
    if let rusqlite::Error::SqlInputError { error, .. } = error {
        return rusqlite::Error::SqliteFailure(error, None);
    }
    error
}

/// Returns a connection without a key. It does not log, and does not touch the write-ahead log when
/// closed.
pub(crate) fn unkeyed(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch("PRAGMA cipher_log_level=NONE; PRAGMA busy_timeout=5000;")?;
    Ok(connection)
}

/// Applies the settings that all connections share.
pub(crate) fn settle_in(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON;
         PRAGMA checkpoint_fullfsync=ON; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;
         PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA busy_timeout=5000;
         PRAGMA wal_autocheckpoint=1000;",
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_prepared_statement_cache_capacity(128);
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode == "wal" { Ok(()) } else { Err(Error::Busy) }
}

/// Creates an empty file with mode 0600.
pub(crate) fn empty_file(path: &Path) -> Result<()> {
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    private(&mut options);
    options.open(path).map(drop).map_err(Error::io(path))
}
