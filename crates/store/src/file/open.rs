//! Opens and creates files. Every open checks location, key, kind, schema and origin in the same
//! order.

use std::fs;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};

use crate::error::{Error, Result, is_damage};
use crate::file::connect::Expected;
use crate::file::connect::connect;
use crate::file::connect::empty_file;
use crate::file::connect::settle_in;
use crate::file::connect::unkeyed;
use crate::file::fs::{FILE_MODE, closed_to_others, sync_folder};
use crate::file::key::{FileKey, KeyProof};
use crate::file::migrate::{copy_before, migrate, put_back};
use crate::file::paths::beside;

/// The text in every file that proves a correct decryption.
const CANARY: &str = "Un pécule se garde.";
/// SQLite before 3.51.3 can corrupt a file when its write-ahead log restarts.
const OLDEST_SQLITE: i32 = 3_051_003;
/// The SQLCipher release that includes it.
const OLDEST_SQLCIPHER: (u32, u32) = (4, 14);

/// Fails with `Outdated` if a linked library is known to lose data.
pub(crate) fn trusted_library() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::Outdated(format!("SQLite {}", rusqlite::version())));
    }
    let connection = Connection::open_in_memory()?;
    let version: String =
        connection.query_row("PRAGMA cipher_version", [], |row| row.get(0)).unwrap_or_default();
    let mut numbers = version.split(['.', ' ']).map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < OLDEST_SQLCIPHER {
        return Err(Error::Outdated(format!("SQLCipher {version}")));
    }
    Ok(())
}

/// Creates a file with its schema; fails with `Exists` if the path is taken.
///
/// The file is built under a temporary name and linked when complete, so that a power cut leaves no
/// incomplete file under the real name.
pub(crate) fn create(expected: Expected<'_>) -> Result<()> {
    trusted_library()?;
    let path = expected.path;
    if path.symlink_metadata().is_ok() {
        return Err(Error::Exists(path.to_owned()));
    }
    let draft = beside(path, ".new");
    for left_over in [draft.clone(), beside(&draft, "-wal"), beside(&draft, "-shm")] {
        let _ = fs::remove_file(left_over);
    }
    empty_file(&draft)?;
    let built = build(expected, &draft).and_then(|()| {
        put_in_place(&draft, path)?;
        path.parent().map_or(Ok(()), sync_folder)
    });
    let _ = fs::remove_file(&draft);
    built
}

/// Gives a finished file its name; fails with `Exists` if the name was taken in the meantime.
pub(crate) fn put_in_place(draft: &Path, path: &Path) -> Result<()> {
    match fs::hard_link(draft, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::Exists(path.to_owned()))
        }
        // Some file systems have no hard links; a race between two creators is then less surely
        // detected.
        Err(_no_links) => fs::rename(draft, path).map_err(Error::io(path)),
    }
}

/// Writes the schema and the identifying rows of a new file.
fn build(expected: Expected<'_>, draft: &Path) -> Result<()> {
    let mut connection = connect(draft, expected.key)?;
    connection.pragma_update(None, "application_id", expected.kind.application())?;
    settle_in(&connection)?;
    migrate(&mut connection, expected.kind.steps())?;
    connection.execute(
        "INSERT INTO meta (id, install, file, canary) VALUES (1, ?1, ?2, ?3)",
        (expected.install.as_bytes(), expected.file.as_bytes(), CANARY),
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))?;
    connection.close().map_err(|(_connection, error)| error)?;
    fs::File::open(draft).and_then(|file| file.sync_all()).map_err(Error::io(draft))
}

/// Opens the writing connection of a file after every check, and migrates its schema.
pub(crate) fn open(expected: Expected<'_>) -> Result<Connection> {
    trusted_library()?;
    let path = expected.path;
    if closed_to_others(path, FILE_MODE)? == 0 {
        return Err(Error::Empty(path.to_owned()));
    }
    crate::file::wal_check::require_whole(path)?;
    let steps = expected.kind.steps();
    let mut connection =
        connect(path, expected.key).map_err(|error| unreadable(expected, error))?;
    let checked = check(&connection, expected, steps.len());
    let version = checked.map_err(|refusal| diagnose(expected, refusal))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    settle_in(&connection)?;
    if version < steps.len() {
        let copy = copy_before(&connection, expected, version)?;
        if let Err(failed) = migrate(&mut connection, steps) {
            put_back(connection, expected.path, version, &copy)?;
            return Err(failed);
        }
    }
    connection.execute_batch("PRAGMA cache_size=-2048;")?;
    Ok(connection)
}

