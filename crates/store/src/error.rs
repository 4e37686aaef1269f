//! Defines the error of this crate.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// The result of calls in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of a file, a row or a change.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key does not open the file.
    #[error(
        "{0}: this key does not open it; use the keyring that was made together with this file"
    )]
    WrongKey(PathBuf),
    /// The key is the right one, but the content does not verify.
    #[error("{0}: the file is damaged; leave it as it is and restore the last proven backup")]
    Damaged(PathBuf),
    /// The file has no bytes.
    #[error(
        "{0}: the file is empty (0 bytes), so its content is lost; restore the last proven backup"
    )]
    Empty(PathBuf),
    /// The file belongs to another program, or is the other kind of database.
    #[error("{0}: this is not the expected Pécule file; put the right file back in its place")]
    NotOurs(PathBuf),
    /// A newer version of the program wrote the file.
    #[error(
        "{path}: written by a newer version (schema {found}, this program knows {known}); update the program, the file was not touched"
    )]
    Newer {
        path: PathBuf,
        /// The schema of the file.
        found: i64,
        /// The newest schema that this program knows.
        known: usize,
    },
    /// The file opens, but belongs to another installation or other books.
    #[error(
        "{0}: this file comes from another installation or other books; put the right file back, or restore the whole backup it came from"
    )]
    ForeignInstall(PathBuf),
    /// Other users of the machine may read or write the file or folder.
    #[error("{path}: mode {mode:o} lets others in; run: chmod {wanted:o} {}", path.display())]
    LooseMode {
        path: PathBuf,
        /// The current mode.
        mode: u32,
        /// The required mode.
        wanted: u32,
    },
    /// The path does not exist.
    #[error("{0}: there is no such file or folder; check the data folder, or restore a backup")]
    Missing(PathBuf),
    /// The path exists; it is never overwritten.
    #[error("{0}: already there; it is never overwritten")]
    Exists(PathBuf),
    /// The data folder is on a network disk, where file locks are unreliable.
    #[error(
        "{0}: this is a network disk, where file locks do not hold; keep the data on a local disk"
    )]
    NetworkDisk(PathBuf),
    /// Another process holds the data folder.
    #[error("{0}: another Pécule is at work on this folder; stop it first")]
    Locked(PathBuf),
    /// Another writer held the file for too long.
    #[error("the file is busy; try again")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was written; free some space and try again")]
    Full,
    /// The disk refuses access, or answers with errors.
    #[error(
        "the disk does not answer as it should ({0}); nothing was written; look at the disk, then try again"
    )]
    Failing(#[source] rusqlite::Error),
    /// The file was found damaged, so that writes are refused.
    #[error(
        "damage was seen on this file: it can be read, but nothing is written any more; restore the last proven backup"
    )]
    ReadOnly,
    /// The audit log in this file was altered. Writes are refused until the break is acknowledged.
    #[error(
        "the journal in this file was altered: it can be read, but nothing is written until that is taken note of"
    )]
    JournalBroken,
    /// The record has changed since it was read.
    #[error("this record has changed since it was read; look at it again")]
    Stale,
    /// Other records still refer to this one.
    #[error("other records still use this one; remove or change them first")]
    InUse,
    /// The record refers to one that does not exist.
    #[error("this refers to a record that does not exist")]
    Dangling,
    /// A row has changed since the operation, so that it cannot be undone.
    #[error("what this operation changed has changed since; undo the later changes first")]
    Conflict,
    /// The row images of the operation were pruned.
    #[error("this operation is too old to be undone: its details are kept for 30 days")]
    Expired,
    /// The record does not exist.
    #[error("there is no such record")]
    NotFound,
    /// A unique value is already used; contains the column.
    #[error("already taken: {0}")]
    Taken(String),
    /// The household already has five people.
    #[error("a household has at most five people")]
    HouseholdFull,
    /// An immutable row, such as an audit event, would have been changed.
    #[error("this is written once and never changed")]
    WrittenOnce,
    /// The audit chain does not verify at this entry.
    #[error("the journal was altered: entry {0} does not follow from what precedes it")]
    BrokenChain(i64),
    /// A stored value is not one that this program writes.
    #[error("a stored value cannot be read: {0}")]
    Malformed(String),
    /// The linked library is too old to be trusted with these files.
    #[error("{0} is too old: SQLite 3.51.3 and SQLCipher 4.14 or later are needed")]
    Outdated(String),
    /// The operating system reported an error.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder concerned.
        path: PathBuf,
        source: std::io::Error,
    },
    /// A schema migration failed and was rolled back.
    #[error(
        "the schema could not be brought up to date: {0}; the file is as it was before, so the earlier version of the program still opens it"
    )]
    Migration(String),
    /// Any other error of the database.
    #[error("the database answered: {0}")]
    Database(#[source] rusqlite::Error),
}

