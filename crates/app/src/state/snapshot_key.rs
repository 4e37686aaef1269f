//! Versions of the books that a cached snapshot was computed from.

use crate::wealth::ownership_part::OwnershipPart;
use jiff::civil::Date;
use pecule_domain::id::BooksId;

/// The version of one set of books in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BooksVersion {
    pub(crate) books: BooksId,
    pub(crate) head: i64,
    pub(crate) title: String,
    pub(crate) portion: Option<OwnershipPart>,
}

/// The cache key of a picture: day and version of all books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SnapshotKey {
    pub(crate) on: Date,
    pub(crate) of: Vec<BooksVersion>,
    /// The books that define currency, rates and zones, if they are not shown themselves.
    pub(crate) base: Option<(BooksId, i64)>,
}

impl SnapshotKey {
    /// The key of one set of books alone, in its own currency.
    pub(crate) fn alone(on: Date, books: BooksId, head: i64) -> Self {
        let stand = BooksVersion { books, head, title: String::new(), portion: None };
        // The empty title keeps it distinct from the picture of these books with sources.
        Self { on, of: vec![stand], base: None }
    }

    /// Whether these books are shown, or define currency and rates.
    pub(crate) fn shows(&self, books: BooksId) -> bool {
        self.of.iter().any(|stand| stand.books == books)
            || self.base.is_some_and(|(base, _)| base == books)
    }

    /// Whether books in both keys have changed between them.
    pub(crate) fn is_behind(&self, other: &Self) -> bool {
        self.heads()
            .any(|(books, head)| other.heads().any(|(same, newer)| books == same && head != newer))
    }

    fn heads(&self) -> impl Iterator<Item = (BooksId, i64)> {
        self.of.iter().map(|stand| (stand.books, stand.head)).chain(self.base)
    }
}
