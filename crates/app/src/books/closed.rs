//! Closes books exclusively while their file is replaced.

use std::sync::Arc;

use pecule_domain::id::BooksId;

use crate::app::App;
use crate::error::Result;
use crate::error::unavailable::Unavailable;
use crate::retry::Wait;
use crate::state::closed_books::CloseGuard;

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
