//! Opens books and caches them; closes them after five minutes without use.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::BooksId;
use pecule_keys::BooksKey;
use pecule_keys::books::grants;
use pecule_keys::crypto::mac::JournalKey;
use pecule_store::KeyProof;
use pecule_store::audit::entry::Head;
use pecule_store::books::Books;
use pecule_store::household::books::list::{Access, BooksState, Grant};

use crate::actors::person::Person;
use crate::app::App;
use crate::error::{Error, Result};
use crate::retry::retry_while_busy;
use crate::state::books_cache::OpenBooks;

/// How long books stay open without use.
const IDLE: SignedDuration = SignedDuration::from_mins(5);

impl Person {
    /// Returns the grants of this person, oldest first.
    pub(crate) fn grants(&self) -> Result<Vec<Grant>> {
        if let Some(only) = self.only() {
            return Ok(vec![only.clone()]);
        }
        Ok(self.app().inner().household.read(|view| view.grants_of(self.id()))?)
    }

    /// Opens granted books or returns them from the cache.
    pub(crate) fn open_books(&self, grant: &Grant) -> Result<Arc<OpenBooks>> {
        self.find_books(grant)?.ok_or_else(|| {
            let books = grant.books;
            Error::Installation(format!("the key that was granted does not open the books {books}"))
        })
    }

    /// As [`Person::open_books`], but returns `None` if the granted key is not that of the books.
    pub(crate) fn find_books(&self, grant: &Grant) -> Result<Option<Arc<OpenBooks>>> {
        // The grant is unsealed even if the books are open, because holding the key is the right to
        // read.
        let Ok(key) = grants::open_grant(self.identity(), &grant.sealed) else { return Ok(None) };
        let opened = self.app().open_with(grant.books, || self.open_file(grant, key.clone()));
        let open = match opened {
            Ok(open) => open,
            Err(Error::Installation(_)) if self.is_refused(grant, &key)? => return Ok(None),
            Err(other) => return Err(other),
        };
        if open.key == key {
            return Ok(Some(open));
        }
        // The key may have been rotated since the grant was read.
        let household = &self.app().inner().household;
        let now = household.read(|view| view.find_grant(grant.books, self.id()))?;
        let now = now.filter(|now| self.only().is_none() && now.sealed != grant.sealed);
        let key = now.and_then(|now| grants::open_grant(self.identity(), &now.sealed).ok());
        Ok(key.filter(|key| open.key == *key).map(|_key| open))
    }

    /// Whether the granted key does not open the file, and the books have other owners.
    fn is_refused(&self, grant: &Grant, key: &BooksKey) -> Result<bool> {
        let grants = self.app().inner().household.read(|view| view.grants_on(grant.books))?;
        let others = |other: &Grant| other.person != self.id() && other.access == Access::Own;
        let opened = || self.app().open_books_file(grant.books, key, KeyProof::Unchecked);
        Ok(grants.iter().any(others) && matches!(opened(), Err(pecule_store::Error::WrongKey(_))))
    }
}

impl App {
    /// Drops the snapshots that show some books, after a change that their audit log does not record.
    pub(crate) fn forget_pictures(&self, books: BooksId) {
        self.inner().shelf.all().values().for_each(|open| open.forget_pictures(books));
    }

    /// Opens the file of some books or returns them from the cache.
    pub(crate) fn open_with(
        &self,
        id: BooksId,
        open_file: impl FnOnce() -> Result<(Books, BooksKey)>,
    ) -> Result<Arc<OpenBooks>> {
        let inner = self.inner();
        let now = inner.clock.now();
        // A backup may be reading the closed file for a moment.
        retry_while_busy(|| inner.shelf.withheld.refuse(id))?;
        let mut shelf = inner.shelf.all();
        if let Some(open) = shelf.get(&id) {
            *open.used_at.lock().unwrap_or_else(PoisonError::into_inner) = now;
            return Ok(Arc::clone(open));
        }
        inner.shelf.withheld.refuse(id)?;
        let (books, key) = open_file()?;
        let open = Arc::new(OpenBooks {
            books,
            journal: JournalKey::books(&key),
            key,
            used_at: Mutex::new(now),
            pictures: Mutex::new(Vec::new()),
        });
        self.look_at_opened(&open)?;
        shelf.insert(id, Arc::clone(&open));
        self.note_books_state(id, BooksState::Open, None)?;
        Ok(open)
    }

