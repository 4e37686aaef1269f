//! Stores the people of one installation and their ways to sign in (`household.db`). It contains no
//! wealth.

use std::ops::Deref;
use std::path::Path;

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::file::connect::{Expected, Kind};
use crate::file::database::File;
use crate::file::key::{FileKey, KeyProof};
use crate::file::sql::Sql;

pub mod audit;
pub mod auth;
pub mod backup;
pub mod books;
pub mod monitoring;
pub mod people;
pub mod settings;

/// The open `household.db` of the installation.
#[derive(Debug)]
pub struct Household {
    file: File,
}

/// A read transaction on the household: one consistent state.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) sql: Sql<'a>,
}

/// A write transaction on the household; it also reads.
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

impl Household {
    /// Creates the file of a new installation; fails with `Exists` if the path is taken.
    pub fn create(path: &Path, key: &FileKey, install: Uuid) -> Result<Self> {
        File::create(expected(path, key, KeyProof::Checked, install)).map(|file| Self { file })
    }

    /// Opens the file of this installation after every check.
    pub fn open(path: &Path, key: &FileKey, proof: KeyProof, install: Uuid) -> Result<Self> {
        File::open(expected(path, key, proof, install)).map(|file| Self { file })
    }

    /// Runs a closure in a read transaction.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.read(|sql| work(View { sql }))
    }

    /// Runs a closure in a write transaction and commits if it returns `Ok`.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Edit<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.write(|sql| work(Edit { view: View { sql } }))
    }

    /// Like [`Household::write`], but also allowed while the audit chain is broken, to record the
    /// break.
    pub fn write_anyway<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Edit<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.write_anyway(|sql| work(Edit { view: View { sql } }))
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
}

fn expected<'a>(path: &'a Path, key: &'a FileKey, proof: KeyProof, install: Uuid) -> Expected<'a> {
    Expected { path, kind: Kind::Household, key, proof, install, file: install }
}
