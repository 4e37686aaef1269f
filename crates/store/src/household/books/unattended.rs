//! Keys of books that are sealed to the machine itself.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, id};
use crate::household::books::list::{GRANT, Grant, grant};
use crate::household::{Edit, View};

/// The key of some books, sealed to the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unattended {
    /// Which books.
    pub books: BooksId,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// The fingerprint of the public key that it is sealed to.
    pub fingerprint: String,
    /// Since when.
    pub created_at: Timestamp,
}

const UNATTENDED: &str = "books, sealed, fingerprint, created_at";

impl View<'_> {
    /// Every key that is sealed to the machine.
    pub fn unattended(&self) -> Result<Vec<Unattended>> {
        self.sql.all(&format!("SELECT {UNATTENDED} FROM unattended ORDER BY books"), [], unattended)
    }

    /// The key of some books that is sealed to the machine, where there is one.
    pub fn find_unattended(&self, books: BooksId) -> Result<Option<Unattended>> {
        let sql = format!("SELECT {UNATTENDED} FROM unattended WHERE books = ?1");
        self.sql.find(&sql, [books.key()], unattended)
    }

    /// Every grant on every set of books that a person may open, oldest first.
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
    /// Keeps a key that is sealed to the machine, in the place of an earlier one.
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

    /// Takes the machine's key to some books away, where it has one.
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
