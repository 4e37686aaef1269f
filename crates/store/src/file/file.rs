//! An open file: one writer, two readers, and a mark that stops all writing once damage is seen.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::file::migrate::{copy_into, is_sound};
use crate::file::open;
use crate::file::open::{Expected, beside};
use crate::file::sql::{Health, Sql, within};

/// The page cache of the reader that loads whole sets of books.
const LARGE_CACHE_KIB: u32 = 65_536;
/// The page cache of the other reader.
const SMALL_CACHE_KIB: u32 = 2_048;

/// An open encrypted file. The key is handed to three connections and not kept.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    writer: Mutex<Connection>,
    large_reader: Mutex<Connection>,
    small_reader: Mutex<Connection>,
    health: Health,
    /// Whether the journal in it is broken, and nobody has taken note of that.
    journal_broken: AtomicBool,
}

impl File {
    /// Makes a new file and opens it.
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
            health: Health::of(expected.path),
            journal_broken: AtomicBool::new(false),
        };
        // Another process may have renewed the key while this one waited: what it waited for is then the
        // file of before, and nothing must be written to that.
        if which(expected.path) == asked_for { Ok(opened) } else { Err(Error::Busy) }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether damage was seen, or a failing disk, so that writes are refused.
    pub fn is_read_only(&self) -> bool {
        self.health.is_read_only()
    }

    /// Whether damage was seen: nothing is written any more, not even once the disk works again.
    pub fn is_damaged(&self) -> bool {
        self.health.is_damaged()
    }

    /// Whether the journal in it is broken, and nobody has taken note of that.
    pub fn is_journal_broken(&self) -> bool {
        self.journal_broken.load(Ordering::SeqCst)
    }

    /// Whether damage or a failing disk was seen since this was last asked.
    pub fn take_alarm(&self) -> bool {
        self.health.take_alarm()
    }

    /// Refuses all later writes.
    pub fn set_read_only(&self) {
        self.health.set_read_only();
    }

    /// Refuses writes as long as the journal in it is broken; damage is never lifted.
    pub fn set_journal_broken(&self, broken: bool) {
        self.journal_broken.store(broken, Ordering::SeqCst);
    }

    /// Shows one consistent moment of the file to a closure.
    ///
    /// After damage was seen, reads go on through the connections that did not meet it; once none is
    /// left, `Damaged` says that the file is to be closed and opened again.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let reader = if self.is_read_only() { self.sound_reader()? } else { self.free_reader() };
        within(&reader, &self.health, TransactionBehavior::Deferred, work)
    }

    /// Runs a closure as the only writer; what it did is kept if it answers `Ok`.
    pub(crate) fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.is_journal_broken() && !self.is_damaged() {
            return Err(Error::JournalBroken.into());
        }
        self.write_anyway(work)
    }

    /// As [`File::write`], and also while the journal in it is broken: for what tells of the break.
    pub(crate) fn write_anyway<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let writer = held(&self.writer);
        self.require_sound(&writer)?;
        within(&writer, &self.health, TransactionBehavior::Immediate, work)
    }

    /// Refuses to write after damage; after a failing disk only once both checks find the file sound.
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

    /// Sets up on the writer, outside any transaction, what lives as long as the connection.
    pub(crate) fn prepare_writer(&self, set_up: impl FnOnce(Sql<'_>) -> Result<()>) -> Result<()> {
        set_up(Sql::new(&held(&self.writer), &self.health))
    }

    /// Runs both integrity checks over the live file; a failure stops all later writes.
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

    /// Writes a complete copy of this moment, under the same key, into a new file.
    pub fn copy_to(&self, target: &Path) -> Result<()> {
        let reader = held(&self.small_reader);
        // A copy reads only, and yet counts as a write for this setting.
        reader.execute_batch("PRAGMA query_only=OFF;")?;
        let copied = copy_into(&reader, target);
        reader.execute_batch("PRAGMA query_only=ON;")?;
        copied.map_err(|error| {
            if let Error::Database(cause) = error { self.health.note(cause) } else { error }
        })
    }

    /// Closes every connection; the file is then complete by itself, without a write-ahead log.
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
        // The last to close removes the log, even an empty one: another process has the file open.
        if log_of(&path).exists() { Err(Error::Busy) } else { Ok(()) }
    }

    /// Checks, checkpoints and closes, then answers the SHA-256 of the file's bytes.
    ///
    /// The bytes are read after the last connection is closed: reading them earlier would drop the
    /// locks of this process.
    pub fn settle(self) -> Result<[u8; 32]> {
        self.require_sound(&held(&self.writer))?;
        checkpoint(&held(&self.writer)).map_err(|error| self.health.note(error))?;
        self.check()?;
        let path = self.path.clone();
        self.close()?;
        digest(&path)
    }

    /// A connection that still answers: SQLCipher makes one that met a damaged page useless for ever,
    /// and the key to open another is not kept.
    fn sound_reader(&self) -> Result<MutexGuard<'_, Connection>> {
        let probe = "SELECT count(*) FROM sqlite_schema";
        [&self.small_reader, &self.large_reader, &self.writer]
            .into_iter()
            .map(held)
            .find(|connection| connection.query_row(probe, [], |_row| Ok(())).is_ok())
            .ok_or_else(|| Error::Damaged(self.path.clone()))
    }

    /// The reader that nobody uses, or the next one to be free.
    fn free_reader(&self) -> MutexGuard<'_, Connection> {
        self.large_reader
            .try_lock()
            .or_else(|_taken| self.small_reader.try_lock())
            .unwrap_or_else(|_taken| held(&self.large_reader))
    }
}

/// Which file a path leads to: another one once it was replaced.
fn which(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        // Elsewhere a file that is open cannot be replaced.
        let _ = path;
        None
    }
}

/// Takes a connection; one whose last user panicked has already rolled back.
fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closes a connection that nobody else can hold.
fn shut(connection: Mutex<Connection>) -> Result<()> {
    let connection = connection.into_inner().unwrap_or_else(PoisonError::into_inner);
    connection.close().map_err(|(_connection, error)| error.into())
}

/// Moves the whole write-ahead log into the file.
fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))
}

/// Where the write-ahead log of a file lies while the file is open, or after a crash.
pub fn log_of(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// Whether a write-ahead log lies beside a file that nobody has open: a crash left it unsettled.
pub fn is_unsettled(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// The SHA-256 of a closed file.
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
