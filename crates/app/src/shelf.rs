//! The shelf: books that are open in memory, and how they are put back.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use pecule_domain::currency::Currency;
use pecule_domain::id::BooksId;
use pecule_keys::grants;
use pecule_keys::mac::JournalKey;
use pecule_store::FileKey;
use pecule_store::books::Books;
use pecule_store::household::books::{Access, BooksState, Grant};
use pecule_store::journal::Head;

use crate::App;
use crate::error::{Error, Result};
use crate::installation::uuid_of;
use crate::person::Person;
use crate::picture::Picture;
use crate::setup::PROOF;
use crate::wealth::Wealth;

/// How long books stay open without use.
const IDLE: SignedDuration = SignedDuration::from_mins(5);
/// How many pictures of one set of books are kept.
const PICTURES: usize = 4;

/// Books that are open.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<BTreeMap<BooksId, Arc<OpenBooks>>>);

/// One set of books, open.
pub(crate) struct OpenBooks {
    pub(crate) books: Books,
    pub(crate) journal: JournalKey,
    used_at: Mutex<Timestamp>,
    pictures: Mutex<Vec<Kept>>,
}

/// A picture and what it was taken of.
struct Kept {
    head: i64,
    on: Date,
    currency: Option<Currency>,
    picture: Arc<Picture>,
}

impl Shelf {
    fn all(&self) -> MutexGuard<'_, BTreeMap<BooksId, Arc<OpenBooks>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenBooks {
    /// Takes pictures anew from now on: something changed that the journal does not tell.
    pub(crate) fn forget_pictures(&self) {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The picture of a day, taken anew when the books have changed since.
    ///
    /// Another process may write to the same file: the end of the journal tells.
    pub(crate) fn picture(&self, on: Date, currency: Option<Currency>) -> Result<Arc<Picture>> {
        let head = self.books.read(|view| view.journal_head())?.seq;
        let same = |kept: &Kept| (kept.head, kept.on, kept.currency) == (head, on, currency);
        let mut kept = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.iter().find(|kept| same(kept)) {
            return Ok(Arc::clone(&found.picture));
        }
        let wealth = Arc::new(self.books.read(|view| Wealth::load(view, on))?);
        let reporting = currency.unwrap_or_else(|| wealth.reporting_currency());
        let picture = Arc::new(Picture::take(wealth, reporting)?);
        kept.retain(|kept| kept.head == head);
        if kept.len() >= PICTURES {
            kept.remove(0);
        }
        kept.push(Kept { head, on, currency, picture: Arc::clone(&picture) });
        Ok(picture)
    }
}

impl Person {
    /// What this person may open, oldest first.
    pub(crate) fn grants(&self) -> Result<Vec<Grant>> {
        Ok(self.app().inner().household.read(|view| view.grants_of(self.id()))?)
    }

    /// Opens books that were granted to this person, or takes them as they are open.
    pub(crate) fn open_books(&self, grant: &Grant) -> Result<Arc<OpenBooks>> {
        let inner = self.app().inner();
        // The grant is unsealed even where the books are open already: holding it is the right to them.
        let key = grants::open_grant(self.identity(), &grant.sealed)
            .map_err(|error| Error::Installation(error.to_string()))?;
        let now = inner.clock.now();
        let mut shelf = inner.shelf.all();
        if let Some(open) = shelf.get(&grant.books) {
            *open.used_at.lock().unwrap_or_else(PoisonError::into_inner) = now;
            return Ok(Arc::clone(open));
        }
        let path = inner.folder.books(grant.books);
        let install = uuid_of(inner.keyring.install());
        let books = Books::open(&path, &FileKey::new(*key.bytes()), PROOF, install, grant.books)?;
        self.app().refuse_rollback(&books)?;
        let open = Arc::new(OpenBooks {
            books,
            journal: JournalKey::books(&key),
            used_at: Mutex::new(now),
            pictures: Mutex::new(Vec::new()),
        });
        shelf.insert(grant.books, Arc::clone(&open));
        inner.household.write(|edit| edit.set_books_state(grant.books, BooksState::Open, None))?;
        Ok(open)
    }

    /// Whether a grant lets one change the books.
    pub(crate) fn may_write(grant: &Grant) -> bool {
        grant.access == Access::Own
    }
}

impl App {
    /// Refuses books that are behind what was last seen of them: somebody put an older file back.
    fn refuse_rollback(&self, books: &Books) -> Result<()> {
        let known = self.inner().household.read(|view| view.shelf(books.id()))?.head;
        let found = books.read(|view| view.journal_head())?;
        if found.seq < known.seq {
            return Err(Error::Installation(format!(
                "{}: these books end at entry {}, but entry {} was seen before: an older file was put in their place",
                books.file().path().display(),
                found.seq,
                known.seq
            )));
        }
        Ok(())
    }

    /// Notes in the household where the journal of some books ends.
    pub(crate) fn advance(&self, books: BooksId, head: Head) -> Result<()> {
        match self.inner().household.write(|edit| edit.advance_books(books, head)) {
            // Another writer was quicker and has noted a later end.
            Ok(()) | Err(pecule_store::Error::Conflict) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Puts back every set of books that nobody used for five minutes: checked, closed, its digest noted.
    pub fn settle_idle(&self) -> Result<()> {
        let now = self.inner().clock.now();
        self.settle_where(|used_at| now.duration_since(used_at) >= IDLE)
    }

    /// Puts every set of books back, as at the end of the program.
    pub fn settle_all(&self) -> Result<()> {
        self.settle_where(|_| true)
    }

    fn settle_where(&self, due: impl Fn(Timestamp) -> bool) -> Result<()> {
        let inner = self.inner();
        // Held throughout: nobody opens the file again while its bytes are read.
        let mut shelf = inner.shelf.all();
        let ids: Vec<BooksId> = shelf
            .iter()
            .filter(|(_, open)| due(*open.used_at.lock().unwrap_or_else(PoisonError::into_inner)))
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            let Some(open) = shelf.remove(&id) else { continue };
            match Arc::try_unwrap(open) {
                Ok(open) => self.settle(id, open)?,
                // Somebody is at work with them right now.
                Err(busy) => {
                    shelf.insert(id, busy);
                }
            }
        }
        Ok(())
    }

    /// Whether a server of another process has this folder: it settles what it has open itself.
    fn is_served_elsewhere(&self) -> bool {
        let inner = self.inner();
        !inner.serves.load(Ordering::Acquire) && inner.folder.lock().is_err()
    }

    fn settle(&self, id: BooksId, open: OpenBooks) -> Result<()> {
        let inner = self.inner();
        if self.is_served_elsewhere() {
            // Closing is enough, and leaves it to the server to say how the file was left.
            return match open.books.close() {
                Ok(()) | Err(pecule_store::Error::Busy) => Ok(()),
                Err(other) => Err(other.into()),
            };
        }
        match open.books.settle() {
            Ok(digest) => {
                let now = inner.clock.now();
                let settled = Some((digest, now));
                inner
                    .household
                    .write(|edit| edit.set_books_state(id, BooksState::Settled, settled))?;
                Ok(())
            }
            // Another command has them open: they are settled once it is done.
            Err(pecule_store::Error::Busy) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }
}
