//! One sealed set of books: the wealth of its owners, and every change made to it.

pub mod access;
pub mod changes;
pub mod wealth;

use std::ops::Deref;
use std::path::Path;

use pecule_domain::id::BooksId;
use uuid::Uuid;

use crate::books::changes::row_images;
use crate::error::{Error, Result};
use crate::file::file::File;
use crate::file::key::{FileKey, KeyProof};
use crate::file::open::{Expected, Kind};
use crate::file::sql::Sql;

/// The steps of the schema, in order; a released step never changes.
pub(crate) const STEPS: &[&str] = &[
    include_str!("../migrations/books/0001_meta.sql"),
    include_str!("../migrations/books/0002_journal.sql"),
    include_str!("../migrations/books/0003_operations.sql"),
    include_str!("../migrations/books/0004_banks.sql"),
    include_str!("../migrations/books/0005_accounts.sql"),
    include_str!("../migrations/books/0006_assets.sql"),
    include_str!("../migrations/books/0007_allocations.sql"),
    include_str!("../migrations/books/0008_compositions.sql"),
    include_str!("../migrations/books/0009_holdings.sql"),
    include_str!("../migrations/books/0010_quotes.sql"),
    include_str!("../migrations/books/0011_rates.sql"),
    include_str!("../migrations/books/0012_taxonomies.sql"),
    include_str!("../migrations/books/0013_tasks.sql"),
    include_str!("../migrations/books/0014_notes.sql"),
    include_str!("../migrations/books/0015_recorded_days.sql"),
    include_str!("../migrations/books/0016_settings.sql"),
    include_str!("../migrations/books/0017_grantees.sql"),
    include_str!("../migrations/books/0018_journal_keys.sql"),
    include_str!("../migrations/books/0019_journal_chains.sql"),
];

/// The open file of one set of books.
#[derive(Debug)]
pub struct Books {
    id: BooksId,
    file: File,
}

/// One consistent moment of the books.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) sql: Sql<'a>,
}

/// One operation on the books, undone as one; it also reads.
#[derive(Clone, Copy)]
pub struct Edit<'a> {
    view: View<'a>,
}

impl<'a> Deref for Edit<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

/// A stretch of a list in the order of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The name and identity of the last record already seen, none at the start.
    pub after: Option<(String, Uuid)>,
    /// How many records at most.
    pub limit: u32,
}

impl Page {
    /// Where the stretch begins, as it is compared: before every name at the start.
    pub(crate) fn bounds(&self) -> (&str, [u8; 16], u32) {
        let (name, id) = self.after.as_ref().map_or(("", Uuid::nil()), |(name, id)| (name, *id));
        (name, id.into_bytes(), self.limit)
    }
}

impl Books {
    /// Makes the file of new books; refuses to touch an existing one.
    pub fn create(path: &Path, key: &FileKey, install: Uuid, id: BooksId) -> Result<Self> {
        Self::ready(File::create(expected(path, key, KeyProof::Checked, install, id))?, id)
    }

    /// Opens these books of this installation, after every check.
    pub fn open(
        path: &Path,
        key: &FileKey,
        proof: KeyProof,
        install: Uuid,
        id: BooksId,
    ) -> Result<Self> {
        Self::ready(File::open(expected(path, key, proof, install, id))?, id)
    }

    /// Which books these are.
    pub fn id(&self) -> BooksId {
        self.id
    }

    /// Shows one consistent moment to a closure.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.read(|sql| work(View { sql }))
    }

    /// The open file: its health, checks and copies.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Closes the file, complete by itself.
    pub fn close(self) -> Result<()> {
        self.file.close()
    }

    /// Checks and closes the file, and answers the SHA-256 of its bytes.
    pub fn settle(self) -> Result<[u8; 32]> {
        self.file.settle()
    }

    /// Sets up the recording of changes on the writer.
    fn ready(file: File, id: BooksId) -> Result<Self> {
        file.prepare_writer(row_images::prepare)?;
        Ok(Self { id, file })
    }
}

fn expected<'a>(
    path: &'a Path,
    key: &'a FileKey,
    proof: KeyProof,
    install: Uuid,
    id: BooksId,
) -> Expected<'a> {
    Expected { path, kind: Kind::Books, key, proof, install, file: id.uuid() }
}

/// Says why an update that names a version touched no row.
pub(crate) fn stale_or_missing(sql: Sql<'_>, table: &str, id: [u8; 16]) -> Error {
    let there = sql.find(&format!("SELECT 1 FROM {table} WHERE id = ?1"), [id], |_row| Ok(()));
    match there {
        Ok(Some(())) => Error::Stale,
        Ok(None) => Error::NotFound,
        Err(error) => error,
    }
}
