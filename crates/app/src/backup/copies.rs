//! Copies everything that a backup holds, the household first, then the books.
//!
//! In this order no copy of books is older than the head that the household recorded for them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_domain::id::BooksId;
use pecule_keys::Keyring;
use pecule_store::file::bytes::Count;
use pecule_store::file::temp_dir::TempDir;
use pecule_store::file::{bytes, paths};
use pecule_store::household::View;
use pecule_store::household::books::list::{BooksRow, BooksState, Grant};
use pecule_store::read_only_copy::ReadOnlyFile;
use pecule_store::{FileKey, KeyProof};
use zeroize::Zeroizing;

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::backup::job_progress::ProgressReporter;
use crate::backup::manifest::{Digest, Entry, FileState, ManifestPart};
use crate::backup::totals;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::installation::ids::{file_key, uuid_of};
use crate::retry::Wait;
use crate::state::books_cache::OpenBooks;

/// Attempts to copy everything if grants change meanwhile.
const TRIES: u32 = 3;

/// A copied file with its entry in the manifest.
pub(crate) struct CopiedPart {
    pub(crate) content: Content,
    pub(crate) entry: Entry,
}

/// Location of a copy.
pub(crate) enum Content {
    /// A file, encrypted like its original.
    File(PathBuf),
    /// In memory: keys are never written to disk for a backup.
    Kept(Zeroizing<Vec<u8>>),
}

/// Makes the copies of one backup.
pub(crate) struct Copier<'a> {
    pub(crate) app: &'a App,
    pub(crate) keyring: &'a Keyring,
    pub(crate) now: Timestamp,
    pub(crate) teller: &'a ProgressReporter<'a>,
}

/// The grants of all books.
pub(crate) type GrantsByBooks = Vec<(BooksId, Vec<Grant>)>;

