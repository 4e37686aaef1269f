//! Holds an open database file with one writing and two reading connections; writes stop once
//! damage is seen.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::file::connect::Expected;
use crate::file::copy::{copy_into, is_sound};
use crate::file::open;
use crate::file::paths::log_of;
use crate::file::sql::{Sql, WriteFlag, within};

/// The page cache of the reader that loads whole sets of books, in KiB.
const LARGE_CACHE_KIB: u32 = 65_536;
/// The page cache of the other reader, in KiB.
const SMALL_CACHE_KIB: u32 = 2_048;

/// An open encrypted file. Its three connections know the key; the file itself does not keep it.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    writer: Mutex<Connection>,
    large_reader: Mutex<Connection>,
    small_reader: Mutex<Connection>,
    health: WriteFlag,
    /// Whether its audit chain is broken and the break is not acknowledged.
    journal_broken: AtomicBool,
}

impl File {
    /// Creates a file and opens it.
    pub(crate) fn create(expected: Expected<'_>) -> Result<Self> {
        open::create(expected)?;
        Self::open(expected)
    }

    /// Opens an existing file after every check.
    pub(crate) fn open(expected: Expected<'_>) -> Result<Self> {
        let asked_for = which(expected.path);
        let writer = open::open(expected)?;
        let reader = |cache| open::reader(expected.path, expected.key, cache).map(Mutex::new);
        let opened = Self {
            path: expected.path.to_owned(),
            large_reader: reader(LARGE_CACHE_KIB)?,
            small_reader: reader(SMALL_CACHE_KIB)?,
            writer: Mutex::new(writer),
            health: WriteFlag::of(expected.path),
            journal_broken: AtomicBool::new(false),
        };
        // Another process may have replaced the file after a key rotation while this one waited.
        // The connections would then point to the former file, and writes to it would be lost.
        if which(expected.path) == asked_for { Ok(opened) } else { Err(Error::Busy) }
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether writes are refused, after damage or a disk error.
    pub fn is_read_only(&self) -> bool {
        self.health.is_read_only()
    }

    /// Returns whether damage was seen. Writes then stay refused, even if the disk recovers.
    pub fn is_damaged(&self) -> bool {
        self.health.is_damaged()
    }

    /// Returns whether its audit chain is broken and the break is not acknowledged.
    pub fn is_audit_chain_broken(&self) -> bool {
        self.journal_broken.load(Ordering::SeqCst)
    }

    /// Returns whether damage or a disk error was seen since the last call.
    pub fn take_alarm(&self) -> bool {
        self.health.take_alarm()
    }

    /// Refuses all later writes.
    pub fn set_read_only(&self) {
        self.health.set_read_only();
    }

    /// Refuses or allows writes because of the audit chain; damage is not affected.
    pub fn set_audit_chain_broken(&self, broken: bool) {
        self.journal_broken.store(broken, Ordering::SeqCst);
    }

    /// Runs a closure in a read transaction.
    ///
    /// After damage, the remaining sound connections are used. If none is left, the call fails with
    /// `Damaged`, and the file must be closed and opened again.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let reader = if self.is_read_only() { self.sound_reader()? } else { self.free_reader() };
        within(&reader, &self.health, TransactionBehavior::Deferred, work)
    }

