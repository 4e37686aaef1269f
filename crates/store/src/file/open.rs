//! The one way into a file: every check of its place, key, kind, age and origin, in one order.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use uuid::Uuid;

use crate::error::{Error, Result, is_damage};
use crate::file::folder::{FILE_MODE, closed_to_others, private, sync_folder};
use crate::file::key::{FileKey, KeyProof};
use crate::file::migrate::{copy_before, migrate, put_back};

/// The text that every file of ours holds: the proof that what was decrypted is what was written.
const CANARY: &str = "Un pécule se garde.";
/// SQLite before 3.51.3 can corrupt a file when its write-ahead log starts over.
const OLDEST_SQLITE: i32 = 3_051_003;
/// The SQLCipher that comes with it.
const OLDEST_SQLCIPHER: (u32, u32) = (4, 14);

/// Which of our two files it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The installation's `household.db`.
    Household,
    /// One set of books.
    Books,
}

impl Kind {
    /// The mark in the file's header, so that one kind is never taken for the other.
    const fn application(self) -> i32 {
        match self {
            Self::Household => 0x5043_5548,
            Self::Books => 0x5043_5542,
        }
    }

    /// The steps of its schema, from the first release on.
    pub(crate) const fn steps(self) -> &'static [&'static str] {
        match self {
            Self::Household => crate::household::STEPS,
            Self::Books => crate::books::STEPS,
        }
    }
}

/// What a file is expected to be, and the key to try.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// Where it lies.
    pub(crate) path: &'a Path,
    /// Which kind it is.
    pub(crate) kind: Kind,
    /// The key.
    pub(crate) key: &'a FileKey,
    /// Whether the key was verified elsewhere.
    pub(crate) proof: KeyProof,
    /// The installation that made it.
    pub(crate) install: Uuid,
    /// The file's own identity: the books' id, or the installation's for the household.
    pub(crate) file: Uuid,
}

/// Refuses to work with libraries that are known to lose data.
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

/// Makes a new file with its schema; refuses to touch anything that is already there.
///
/// It is built beside its place and linked there when complete, so that a power cut in between leaves
/// no half-made file under the real name.
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

/// Gives a finished file its name, which nobody else may have taken in the meantime.
pub(crate) fn put_in_place(draft: &Path, path: &Path) -> Result<()> {
    match fs::hard_link(draft, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::Exists(path.to_owned()))
        }
        // Some file systems have no links; there, two makers at once are told apart less surely.
        Err(_no_links) => fs::rename(draft, path).map_err(Error::io(path)),
    }
}

/// Writes the schema and the marks of a new file.
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

/// Opens a file's writer after every check, and brings its schema up to date.
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

/// Opens a file that nobody writes to, for reading alone and with its schema as it is; answers which.
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

/// Opens one more connection on a file that `open` has just accepted, for reading only.
pub(crate) fn reader(path: &Path, key: &FileKey, cache_kib: u32) -> Result<Connection> {
    let connection = connect(path, key)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    settle_in(&connection)?;
    connection.execute_batch(&format!("PRAGMA cache_size=-{cache_kib}; PRAGMA query_only=ON;"))?;
    Ok(connection)
}

/// Opens without creating, hands over the key and reads the first page; changes nothing on the disk.
pub(crate) fn connect(path: &Path, key: &FileKey) -> rusqlite::Result<Connection> {
    let connection = unkeyed(path)?;
    connection.execute_batch(&key.pragma()).map_err(without_statement)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))?;
    Ok(connection)
}

/// Drops the text of a refused statement, which holds the key.
pub(crate) fn without_statement(error: rusqlite::Error) -> rusqlite::Error {
    if let rusqlite::Error::SqlInputError { error, .. } = error {
        return rusqlite::Error::SqliteFailure(error, None);
    }
    error
}

/// A connection before its key: silent, and leaving the write-ahead log as it is should it be refused.
fn unkeyed(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch("PRAGMA cipher_log_level=NONE; PRAGMA busy_timeout=5000;")?;
    Ok(connection)
}

/// Why a statement on a file being opened was refused.
enum Refusal {
    Answer(rusqlite::Error),
    Ours(Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Answer(error)
    }
}

/// Checks kind, age, origin and canary; answers the version of the schema.
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

/// Names what is wrong with a file whose first page did not decrypt.
fn unreadable(expected: Expected<'_>, error: rusqlite::Error) -> Error {
    let path = expected.path.to_owned();
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return diagnose(expected, Refusal::Answer(error));
    }
    // SQLite itself tells whether this is a plain database: reading the bytes here would, on closing,
    // drop the locks of other connections of this process.
    let plain = unkeyed(expected.path).and_then(|connection| {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))
    });
    match (plain, expected.proof) {
        (Ok(()), _) => Error::NotOurs(path),
        (Err(_), KeyProof::Checked) => Error::Damaged(path),
        (Err(_), KeyProof::Unchecked) => Error::WrongKey(path),
    }
}

/// Turns an answer of the database during the checks into its meaning.
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

/// The settings that every connection works under.
fn settle_in(connection: &Connection) -> Result<()> {
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

/// Makes an empty file that only its owner may reach.
pub(crate) fn empty_file(path: &Path) -> Result<()> {
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    private(&mut options);
    options.open(path).map(drop).map_err(Error::io(path))
}

/// The path with a suffix behind its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
