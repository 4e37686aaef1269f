//! What can go wrong with a file, a row or a change.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// The answer of every call of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a file does not open, or a read or write is refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key does not open the file.
    #[error(
        "{0}: this key does not open it; use the keyring that was made together with this file"
    )]
    WrongKey(PathBuf),
    /// The key is the right one and the content does not verify.
    #[error("{0}: the file is damaged; leave it as it is and restore the last proven backup")]
    Damaged(PathBuf),
    /// The file has no bytes at all.
    #[error(
        "{0}: the file is empty (0 bytes), so its content is lost; restore the last proven backup"
    )]
    Empty(PathBuf),
    /// The file belongs to another program, or is another kind of file of ours.
    #[error("{0}: this is not the expected Pécule file; put the right file back in its place")]
    NotOurs(PathBuf),
    /// A newer version of the program wrote the file.
    #[error(
        "{path}: written by a newer version (schema {found}, this program knows {known}); update the program, the file was not touched"
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The last schema that this program knows.
        known: usize,
    },
    /// The file opens, but another installation or another set of books made it.
    #[error(
        "{0}: this file comes from another installation or other books; put the right file back, or restore the whole backup it came from"
    )]
    ForeignInstall(PathBuf),
    /// Others on this machine may read or write the file or folder.
    #[error("{path}: mode {mode:o} lets others in; run: chmod {wanted:o} {}", path.display())]
    LooseMode {
        /// Which file or folder.
        path: PathBuf,
        /// What its mode is.
        mode: u32,
        /// What it must be.
        wanted: u32,
    },
    /// Nothing is at this place.
    #[error("{0}: there is no such file or folder; check the data folder, or restore a backup")]
    Missing(PathBuf),
    /// Something is already at this place, and is never overwritten.
    #[error("{0}: already there; it is never overwritten")]
    Exists(PathBuf),
    /// The data folder lies on a network disk, where locks do not hold.
    #[error(
        "{0}: this is a network disk, where file locks do not hold; keep the data on a local disk"
    )]
    NetworkDisk(PathBuf),
    /// Another process holds the data folder.
    #[error("{0}: another Pécule is at work on this folder; stop it first")]
    Locked(PathBuf),
    /// Another writer kept the file for too long.
    #[error("the file is busy; try again")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was written; free some space and try again")]
    Full,
    /// The disk refuses, or answers with errors.
    #[error(
        "the disk does not answer as it should ({0}); nothing was written; look at the disk, then try again"
    )]
    Failing(#[source] rusqlite::Error),
    /// Damage was seen on this file, so that nothing more is written to it.
    #[error(
        "damage was seen on this file: it can be read, but nothing is written any more; restore the last proven backup"
    )]
    ReadOnly,
    /// The journal in this file was altered, so that nothing more is written to it until that is taken note of.
    #[error(
        "the journal in this file was altered: it can be read, but nothing is written until that is taken note of"
    )]
    JournalBroken,
    /// Somebody else changed the record since it was read.
    #[error("this record has changed since it was read; look at it again")]
    Stale,
    /// Other records still refer to this one.
    #[error("other records still use this one; remove or change them first")]
    InUse,
    /// The record refers to one that does not exist.
    #[error("this refers to a record that does not exist")]
    Dangling,
    /// What an operation changed has changed again since, so that it cannot be undone.
    #[error("what this operation changed has changed since; undo the later changes first")]
    Conflict,
    /// The images of an operation are no longer kept.
    #[error("this operation is too old to be undone: its details are kept for 30 days")]
    Expired,
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// A unique value is already used; names the column.
    #[error("already taken: {0}")]
    Taken(String),
    /// The household already has its five people.
    #[error("a household has at most five people")]
    HouseholdFull,
    /// Something written once, such as a line of the journal, was about to be changed.
    #[error("this is written once and never changed")]
    WrittenOnce,
    /// The chain of the journal does not verify at this entry.
    #[error("the journal was altered: entry {0} does not follow from what precedes it")]
    BrokenChain(i64),
    /// A stored value is not one that this program writes.
    #[error("a stored value cannot be read: {0}")]
    Malformed(String),
    /// The linked library is too old to be trusted with these files.
    #[error("{0} is too old: SQLite 3.51.3 and SQLCipher 4.14 or later are needed")]
    Outdated(String),
    /// The operating system refused.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A step of the schema failed; nothing of it was kept.
    #[error(
        "the schema could not be brought up to date: {0}; the file is as it was before, so the earlier version of the program still opens it"
    )]
    Migration(String),
    /// Any other answer of the database.
    #[error("the database answered: {0}")]
    Database(#[source] rusqlite::Error),
}

impl Error {
    /// Tells which file or folder the system refused.
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

/// What an answer of the database means, where it means something to the caller.
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

/// What is over in a moment: others are at it, memory is short, or what ran beside it was called off.
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

/// What is said where a transaction was ended from beneath: after an error of the disk SQLite does that.
pub(crate) fn ended_beneath() -> rusqlite::Error {
    let failure = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR);
    rusqlite::Error::SqliteFailure(failure, Some("the transaction was ended".to_owned()))
}

/// Reads which rule of the schema refused a row.
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
        // RESTRICT answers through a trigger's code, a missing parent with the plain one.
        "FOREIGN KEY constraint failed" if code == SQLITE_CONSTRAINT_FOREIGNKEY => {
            Some(Error::Dangling)
        }
        "FOREIGN KEY constraint failed" => Some(Error::InUse),
        _ => None,
    }
}

/// The memory that connections share cannot grow: the disk is full.
const NO_ROOM_FOR_SHARED: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

/// Whether the database says that bytes on the disk cannot be trusted.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Whether the disk refuses, or answers with errors: what is on it may be sound all the same.
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