    /// Runs a closure in a write transaction and commits if it returns `Ok`.
    pub(crate) fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.is_audit_chain_broken() && !self.is_damaged() {
            return Err(Error::JournalBroken.into());
        }
        self.write_anyway(work)
    }

    /// Like [`File::write`], but also allowed while the audit chain is broken, to record the break.
    pub(crate) fn write_anyway<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = held(&self.writer);
        self.require_sound(&writer)?;
        within(&writer, &self.health, TransactionBehavior::Immediate, work)
    }

    /// Refuses writes after damage. After a disk error, both integrity checks must pass first.
    fn require_sound(&self, writer: &Connection) -> Result<()> {
        if self.health.is_troubled() && !self.health.is_damaged() {
            match is_sound(writer) {
                Ok(true) => self.health.trust_again(),
                Ok(false) => self.set_read_only(),
                Err(error) => return Err(self.health.note(error)),
            }
        }
        if self.is_read_only() { Err(Error::ReadOnly) } else { Ok(()) }
    }

    /// Runs a closure on the writer outside any transaction, for state that lives as long as the
    /// connection.
    pub(crate) fn prepare_writer(&self, set_up: impl FnOnce(Sql<'_>) -> Result<()>) -> Result<()> {
        set_up(Sql::new(&held(&self.writer), &self.health))
    }

    /// Runs both integrity checks on the open file; a failure stops all later writes.
    pub fn check(&self) -> Result<()> {
        let reader = held(&self.small_reader);
        match is_sound(&reader) {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.set_read_only();
                Err(Error::Damaged(self.path.clone()))
            }
            Err(error) => Err(self.health.note(error)),
        }
    }

    /// Writes a consistent copy into a new file, under the same key.
    pub fn copy_to(&self, target: &Path) -> Result<()> {
        let reader = held(&self.small_reader);
        // SQLite counts the backup as a write and refuses it under `query_only`.
        reader.execute_batch("PRAGMA query_only=OFF;")?;
        let copied = copy_into(&reader, target);
        reader.execute_batch("PRAGMA query_only=ON;")?;
        copied.map_err(|error| {
            if let Error::Database(cause) = error { self.health.note(cause) } else { error }
        })
    }

    /// Closes every connection and merges the write-ahead log into the file.
    pub fn close(self) -> Result<()> {
        let Self { path, writer, large_reader, small_reader, health, journal_broken: _ } = self;
        for reader in [large_reader, small_reader] {
            shut(reader)?;
        }
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !health.is_read_only() {
            checkpoint(&writer).map_err(|error| health.note(error))?;
        }
        writer.close().map_err(|(_connection, error)| Error::from(error))?;
        // The last connection to close removes the log. If it is still there, another process has
        // the file open.
        if log_of(&path).exists() { Err(Error::Busy) } else { Ok(()) }
    }

    /// Checks, checkpoints and closes the file, then returns the SHA-256 of its bytes.
    ///
    /// The bytes are read after the last connection is closed, because reading them earlier would
    /// drop the locks of this process.
    pub fn settle(self) -> Result<[u8; 32]> {
        self.require_sound(&held(&self.writer))?;
        checkpoint(&held(&self.writer)).map_err(|error| self.health.note(error))?;
        self.check()?;
        let path = self.path.clone();
        self.close()?;
        digest(&path)
    }

    /// Returns a connection that still works. A SQLCipher connection that met a damaged page stays
    /// unusable, and the key for a new one is not kept.
    fn sound_reader(&self) -> Result<MutexGuard<'_, Connection>> {
        let probe = "SELECT count(*) FROM sqlite_schema";
        [&self.small_reader, &self.large_reader, &self.writer]
            .into_iter()
            .map(held)
            .find(|connection| connection.query_row(probe, [], |_row| Ok(())).is_ok())
            .ok_or_else(|| Error::Damaged(self.path.clone()))
    }

    /// Returns an unused reader, or waits for the large one.
    fn free_reader(&self) -> MutexGuard<'_, Connection> {
        self.large_reader
            .try_lock()
            .or_else(|_taken| self.small_reader.try_lock())
            .unwrap_or_else(|_taken| held(&self.large_reader))
    }
}

/// Returns the device and inode of a path; they change when the file is replaced.
pub(crate) fn which(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        // Other systems do not allow replacing an open file.
        let _ = path;
        None
    }
}

/// Locks a connection. A poisoned lock is fine, because a panicking closure was rolled back.
fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closes a connection that has no other user.
fn shut(connection: Mutex<Connection>) -> Result<()> {
    let connection = connection.into_inner().unwrap_or_else(PoisonError::into_inner);
    connection.close().map_err(|(_connection, error)| error.into())
}

/// Moves the whole write-ahead log into the file.
fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))
}

/// Returns whether a closed file still has a write-ahead log, which a crash left behind.
pub fn is_unsettled(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// Returns the SHA-256 of a closed file.
pub fn digest(path: &Path) -> Result<[u8; 32]> {
    let mut file = fs::File::open(path).map_err(Error::io(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let count = file.read(&mut buffer).map_err(Error::io(path))?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok(hash.finalize().into());
        };
        hash.update(bytes);
    }
}
