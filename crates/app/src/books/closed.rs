//! Books that nobody may open for now, because their file is about to be replaced.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pecule_domain::id::BooksId;

use crate::App;
use crate::error::Result;
use crate::error::unavailable::Unavailable;

/// How often others are looked after before one gives up, and how long between.
const LOOKS: (u32, Duration) = (60, Duration::from_millis(100));

/// Which books nobody may open for now.
#[derive(Default)]
pub(crate) struct Withheld(Mutex<BTreeSet<BooksId>>);

/// Held for as long as nobody of this process may open some books.
pub(crate) struct Withholding<'a> {
    from: &'a Withheld,
    books: BooksId,
}

impl Withheld {
    fn all(&self) -> MutexGuard<'_, BTreeSet<BooksId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps books from being opened until the answer is dropped; `Busy` where somebody else does already.
    fn claim(&self, books: BooksId) -> Result<Withholding<'_>> {
        if self.all().insert(books) {
            Ok(Withholding { from: self, books })
        } else {
            Err(Unavailable::Busy.into())
        }
    }

    /// Refuses books that nobody may open for now.
    pub(crate) fn refuse(&self, books: BooksId) -> Result<()> {
        if self.all().contains(&books) { Err(Unavailable::Busy.into()) } else { Ok(()) }
    }
}

impl Drop for Withholding<'_> {
    fn drop(&mut self) {
        self.from.all().remove(&self.books);
    }
}

impl App {
    /// Takes books off the shelf and closes their file, once whoever is at work with them is done.
    ///
    /// Until the answer is dropped, nobody of this process opens them again.
    pub(crate) fn withhold(&self, books: BooksId, patience: Patience) -> Result<Withholding<'_>> {
        let withholding = self.inner().shelf.withheld.claim(books)?;
        patience.with(|| self.take_off_shelf(books))?;
        Ok(withholding)
    }

    /// Keeps books closed while the bytes of their file are read; none where they are open.
    pub(crate) fn keep_closed(&self, books: BooksId) -> Result<Option<Withholding<'_>>> {
        let shelf = &self.inner().shelf;
        let withholding = shelf.withheld.claim(books)?;
        // Whoever opens holds the shelf: what was not seen here is seen there.
        let is_open = shelf.all().contains_key(&books);
        Ok((!is_open).then_some(withholding))
    }

    /// Closes books that are open; `Busy` while somebody is at work with them.
    fn take_off_shelf(&self, books: BooksId) -> Result<()> {
        let mut shelf = self.inner().shelf.all();
        let Some(open) = shelf.remove(&books) else { return Ok(()) };
        match Arc::try_unwrap(open) {
            // Where another process has them open as well, whoever asked finds out by itself.
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

/// Whether to wait for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// For some seconds.
    Some,
    /// Not at all.
    None,
}

impl Patience {
    /// Does what others may be in the way of.
    pub(crate) fn with<T>(self, mut work: impl FnMut() -> Result<T>) -> Result<T> {
        match self {
            Self::Some => patiently(work),
            Self::None => work(),
        }
    }
}

/// Tries for some seconds what others are in the way of.
#[expect(clippy::disallowed_methods, reason = "others, of this process or another, are waited for")]
pub(crate) fn patiently<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let (times, pause) = LOOKS;
    for _again in 1..times {
        match work() {
            Err(crate::error::Error::Unavailable(Unavailable::Busy)) => std::thread::sleep(pause),
            done => return done,
        }
    }
    work()
}
