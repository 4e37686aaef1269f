//! Provides a temporary data folder with one household and one set of books.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use pecule_store::household::people::persons::Person;
use pecule_store::{Books, FileKey, Folder, Household, KeyProof};
use uuid::Uuid;

/// A data folder that is removed when dropped.
pub(crate) struct Place {
    pub(crate) folder: Folder,
    pub(crate) install: Uuid,
    _temporary: tempfile::TempDir,
}

pub(crate) fn key() -> FileKey {
    FileKey::new([7; 32])
}

/// Computes a code for tests that depends on every byte of its input, without being a real MAC.
pub(crate) fn mac(prev: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut code = [0; 32];
    for (salt, part) in code.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (salt, prev, fields).hash(&mut hasher);
        part.copy_from_slice(&hasher.finish().to_be_bytes());
    }
    code
}

/// Computes the code of an entry under a former key.
pub(crate) fn old_mac(key: &[u8; 32], prev: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
    let with_key: Vec<&[u8]> = std::iter::once(&key[..]).chain(fields.iter().copied()).collect();
    mac(prev, &with_key)
}

pub(crate) fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(crate) fn person(number: u128, name: &str) -> Person {
    Person {
        id: PersonId::new(Uuid::from_u128(number)),
        name: name.to_owned(),
        admin: number == 1,
        language: "fr".to_owned(),
        theme: "auto".to_owned(),
        public_key: format!("age1{number}"),
        preferences: "{}".to_owned(),
        created_at: moment(0),
        disabled_at: None,
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::create(temporary.path().join("data")).unwrap();
        Self { folder, install: Uuid::from_u128(0xfeed), _temporary: temporary }
    }

    pub(crate) fn household(&self) -> Household {
        Household::create(&self.folder.household(), &key(), self.install).unwrap()
    }

    pub(crate) fn reopen(&self, proof: KeyProof) -> pecule_store::Result<Household> {
        Household::open(&self.folder.household(), &key(), proof, self.install)
    }

    pub(crate) fn books_id() -> BooksId {
        BooksId::new(Uuid::from_u128(0xb00c))
    }

    pub(crate) fn books(&self) -> Books {
        let id = Self::books_id();
        Books::create(&self.folder.books(id), &key(), self.install, id).unwrap()
    }

    pub(crate) fn reopen_books(&self) -> pecule_store::Result<Books> {
        let id = Self::books_id();
        Books::open(&self.folder.books(id), &key(), KeyProof::Checked, self.install, id)
    }
}
