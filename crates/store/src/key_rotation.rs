//! Rotates the key of a file by writing a copy under the next key and replacing the file with it.
//!
//! The file stays locked until it has been replaced; meanwhile neither this nor another process can
//! open it. A complete file always exists under the real name. A power cut leaves either the former
//! file or the new one.

use std::fs;
use std::path::{Path, PathBuf};

use pecule_domain::id::BooksId;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use crate::audit::chain;
use crate::audit::entry::{Entry, Head, Mac};
use crate::books::access::audit_keys;
use crate::error::{Error, Result};
use crate::file::connect::{Expected, Kind, empty_file};
use crate::file::copy::is_sound;
use crate::file::database::{digest, is_unsettled};
use crate::file::folder::{Folder, remove};
use crate::file::fs::sync_folder;
use crate::file::key::{FileKey, KeyProof};
use crate::file::paths::beside;
use crate::file::sql::{Sql, WriteFlag, within};
use crate::file::{connect, open};

mod content;

/// The suffix of the former file after a rotation.
const BEFORE: &str = ".before-rotation";
/// The suffix of the copy until it is complete.
const DRAFT: &str = ".rotating";

/// A file that is locked against all other opens while this value exists.
#[derive(Debug)]
pub struct HeldFile {
    connection: Connection,
    path: PathBuf,
    kind: Kind,
    install: Uuid,
    file: Uuid,
}

/// A complete copy that is ready to replace its file.
#[derive(Debug)]
pub struct PendingFile {
    path: PathBuf,
    /// The end of its audit log.
    pub head: Head,
    /// The SHA-256 of the copy's bytes.
    pub digest: [u8; 32],
}

/// The entries to write into the audit log of the copy.
#[derive(Clone, Copy)]
pub struct Note<'a> {
    /// The event that records the rotation, with the authentication function; `None` if the copy is
    /// not a rotation.
    pub entry: Option<(Entry<'a>, Mac<'a>)>,
    /// The former key of the audit log; `None` if the key of the log stays.
    pub old_key: Option<&'a [u8; 32]>,
}

/// Locks a set of books. Fails with `Busy` if it is open elsewhere, and with `WrongKey` if its key
/// was rotated.
pub fn hold_books(path: &Path, key: &FileKey, install: Uuid, id: BooksId) -> Result<HeldFile> {
    let proof = KeyProof::Unchecked;
    hold(Expected { path, kind: Kind::Books, key, proof, install, file: id.uuid() })
}

/// Locks the household's file; fails with `Busy` if it is open elsewhere.
pub fn hold_household(path: &Path, key: &FileKey, install: Uuid) -> Result<HeldFile> {
    let proof = KeyProof::Checked;
    hold(Expected { path, kind: Kind::Household, key, proof, install, file: install })
}

fn hold(expected: Expected<'_>) -> Result<HeldFile> {
    let connection = open::open(expected)?;
    // Leaving WAL mode needs a lock that is refused while the file is open elsewhere.
    let mode: String = connection.query_row("PRAGMA journal_mode=DELETE", [], |row| row.get(0))?;
    if mode != "delete" {
        return Err(Error::Busy);
    }
    connection.execute_batch("PRAGMA main.locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;")?;
    if is_unsettled(expected.path) {
        return Err(Error::Busy);
    }
    if !is_sound(&connection)? {
        return Err(Error::Damaged(expected.path.to_owned()));
    }
    let path = expected.path.to_owned();
    Ok(HeldFile {
        connection,
        path,
        kind: expected.kind,
        install: expected.install,
        file: expected.file,
    })
}

impl HeldFile {
    /// Writes the copy under the next key, compares its whole content, and writes `note` into its
    /// audit log.
    pub fn draft(&self, next: &FileKey, note: Note<'_>) -> Result<PendingFile> {
        let path = beside(&self.path, DRAFT);
        discard(&path);
        let drafted = self.write(&path, next).and_then(|()| self.prove(&path, next, note));
        if drafted.is_err() {
            discard(&path);
        }
        drafted
    }