/// Opens a file that has no writer, for reading only and without migration; returns its schema
/// version.
pub(crate) fn still(expected: Expected<'_>) -> Result<(Connection, usize)> {
    trusted_library()?;
    let path = expected.path;
    if closed_to_others(path, FILE_MODE)? == 0 {
        return Err(Error::Empty(path.to_owned()));
    }
    crate::file::wal_check::require_whole(path)?;
    let connection = connect(path, expected.key).map_err(|error| unreadable(expected, error))?;
    let checked = check(&connection, expected, expected.kind.steps().len());
    let version = checked.map_err(|refusal| diagnose(expected, refusal))?;
    connection.execute_batch(
        "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;
         PRAGMA mmap_size=0; PRAGMA cache_size=-2048;",
    )?;
    Ok((connection, version))
}

/// Opens another read-only connection to a file that `open` has just accepted.
pub(crate) fn reader(path: &Path, key: &FileKey, cache_kib: u32) -> Result<Connection> {
    let connection = connect(path, key)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    settle_in(&connection)?;
    connection.execute_batch(&format!("PRAGMA cache_size=-{cache_kib}; PRAGMA query_only=ON;"))?;
    Ok(connection)
}

/// The reason why a file was refused.
enum Refusal {
    Answer(rusqlite::Error),
    Ours(Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Answer(error)
    }
}

/// Checks kind, schema, origin and canary; returns the schema version.
fn check(connection: &Connection, expected: Expected<'_>, known: usize) -> Result<usize, Refusal> {
    let path = || expected.path.to_owned();
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    if number("PRAGMA application_id")? != i64::from(expected.kind.application()) {
        return Err(Refusal::Ours(Error::NotOurs(path())));
    }
    let found = number("PRAGMA user_version")?;
    let version = match usize::try_from(found) {
        Ok(version) if version > known => {
            return Err(Refusal::Ours(Error::Newer { path: path(), found, known }));
        }
        Ok(version) if version > 0 => version,
        _ => return Err(Refusal::Ours(Error::Damaged(path()))),
    };
    let (install, file, canary) =
        connection.query_row("SELECT install, file, canary FROM meta WHERE id = 1", [], |row| {
            Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, [u8; 16]>(1)?, row.get::<_, String>(2)?))
        })?;
    if canary != CANARY {
        return Err(Refusal::Ours(Error::Damaged(path())));
    }
    if &install != expected.install.as_bytes() || &file != expected.file.as_bytes() {
        return Err(Refusal::Ours(Error::ForeignInstall(path())));
    }
    Ok(version)
}

/// Determines why the first page of a file does not decrypt.
fn unreadable(expected: Expected<'_>, error: rusqlite::Error) -> Error {
    let path = expected.path.to_owned();
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return diagnose(expected, Refusal::Answer(error));
    }
    // Let SQLite check for an unencrypted database. Reading the bytes here would, on closing, drop
    // the locks of this process's other connections.
    let plain = unkeyed(expected.path).and_then(|connection| {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))
    });
    match (plain, expected.proof) {
        (Ok(()), _) => Error::NotOurs(path),
        (Err(_), KeyProof::Checked) => Error::Damaged(path),
        (Err(_), KeyProof::Unchecked) => Error::WrongKey(path),
    }
}

/// Maps a refusal to its error.
fn diagnose(expected: Expected<'_>, refusal: Refusal) -> Error {
    match refusal {
        Refusal::Ours(error) => error,
        Refusal::Answer(error)
            if is_damage(&error) || matches!(error, rusqlite::Error::QueryReturnedNoRows) =>
        {
            Error::Damaged(expected.path.to_owned())
        }
        Refusal::Answer(error) => error.into(),
    }
}
