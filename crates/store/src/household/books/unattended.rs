//! Stores keys of books that are sealed to the machine, for unattended access.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, id};
use crate::household::books::list::{GRANT, Grant, grant};
use crate::household::{Edit, View};

/// The key of a set of books, sealed to the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unattended {
    pub books: BooksId,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// The fingerprint of the public key that `sealed` is for.
    pub fingerprint: String,
    pub created_at: Timestamp,
}

const UNATTENDED: &str = "books, sealed, fingerprint, created_at";

impl View<'_> {
    /// Returns every key that is sealed to the machine.
    pub fn unattended(&self) -> Result<Vec<Unattended>> {
        self.sql.all(&format!("SELECT {UNATTENDED} FROM unattended ORDER BY books"), [], unattended)
    }

    /// Returns the key of a set of books that is sealed to the machine.
    pub fn find_unattended(&self, books: BooksId) -> Result<Option<Unattended>> {
        let sql = format!("SELECT {UNATTENDED} FROM unattended WHERE books = ?1");
        self.sql.find(&sql, [books.key()], unattended)
    }

    /// Returns all grants on the books that a person may open, oldest books first.
    pub fn grants_beside(&self, person: PersonId) -> Result<Vec<Grant>> {
        let sql = format!(
            "SELECT {GRANT} FROM grants
             WHERE books IN (SELECT books FROM grants WHERE person = ?1)
             ORDER BY created_at, books, person"
        );
        self.sql.all(&sql, [person.key()], grant)
    }
}

impl Edit<'_> {
    /// Adds or replaces a key that is sealed to the machine.
    pub fn put_unattended(&self, key: &Unattended) -> Result<()> {
        self.sql.run(
            "INSERT INTO unattended (books, sealed, fingerprint, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (books) DO UPDATE SET sealed = excluded.sealed,
                 fingerprint = excluded.fingerprint, created_at = excluded.created_at",
            params![
                key.books.key(),
                key.sealed,
                key.fingerprint,
                key.created_at.as_millisecond()
            ],
        )?;
        Ok(())
    }

    /// Removes the machine's key to a set of books, if present.
    pub fn remove_unattended(&self, books: BooksId) -> Result<()> {
        self.sql.run("DELETE FROM unattended WHERE books = ?1", [books.key()]).map(drop)
    }
}

fn unattended(row: &Row<'_>) -> rusqlite::Result<Unattended> {
    Ok(Unattended {
        books: id(row, 0)?,
        sealed: row.get(1)?,
        fingerprint: row.get(2)?,
        created_at: at(row, 3)?,
    })
}