    /// Copies every page, decrypting with the current key and encrypting with the next.
    fn write(&self, path: &Path, next: &FileKey) -> Result<()> {
        empty_file(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut target = Connection::open_with_flags(path, flags)?;
        target.execute_batch("PRAGMA cipher_log_level=NONE;")?;
        target.execute_batch(&next.pragma()).map_err(connect::without_statement)?;
        let copy = Backup::new(&self.connection, &mut target)?;
        let step = copy.step(-1)?;
        drop(copy);
        target.close().map_err(|(_connection, error)| error)?;
        if step == StepResult::Done { Ok(()) } else { Err(Error::Busy) }
    }

    /// Opens the copy with all checks, runs both integrity checks and compares the content.
    fn prove(&self, path: &Path, next: &FileKey, note: Note<'_>) -> Result<PendingFile> {
        let (kind, install, file) = (self.kind, self.install, self.file);
        let proof = KeyProof::Checked;
        let copy = open::open(Expected { path, kind, key: next, proof, install, file })?;
        let same = content::digests(&copy)? == content::digests(&self.connection)?;
        if !same || !is_sound(&copy)? {
            return Err(Error::Damaged(path.to_owned()));
        }
        let health = WriteFlag::of(path);
        let behavior = rusqlite::TransactionBehavior::Immediate;
        let head = within(&copy, &health, behavior, |sql: Sql<'_>| {
            if let Some(old) = note.old_key {
                audit_keys::keep(sql, chain::head(sql)?.seq, old)?;
            }
            note.entry
                .map_or_else(|| chain::head(sql), |(entry, mac)| chain::append(sql, entry, mac))
        })?;
        copy.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        copy.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))?;
        copy.close().map_err(|(_connection, error)| error)?;
        if is_unsettled(path) {
            return Err(Error::Busy);
        }
        fs::File::open(path).and_then(|file| file.sync_all()).map_err(Error::io(path))?;
        Ok(PendingFile { path: path.to_owned(), head, digest: digest(path)? })
    }

    /// Replaces the file with the copy and keeps the former file.
    pub fn replace(self, draft: PendingFile) -> Result<()> {
        let PendingFile { path: draft, .. } = draft;
        let before = beside(&self.path, BEFORE);
        remove(&before)?;
        // Link the former file first, so that the real name always exists.
        fs::hard_link(&self.path, &before).map_err(Error::io(&before))?;
        fs::rename(&draft, &self.path).map_err(Error::io(&self.path))?;
        self.path.parent().map_or(Ok(()), sync_folder)
    }

    /// Releases the file unchanged and removes the copy.
    pub fn give_up(self, draft: PendingFile) {
        let PendingFile { path, .. } = draft;
        discard(&path);
    }
}

impl Folder {
    /// Returns the path of the former file after a rotation.
    pub fn before_rotation(path: &Path) -> PathBuf {
        beside(path, BEFORE)
    }

    /// Removes the former files of all rotations, once a verified backup contains their content.
    pub fn forget_files_before_rotation(&self) -> Result<()> {
        self.each_beside(|path, name| if name.ends_with(BEFORE) { remove(path) } else { Ok(()) })
    }

    /// Removes what an interrupted rotation left behind; the caller must hold the folder's lock.
    pub fn tidy(&self) -> Result<()> {
        // Uploads of a process that has ended cannot be resumed.
        let _sent = fs::remove_dir_all(self.reception_folder());
        self.each_beside(|path, name| {
            let log = [DRAFT, "-wal"].concat();
            let shared = [DRAFT, "-shm"].concat();
            let left_over = [DRAFT, &log, &shared].iter().any(|end| name.ends_with(end));
            if left_over { remove(path) } else { Ok(()) }
        })
    }

    /// Calls a closure for every file in the data folder and the books folder.
    fn each_beside(&self, visit: impl Fn(&Path, &str) -> Result<()>) -> Result<()> {
        for folder in [self.root().to_owned(), self.books_folder()] {
            for entry in fs::read_dir(&folder).map_err(Error::io(&folder))? {
                let path = entry.map_err(Error::io(&folder))?.path();
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                visit(&path, name)?;
            }
        }
        Ok(())
    }
}

/// Removes a file and its logs, as far as they exist.
fn discard(path: &Path) {
    for left_over in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        let _ = fs::remove_file(left_over);
    }
}