impl Copier<'_> {
    /// Copies everything; starts again if grants changed meanwhile.
    pub(crate) fn all(&self, shop: &TempDir) -> Result<Vec<CopiedPart>> {
        for again in 0..TRIES {
            let folder = shop.folder(&format!("copies-{again}"))?;
            if let Some(copied) = self.once(&folder)? {
                return Ok(copied);
            }
            fs::remove_dir_all(&folder).map_err(|error| Error::disk(&error))?;
        }
        Err(Unavailable::Busy.into())
    }

    fn once(&self, folder: &Path) -> Result<Option<Vec<CopiedPart>>> {
        self.teller.tell("copy", 0, 0);
        let (household, shelves, rights) = self.household(&folder.join("household.db"))?;
        let mut copied = vec![household];
        for shelf in &shelves {
            copied.extend(self.books(folder, shelf)?);
        }
        // A key renewed in between would leave grants that do not open the copied file.
        if self.app.inner().household.read(rights_of)? != rights
            || self.app.read_keyring()? != *self.keyring
        {
            return Ok(None);
        }
        let master = &self.app.inner().master;
        copied.push(kept(ManifestPart::Keyring, self.keyring.to_bytes(master))?);
        copied.push(kept(ManifestPart::MasterKey, master.bytes().to_vec())?);
        Ok(Some(copied))
    }

    fn household(&self, path: &Path) -> Result<(CopiedPart, Vec<BooksRow>, GrantsByBooks)> {
        let inner = self.app.inner();
        let key = file_key(&self.keyring.household_key(&inner.master)?);
        inner.household.copy_for_backup(path, &key)?;
        let install = uuid_of(self.keyring.install());
        let still = ReadOnlyFile::household(path, &key, KeyProof::Checked, install)?;
        still.check()?;
        let stock = still.stock()?;
        let shelves = still.read_household(|view| view.shelves())?;
        let rights = still.read_household(rights_of)?;
        drop(still);
        let mut entry = entry(ManifestPart::Household, bytes::count(path, |_far| ())?);
        entry.stock = Some(stock.into());
        Ok((CopiedPart { content: Content::File(path.to_owned()), entry }, shelves, rights))
    }

    /// Copies one set of books: as a database if its key is in memory, else as bytes.
    fn books(&self, folder: &Path, shelf: &BooksRow) -> Result<Vec<CopiedPart>> {
        let path = folder.join(format!("{}.db", shelf.id));
        if let Some(open) = self.open(shelf.id) {
            return self.open_books(open, path);
        }
        let Some(_closed) = self.app.try_close(shelf.id)? else {
            let open = self.app.inner().shelf.find(shelf.id).ok_or(Unavailable::Busy)?;
            return self.open_books(open, path);
        };
        self.closed_books(shelf.id, path)
    }

    /// Returns books whose key is in memory, because they are open or a signed-in person may open them.
    fn open(&self, id: BooksId) -> Option<Arc<OpenBooks>> {
        let inner = self.app.inner();
        if let Some(open) = inner.shelf.find(id) {
            return Some(open);
        }
        let state = inner.household.read(|view| view.shelf(id)).ok()?.state;
        if state == BooksState::Settled {
            return None;
        }
        // Not closed cleanly: open them if possible, so that they are checked and closed later.
        if self.app.open_unattended(id).is_ok()
            && let Some(open) = inner.shelf.find(id)
        {
            return Some(open);
        }
        for person in self.app.present().ok()? {
            let grant = inner.household.read(|view| view.find_grant(id, person.id())).ok()?;
            if let Some(open) = grant.and_then(|grant| person.open_books(&grant).ok()) {
                return Some(open);
            }
        }
        None
    }

    /// Copies open books; falls back to their raw bytes if they are damaged.
    fn open_books(&self, open: Arc<OpenBooks>, path: PathBuf) -> Result<Vec<CopiedPart>> {
        let id = open.books.id();
        let Err(damaged) = open.books.file().copy_to(&path) else {
            return Ok(vec![self.checked(&open, path)?]);
        };
        let known = [pecule_store::Error::Busy, pecule_store::Error::Full];
        let passing = known
            .iter()
            .any(|error| std::mem::discriminant(error) == std::mem::discriminant(&damaged));
        if passing {
            return Err(damaged.into());
        }
        tracing::error!(books = %id, %damaged, "these books are copied as they lie");
        // Damaged books must not prevent the backup of the others.
        drop(open);
        let _closed = self.app.close_exclusively(id, Wait::Some)?;
        let _half = fs::remove_file(&path);
        self.alarm(id);
        self.closed_books(id, path)
    }

    /// Copies books under their own key, then opens and checks the copy.
    fn checked(&self, open: &OpenBooks, path: PathBuf) -> Result<CopiedPart> {
        let id = open.books.id();
        let key = FileKey::new(*open.key.bytes());
        let install = uuid_of(self.keyring.install());
        let still = ReadOnlyFile::books(&path, &key, KeyProof::Checked, install, id)?;
        still.check()?;
        let stock = still.stock()?;
        let on = self.now.to_zoned(TimeZone::UTC).date();
        let totals = still.read_books(|view| totals::totals(view, on, &open.key))?;
        drop(still);
        let mut entry = entry(ManifestPart::Books(id), bytes::count(&path, |_far| ())?);
        entry.state = Some(FileState::Open);
        entry.stock = Some(stock.into());
        entry.totals = Some(totals);
        Ok(CopiedPart { content: Content::File(path), entry })
    }

    /// Copies the bytes of books that this process does not have open.
    fn closed_books(&self, id: BooksId, path: PathBuf) -> Result<Vec<CopiedPart>> {
        let inner = self.app.inner();
        let source = inner.folder.books(id);
        let shelf = inner.household.read(|view| view.shelf(id))?;
        let counted = bytes::copy(&source, &path)?;
        let mut main = entry(ManifestPart::Books(id), counted);
        let log = paths::log_of(&source);
        let unchanged = shelf.settled.is_some_and(|(digest, _at)| digest == counted.sha256);
        if !log.exists() && unchanged {
            main.state = Some(FileState::Settled);
            return Ok(vec![CopiedPart { content: Content::File(path), entry: main }]);
        }
        if !log.exists() && shelf.state == BooksState::Settled {
            self.alarm(id);
        }
        main.state = Some(FileState::Unsettled);
        let mut copied = vec![CopiedPart { content: Content::File(path.clone()), entry: main }];
        if log.exists() {
            let path = paths::log_of(&path);
            let mut entry = entry(ManifestPart::BooksLog(id), bytes::copy(&log, &path)?);
            entry.state = Some(FileState::Unsettled);
            copied.push(CopiedPart { content: Content::File(path), entry });
        }
        Ok(copied)
    }

    /// Reports settled books whose bytes changed since they were closed.
    fn alarm(&self, id: BooksId) {
        let object = id.to_string();
        tracing::error!(books = %object, "this books file is not as it was left");
        if let Err(error) = self.app.record(&AuditEvent::new("books-altered", &object).refused()) {
            tracing::error!(%error, "the alarm could not be recorded");
        }
    }
}

/// Reads the grants of all books in one transaction.
pub(crate) fn rights_of(view: View<'_>) -> pecule_store::Result<GrantsByBooks> {
    view.shelves()?.into_iter().map(|shelf| Ok((shelf.id, view.grants_on(shelf.id)?))).collect()
}

fn kept(part: ManifestPart, content: Vec<u8>) -> Result<CopiedPart> {
    let content = Zeroizing::new(content);
    let counted = bytes::pour(content.as_slice(), &mut std::io::sink(), |_far| ());
    let counted = counted.map_err(Error::internal)?;
    Ok(CopiedPart { content: Content::Kept(content), entry: entry(part, counted) })
}

fn entry(part: ManifestPart, counted: Count) -> Entry {
    Entry {
        name: part.name(),
        length: counted.length,
        sha256: Digest(counted.sha256),
        state: None,
        stock: None,
        totals: None,
    }
}

/// Converts an I/O error: a full disk becomes `Unavailable::DiskFull`, others carry the path.
pub(crate) fn io(path: &Path, error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        Unavailable::DiskFull.into()
    } else {
        Error::Installation(format!("{}: {error}", path.display()))
    }
}
