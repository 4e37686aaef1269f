//! Closes books exclusively while their file is replaced.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pecule_domain::id::BooksId;

use crate::App;
use crate::error::Result;
use crate::error::unavailable::Unavailable;

/// The number of attempts and the pause between them, 6 s in all.
const LOOKS: (u32, Duration) = (60, Duration::from_millis(100));

/// The books that may not be opened for now.
#[derive(Default)]
pub(crate) struct ClosedBooks(Mutex<BTreeSet<BooksId>>);

/// Keeps books closed in this process until it is dropped.
pub(crate) struct CloseGuard<'a> {
    from: &'a ClosedBooks,
    books: BooksId,
}

impl ClosedBooks {
    fn all(&self) -> MutexGuard<'_, BTreeSet<BooksId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves books.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] if they are reserved already.
    fn claim(&self, books: BooksId) -> Result<CloseGuard<'_>> {
        if self.all().insert(books) {
            Ok(CloseGuard { from: self, books })
        } else {
            Err(Unavailable::Busy.into())
        }
    }

    /// Fails with `Busy` for reserved books.
    pub(crate) fn refuse(&self, books: BooksId) -> Result<()> {
        if self.all().contains(&books) { Err(Unavailable::Busy.into()) } else { Ok(()) }
    }
}

impl Drop for CloseGuard<'_> {
    fn drop(&mut self) {
        self.from.all().remove(&self.books);
    }
}

impl App {
    /// Evicts books from the cache and closes their file.
    ///
    /// Waits up to 6 s for running requests, with [`Wait::Some`]. The books stay closed until the
    /// result is dropped.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] if they are still in use.
    pub(crate) fn close_exclusively(
        &self,
        books: BooksId,
        patience: Wait,
    ) -> Result<CloseGuard<'_>> {
        let withholding = self.inner().shelf.withheld.claim(books)?;
        patience.with(|| self.evict(books))?;
        Ok(withholding)
    }

    /// Keeps books closed while their file is read; `None` if they are open.
    pub(crate) fn try_close(&self, books: BooksId) -> Result<Option<CloseGuard<'_>>> {
        let shelf = &self.inner().shelf;
        let withholding = shelf.withheld.claim(books)?;
        // Opening holds the lock of the cache: books that are not open here see the reservation there.
        let is_open = shelf.all().contains_key(&books);
        Ok((!is_open).then_some(withholding))
    }

    /// Closes open books; fails with `Busy` while a request uses them.
    fn evict(&self, books: BooksId) -> Result<()> {
        let mut shelf = self.inner().shelf.all();
        let Some(open) = shelf.remove(&books) else { return Ok(()) };
        match Arc::try_unwrap(open) {
            // If another process has them open too, the caller notices when it replaces the file.
            Ok(open) => match open.books.close() {
                Ok(()) | Err(pecule_store::Error::Busy) => Ok(()),
                Err(other) => Err(other.into()),
            },
            Err(busy) => {
                shelf.insert(books, busy);
                Err(Unavailable::Busy.into())
            }
        }
    }
}

/// Whether to wait while books are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Up to 6 s.
    Some,
    None,
}

impl Wait {
    /// Runs work that may fail with `Busy`.
    pub(crate) fn with<T>(self, mut work: impl FnMut() -> Result<T>) -> Result<T> {
        match self {
            Self::Some => retry_while_busy(work),
            Self::None => work(),
        }
    }
}

/// Repeats work that fails with `Busy`, for up to 6 s.
#[expect(clippy::disallowed_methods, reason = "others, of this process or another, are waited for")]
pub(crate) fn retry_while_busy<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let (times, pause) = LOOKS;
    for _again in 1..times {
        match work() {
            Err(crate::error::Error::Unavailable(Unavailable::Busy)) => std::thread::sleep(pause),
            done => return done,
        }
    }
    work()
}
