//! Stores the wealth of one set of books in an encrypted file, with every change made to it.

pub mod access;
pub mod changes;
pub mod wealth;

use std::ops::Deref;
use std::path::Path;

use pecule_domain::id::BooksId;
use uuid::Uuid;

use crate::books::changes::row_images;
use crate::error::{Error, Result};
use crate::file::connect::{Expected, Kind};
use crate::file::database::File;
use crate::file::key::{FileKey, KeyProof};
use crate::file::sql::Sql;

/// The open file of one set of books.
#[derive(Debug)]
pub struct Books {
    id: BooksId,
    file: File,
}

/// A read transaction on the books: one consistent state.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) sql: Sql<'a>,
}

/// A write transaction on the books: one operation, undone as a whole. It also reads.
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

/// A page of a list that is ordered by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The name and identity of the last record already returned; `None` for the first page.
    pub after: Option<(String, Uuid)>,
    /// The maximum number of records.
    pub limit: u32,
}

impl Page {
    /// Returns the bounds as SQL parameters; the first page starts before every name.
    pub(crate) fn bounds(&self) -> (&str, [u8; 16], u32) {
        let (name, id) = self.after.as_ref().map_or(("", Uuid::nil()), |(name, id)| (name, *id));
        (name, id.into_bytes(), self.limit)
    }
}

impl Books {
    /// Creates the file of new books; fails with `Exists` if the path is taken.
    pub fn create(path: &Path, key: &FileKey, install: Uuid, id: BooksId) -> Result<Self> {
        Self::ready(File::create(expected(path, key, KeyProof::Checked, install, id))?, id)
    }

    /// Opens books of this installation after checking its key, kind, schema and origin.
    pub fn open(
        path: &Path,
        key: &FileKey,
        proof: KeyProof,
        install: Uuid,
        id: BooksId,
    ) -> Result<Self> {
        Self::ready(File::open(expected(path, key, proof, install, id))?, id)
    }

    /// Returns the identity of these books.
    pub fn id(&self) -> BooksId {
        self.id
    }

    /// Runs a closure in a read transaction.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.read(|sql| work(View { sql }))
    }

    /// Returns the open file, for its write flag, integrity checks and copies.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Closes the file and removes its write-ahead log.
    pub fn close(self) -> Result<()> {
        self.file.close()
    }

    /// Checks and closes the file; returns the SHA-256 of its bytes.
    pub fn settle(self) -> Result<[u8; 32]> {
        self.file.settle()
    }

    /// Creates the triggers that record changes, on the writing connection.
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

/// Tells `Stale` from `NotFound` after an update with a version touched no row.
pub(crate) fn stale_or_missing(sql: Sql<'_>, table: &str, id: [u8; 16]) -> Error {
    let there = sql.find(&format!("SELECT 1 FROM {table} WHERE id = ?1"), [id], |_row| Ok(()));
    match there {
        Ok(Some(())) => Error::Stale,
        Ok(None) => Error::NotFound,
        Err(error) => error,
    }
}
