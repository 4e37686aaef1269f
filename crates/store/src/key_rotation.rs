//! Renewing the key of a file: written beside under the next key, proven, then put in its place.
//!
//! The file is held from before anything is written until the new one has its name: nobody else, in this
//! process or another, can open it meanwhile. At every moment a complete file stands under the real name,
//! so that a power cut leaves either the one of before or the one of after.

use std::fs;
use std::path::{Path, PathBuf};

use pecule_domain::id::BooksId;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use crate::audit::chain;
use crate::audit::chain::{Entry, Head, Mac};
use crate::books::access::audit_keys;
use crate::error::{Error, Result};
use crate::file::file::{digest, is_unsettled};
use crate::file::folder::{Folder, remove, sync_folder};
use crate::file::key::{FileKey, KeyProof};
use crate::file::migrate::is_sound;
use crate::file::open;
use crate::file::open::{Expected, Kind, beside, empty_file};
use crate::file::sql::{Health, Sql, within};

mod content;

/// How the file of before is called once its key was renewed.
const BEFORE: &str = ".before-rotation";
/// How a file is called that is being written under the next key.
const DRAFT: &str = ".rotating";

/// A file that nobody else can open for as long as this is kept.
#[derive(Debug)]
pub struct HeldFile {
    connection: Connection,
    path: PathBuf,
    kind: Kind,
    install: Uuid,
    file: Uuid,
}

/// A file that stands complete beside the one whose place it is to take.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    /// Where its journal ends.
    pub head: Head,
    /// The SHA-256 of its bytes.
    pub digest: [u8; 32],
}

/// What is written into the journal of the new file.
#[derive(Clone, Copy)]
pub struct Note<'a> {
    /// That the key was renewed, and the key's code of that entry; none for a copy that is no step of the file's own.
    pub entry: Option<(Entry<'a>, Mac<'a>)>,
    /// The key that chained the entries so far, where the next ones are chained with another.
    pub old_key: Option<&'a [u8; 32]>,
}

/// Takes hold of a set of books; `Busy` where anybody has them open, `WrongKey` where the key was renewed.
pub fn hold_books(path: &Path, key: &FileKey, install: Uuid, id: BooksId) -> Result<HeldFile> {
    let proof = KeyProof::Unchecked;
    hold(Expected { path, kind: Kind::Books, key, proof, install, file: id.uuid() })
}

/// Takes hold of the household's file; `Busy` where anybody has it open.
pub fn hold_household(path: &Path, key: &FileKey, install: Uuid) -> Result<HeldFile> {
    let proof = KeyProof::Checked;
    hold(Expected { path, kind: Kind::Household, key, proof, install, file: install })
}

fn hold(expected: Expected<'_>) -> Result<HeldFile> {
    let connection = open::open(expected)?;
    // Leaving the write-ahead log takes a lock that is refused while anybody else has the file open.
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
    /// Writes the file beside under the next key, compares all of it, and notes the renewal in its journal as far as it is one.
    pub fn draft(&self, next: &FileKey, note: Note<'_>) -> Result<Draft> {
        let path = beside(&self.path, DRAFT);
        discard(&path);
        let drafted = self.write(&path, next).and_then(|()| self.prove(&path, next, note));
        if drafted.is_err() {
            discard(&path);
        }
        drafted
    }

    /// Copies every page, which is decrypted with the one key and encrypted with the other.
    fn write(&self, path: &Path, next: &FileKey) -> Result<()> {
        empty_file(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut target = Connection::open_with_flags(path, flags)?;
        target.execute_batch("PRAGMA cipher_log_level=NONE;")?;
        target.execute_batch(&next.pragma()).map_err(open::without_statement)?;
        let copy = Backup::new(&self.connection, &mut target)?;
        let step = copy.step(-1)?;
        drop(copy);
        target.close().map_err(|(_connection, error)| error)?;
        if step == StepResult::Done { Ok(()) } else { Err(Error::Busy) }
    }

    /// Opens the new file through the one way in, checks it twice over and compares its content.
    fn prove(&self, path: &Path, next: &FileKey, note: Note<'_>) -> Result<Draft> {
        let (kind, install, file) = (self.kind, self.install, self.file);
        let proof = KeyProof::Checked;
        let copy = open::open(Expected { path, kind, key: next, proof, install, file })?;
        let same = content::digests(&copy)? == content::digests(&self.connection)?;
        if !same || !is_sound(&copy)? {
            return Err(Error::Damaged(path.to_owned()));
        }
        let health = Health::of(path);
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
        Ok(Draft { path: path.to_owned(), head, digest: digest(path)? })
    }

    /// Gives the new file its name and keeps the one of before beside it.
    pub fn replace(self, draft: Draft) -> Result<()> {
        let Draft { path: draft, .. } = draft;
        let before = beside(&self.path, BEFORE);
        remove(&before)?;
        // A second name first: the real one never stands for nothing.
        fs::hard_link(&self.path, &before).map_err(Error::io(&before))?;
        fs::rename(&draft, &self.path).map_err(Error::io(&self.path))?;
        self.path.parent().map_or(Ok(()), sync_folder)
    }

    /// Gives the file back as it was, without the new one.
    pub fn give_up(self, draft: Draft) {
        let Draft { path, .. } = draft;
        discard(&path);
    }
}

impl Folder {
    /// Where the file of before a renewal of its key lies, as long as it is kept.
    pub fn before_rotation(path: &Path) -> PathBuf {
        beside(path, BEFORE)
    }

    /// Removes the files of before every renewal: what they hold is in a proven backup.
    pub fn forget_files_before_rotation(&self) -> Result<()> {
        self.each_beside(|path, name| if name.ends_with(BEFORE) { remove(path) } else { Ok(()) })
    }

    /// Removes what a renewal that was cut short left behind; only whoever holds the lock may.
    pub fn tidy(&self) -> Result<()> {
        // What a browser sent to a program that has ended since is sent again.
        let _sent = fs::remove_dir_all(self.reception_folder());
        self.each_beside(|path, name| {
            let log = [DRAFT, "-wal"].concat();
            let shared = [DRAFT, "-shm"].concat();
            let left_over = [DRAFT, &log, &shared].iter().any(|end| name.ends_with(end));
            if left_over { remove(path) } else { Ok(()) }
        })
    }

    /// Shows every file of the folder and of the books' folder.
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

/// Removes a file and its logs, as far as they are there.
fn discard(path: &Path) {
    for left_over in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        let _ = fs::remove_file(left_over);
    }
}
