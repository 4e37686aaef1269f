//! Which sets of books a request covers.

use crate::error::Error;
use crate::error::Reason;
use crate::error::Result;
use crate::state::books_cache::OpenBooks;
use pecule_domain::id::BooksId;
use pecule_domain::money::share::Share;
use pecule_store::household::books::list::Access;
use pecule_store::household::books::list::Grant;
use std::cell::OnceCell;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use uuid::Uuid;

/// Which books a report covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BooksScope {
    /// Every set of books that the person owns, at their share.
    #[default]
    Mine,
    /// One set of books, whole.
    Books(BooksId),
    /// One set of joint books, at the person's share.
    Share(BooksId),
    /// All books that the person may open, whole.
    Household,
}

/// A request for books.
#[derive(Debug, Clone, Copy, Default)]
pub struct BooksQuery<'a> {
    /// The books that changes go into, if they are named.
    pub books: Option<BooksId>,
    /// Records to be displayed or changed. Changes go into the books that hold the first one found.
    pub records: &'a [Uuid],
    /// The books to be displayed.
    pub scope: BooksScope,
}

/// A set of books in a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BooksChoice {
    pub id: BooksId,
    pub title: String,
    /// Whether they may be changed.
    pub own: bool,
    /// Whether the person owns only a share of them.
    pub joint: bool,
}

impl From<AccessibleBooks> for BooksChoice {
    fn from(held: AccessibleBooks) -> Self {
        Self {
            id: held.grant.books,
            own: held.grant.access == Access::Own,
            joint: !held.sole || held.grant.share != Share::WHOLE,
            title: held.title,
        }
    }
}

/// A set of books that a person may open.
pub(crate) struct AccessibleBooks {
    pub(crate) grant: Grant,
    pub(crate) title: String,
    /// Whether the person is the only owner.
    pub(crate) sole: bool,
    /// The names of the other owners.
    pub(crate) others: Vec<String>,
    /// The open books and whether the person owns them, once opened.
    pub(crate) opened: OnceCell<(Arc<OpenBooks>, bool)>,
}

/// A set of books that is displayed.
pub(crate) struct DisplayedBooks {
    pub(crate) open: Arc<OpenBooks>,
    pub(crate) title: String,
    /// Whether only the person's share counts.
    pub(crate) at_share: bool,
}

/// Adds the owners' names to titles that occur more than once, except for books with a sole owner.
pub(crate) fn tell_apart(held: &mut [AccessibleBooks]) {
    let titles: Vec<String> = held.iter().map(|held| held.title.clone()).collect();
    for held in held.iter_mut().filter(|held| !held.sole && !held.others.is_empty()) {
        if titles.iter().filter(|title| **title == held.title).count() > 1 {
            held.title = format!("{} ({})", held.title, held.others.join(", "));
        }
    }
}

impl BooksScope {
    /// Parses what [`BooksScope`] displays; `None` and the empty text are [`BooksScope::Mine`].
    pub fn parse(text: Option<&str>) -> Result<Self> {
        match text.map(str::trim) {
            None | Some("") => Ok(Self::Mine),
            Some(text) => text.parse(),
        }
    }

    /// Returns the set of books, if there is one only.
    pub const fn books(self) -> Option<BooksId> {
        match self {
            Self::Books(id) | Self::Share(id) => Some(id),
            Self::Mine | Self::Household => None,
        }
    }
}

impl fmt::Display for BooksScope {
    /// Writes `mine`, `household`, the identifier of books, or that with `:share`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("mine"),
            Self::Household => f.write_str("household"),
            Self::Books(id) => write!(f, "{id}"),
            Self::Share(id) => write!(f, "{id}:share"),
        }
    }
}

impl FromStr for BooksScope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || Error::invalid_with("scope", Reason::NotInList, text);
        match (text, text.strip_suffix(":share")) {
            ("mine", _) => Ok(Self::Mine),
            ("household", _) => Ok(Self::Household),
            (_, Some(id)) => id.parse().map(Self::Share).map_err(|_bad| unknown()),
            (id, None) => id.parse().map(Self::Books).map_err(|_bad| unknown()),
        }
    }
}