impl Error {
    /// Adds the path to an error of the operating system.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| {
            let kind = source.kind();
            if kind == std::io::ErrorKind::NotFound {
                Self::Missing(path.to_owned())
            } else if kind == std::io::ErrorKind::AlreadyExists {
                Self::Exists(path.to_owned())
            } else if kind == std::io::ErrorKind::StorageFull {
                Self::Full
            } else {
                Self::Io { path: path.to_owned(), source }
            }
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match meaning(&error) {
            Some(meaning) => meaning,
            None if is_trouble(&error) => Self::Failing(error),
            None => Self::Database(error),
        }
    }
}

/// Maps a database error to a variant that callers handle, if there is one.
fn meaning(error: &rusqlite::Error) -> Option<Error> {
    if let rusqlite::Error::FromSqlConversionFailure(_, _, cause) = error {
        return Some(Error::Malformed(cause.to_string()));
    }
    if matches!(error, rusqlite::Error::QueryReturnedNoRows) {
        return Some(Error::NotFound);
    }
    let rusqlite::Error::SqliteFailure(failure, message) = error else { return None };
    let code = failure.code;
    if is_passing(code) {
        Some(Error::Busy)
    } else if code == ErrorCode::DiskFull || failure.extended_code == NO_ROOM_FOR_SHARED {
        Some(Error::Full)
    } else if code == ErrorCode::ConstraintViolation {
        constraint(failure.extended_code, message.as_deref().unwrap_or_default())
    } else {
        None
    }
}

/// Returns whether the error is transient: a lock, a lack of memory or an interruption.
const fn is_passing(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::OutOfMemory
            | ErrorCode::OperationAborted
            | ErrorCode::OperationInterrupted
    )
}

/// The error for a transaction that SQLite ended by itself after a disk error.
pub(crate) fn ended_beneath() -> rusqlite::Error {
    let failure = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR);
    rusqlite::Error::SqliteFailure(failure, Some("the transaction was ended".to_owned()))
}

/// Maps a violated schema constraint to its error.
fn constraint(code: i32, message: &str) -> Option<Error> {
    use rusqlite::ffi::{
        SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE,
    };
    if code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY {
        let columns = message.rsplit(": ").next().unwrap_or(message);
        return Some(Error::Taken(columns.to_owned()));
    }
    match message {
        "household_full" => Some(Error::HouseholdFull),
        "written_once" => Some(Error::WrittenOnce),
        // SQLite reports RESTRICT with a trigger's code, but a missing parent with the foreign-key
        // code.
        "FOREIGN KEY constraint failed" if code == SQLITE_CONSTRAINT_FOREIGNKEY => {
            Some(Error::Dangling)
        }
        "FOREIGN KEY constraint failed" => Some(Error::InUse),
        _ => None,
    }
}

/// SQLite could not extend its shared memory, because the disk is full.
const NO_ROOM_FOR_SHARED: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

/// Returns whether the database reports corrupt content.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Returns whether the disk refuses access or fails; the content may be intact.
pub(crate) fn is_trouble(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::NoLargeFileSupport
        )
    )
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::Error;

    #[test]
    fn what_a_machine_lacks_or_a_disk_refuses_is_never_an_unknown_answer() {
        for code in [
            ffi::SQLITE_BUSY,
            ffi::SQLITE_BUSY_RECOVERY,
            ffi::SQLITE_BUSY_SNAPSHOT,
            ffi::SQLITE_LOCKED,
            ffi::SQLITE_NOMEM,
            ffi::SQLITE_PROTOCOL,
            ffi::SQLITE_ABORT,
            ffi::SQLITE_ABORT_ROLLBACK,
            ffi::SQLITE_INTERRUPT,
            ffi::SQLITE_IOERR,
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_IOERR_SHORT_READ,
            ffi::SQLITE_IOERR_CORRUPTFS,
            ffi::SQLITE_IOERR_NOMEM,
            ffi::SQLITE_IOERR_SHMMAP,
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_CANTOPEN,
            ffi::SQLITE_READONLY,
            ffi::SQLITE_READONLY_CANTINIT,
            ffi::SQLITE_FULL,
            ffi::SQLITE_PERM,
            ffi::SQLITE_NOLFS,
        ] {
            let failure = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            let told = Error::from(failure);
            assert!(
                matches!(told, Error::Busy | Error::Full | Error::Failing(_)),
                "{code}: {told}"
            );
        }
    }
}