    /// Records whether a books file is open or closed cleanly, unless the household is read-only.
    fn note_books_state(
        &self,
        id: BooksId,
        state: BooksState,
        settled: Option<([u8; 32], Timestamp)>,
    ) -> Result<()> {
        if self.is_closed_to_changes() {
            return Ok(());
        }
        Ok(self.inner().household.write(|edit| edit.set_books_state(id, state, settled))?)
    }

    /// Raises an alert if the error means that a books file is damaged, missing or foreign.
    pub(crate) fn tell_of_file(
        &self,
        books: BooksId,
        error: pecule_store::Error,
    ) -> pecule_store::Error {
        use pecule_store::Error as Store;
        if matches!(
            error,
            Store::Damaged(_)
                | Store::Empty(_)
                | Store::NotOurs(_)
                | Store::ForeignInstall(_)
                | Store::Missing(_)
        ) {
            self.mark_damaged(books);
        }
        error
    }

    /// Records that a books file is damaged; a failure is only logged.
    pub(crate) fn mark_damaged(&self, books: BooksId) {
        if let Err(failed) = self.saw("integrity-failed", &books.to_string(), 1) {
            tracing::error!(error = %failed, "damaged books could not be recorded");
        }
    }

    /// Records in the household the end of the audit log of some books.
    pub(crate) fn advance(&self, books: BooksId, head: Head) -> Result<()> {
        match self.inner().household.write(|edit| edit.advance_books(books, head)) {
            // Another writer already recorded a later end.
            Ok(()) | Err(pecule_store::Error::Conflict) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Closes books after five minutes without use, with a checksum of their file.
    pub fn settle_idle(&self) -> Result<()> {
        let now = self.inner().clock.now();
        self.settle_where(|used_at| now.duration_since(used_at) >= IDLE)
    }

    /// Closes all books, at the end of the program.
    pub fn settle_all(&self) -> Result<()> {
        self.settle_where(|_| true)
    }

    fn settle_where(&self, due: impl Fn(Timestamp) -> bool) -> Result<()> {
        let inner = self.inner();
        // The lock is held throughout, so that the file is not opened while its bytes are read.
        let mut shelf = inner.shelf.all();
        let ids: Vec<BooksId> = shelf
            .iter()
            .filter(|(_, open)| due(*open.used_at.lock().unwrap_or_else(PoisonError::into_inner)))
            .map(|(id, _)| *id)
            .collect();
        let mut all = Ok(());
        for id in ids {
            let Some(open) = shelf.remove(&id) else { continue };
            match Arc::try_unwrap(open) {
                Ok(open) => {
                    shelf.values().for_each(|other| other.forget_pictures(id));
                    // A failure for some books must not keep the others open.
                    all = all.and(self.settle(id, open));
                }
                // The books are in use.
                Err(busy) => {
                    shelf.insert(id, busy);
                }
            }
        }
        all
    }

    /// Raises alerts for open books in which damage or a disk error was seen.
    pub(crate) fn tell_of_damaged_books(&self) -> Result<()> {
        let open: Vec<_> = self.inner().shelf.all().values().map(Arc::clone).collect();
        for books in open.iter().filter(|open| open.books.file().take_alarm()) {
            self.saw("integrity-failed", &books.books.id().to_string(), 1)?;
        }
        Ok(())
    }

    /// Whether another process serves this folder.
    pub(crate) fn is_locked_by_another_process(&self) -> bool {
        let inner = self.inner();
        !inner.serves.load(Ordering::Acquire) && inner.folder.lock().is_err()
    }

    fn settle(&self, id: BooksId, open: OpenBooks) -> Result<()> {
        let inner = self.inner();
        // The store fails with `Busy` while another process has the file open.
        match open.books.settle() {
            Ok(digest) => {
                let now = inner.clock.now();
                self.note_books_state(id, BooksState::Settled, Some((digest, now)))
            }
            // The other process closes them later.
            Err(pecule_store::Error::Busy) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }
}
