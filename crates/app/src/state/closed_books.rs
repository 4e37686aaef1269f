//! Books that are closed exclusively while their file is replaced.

use crate::error::Result;
use crate::error::unavailable::Unavailable;
use pecule_domain::id::BooksId;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

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
    pub(crate) fn claim(&self, books: BooksId) -> Result<CloseGuard<'_>> {
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
