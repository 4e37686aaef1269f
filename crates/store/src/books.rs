//! To come.
use std::path::Path;
use pecule_domain::id::BooksId;
use uuid::Uuid;
use crate::error::Result;
use crate::file::File;
use crate::key::{FileKey, KeyProof};
use crate::open::{Expected, Kind};
pub(crate) const STEPS: &[&str] = &[include_str!("../migrations/books/0001_meta.sql")];
/// x
#[derive(Debug)]
pub struct Books { file: File }
impl Books {
    /// Makes the file of new books; refuses to touch an existing one.
    pub fn create(path: &Path, key: &FileKey, install: Uuid, id: BooksId) -> Result<Self> {
        File::create(expected(path, key, KeyProof::Checked, install, id)).map(|file| Self { file })
    }

    /// Opens these books of this installation, after every check.
    pub fn open(path: &Path, key: &FileKey, proof: KeyProof, install: Uuid, id: BooksId) -> Result<Self> {
        File::open(expected(path, key, proof, install, id)).map(|file| Self { file })
    }
    /// c
    pub fn close(self) -> Result<()> { self.file.close() }
}
fn expected<'a>(path: &'a Path, key: &'a FileKey, proof: KeyProof, install: Uuid, id: BooksId) -> Expected<'a> {
    Expected { path, kind: Kind::Books, key, proof, install, file: id.uuid() }
}
