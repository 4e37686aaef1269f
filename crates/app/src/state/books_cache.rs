//! Open sets of books and their computed snapshots.

use crate::error::Result;
use crate::state::closed_books::ClosedBooks;
use crate::state::snapshot_key::SnapshotKey;
use crate::wealth::portfolio::Portfolio;
use crate::wealth::snapshot::Snapshot;
use jiff::Timestamp;
use jiff::civil::Date;
use pecule_domain::id::BooksId;
use pecule_keys::BooksKey;
use pecule_keys::crypto::mac::JournalKey;
use pecule_store::books::Books;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// The open books, those closed for replacement, and the day of the last nightly run.
#[derive(Default)]
pub(crate) struct BooksCache {
    open: Mutex<BTreeMap<BooksId, Arc<OpenBooks>>>,
    pub(crate) withheld: ClosedBooks,
    last_round: Mutex<Option<Date>>,
}

/// One set of open books.
pub(crate) struct OpenBooks {
    pub(crate) books: Books,
    pub(crate) journal: JournalKey,
    /// The key of the books, for checking grants and opening copies.
    pub(crate) key: BooksKey,
    pub(crate) used_at: Mutex<Timestamp>,
    pub(crate) pictures: Mutex<Vec<CachedSnapshot>>,
}

/// A cached snapshot and the version that it shows.
pub(crate) struct CachedSnapshot {
    of: SnapshotKey,
    picture: Arc<Snapshot>,
}

impl BooksCache {
    pub(crate) fn all(&self) -> MutexGuard<'_, BTreeMap<BooksId, Arc<OpenBooks>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the nightly run of a day and returns whether it had not started yet.
    pub(crate) fn begin_eviction(&self, today: Date) -> bool {
        let mut last = self.last_round.lock().unwrap_or_else(PoisonError::into_inner);
        last.replace(today) != Some(today)
    }

    /// Returns books if they are open.
    pub(crate) fn find(&self, id: BooksId) -> Option<Arc<OpenBooks>> {
        self.all().get(&id).map(Arc::clone)
    }
}

impl OpenBooks {
    /// Drops the snapshots that show certain books.
    pub(crate) fn forget_pictures(&self, books: BooksId) {
        let mut kept = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| !kept.of.shows(books));
    }

    /// Returns the snapshot of a day of these books alone, whole and in their own currency.
    pub(crate) fn picture(&self, on: Date) -> Result<Arc<Snapshot>> {
        let head = self.books.read(|view| view.audit_head())?.seq;
        self.kept_or(SnapshotKey::alone(on, self.books.id(), head), |_of| {
            let wealth = Arc::new(self.books.read(|view| Portfolio::load(view, on, None))?);
            let reporting = wealth.reporting_currency();
            Snapshot::take(wealth, reporting)
        })
    }

    /// Returns a cached snapshot that begins with these books, or takes a new one if a file changed.
    ///
    /// Other processes may write to the files, so the ends of the audit logs identify the version.
    pub(crate) fn kept_or(
        &self,
        of: SnapshotKey,
        take: impl FnOnce(&SnapshotKey) -> Result<Snapshot>,
    ) -> Result<Arc<Snapshot>> {
        let mut kept = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.iter().find(|kept| kept.of == of) {
            return Ok(Arc::clone(&found.picture));
        }
        let picture = Arc::new(take(&of)?);
        kept.retain(|kept| !kept.of.is_behind(&of));
        if kept.len() >= PICTURES {
            kept.remove(0);
        }
        kept.push(CachedSnapshot { of, picture: Arc::clone(&picture) });
        Ok(picture)
    }
}

/// How many snapshots are cached for each set of books.
pub(crate) const PICTURES: usize = 4;
