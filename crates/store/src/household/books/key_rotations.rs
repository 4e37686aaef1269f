//! Stores the current, next and former keys of the grants during a key rotation.
//!
//! The next key is stored from before its file is replaced until after. Opening tries the current
//! key first and the next one second, so that a power cut in between does no harm.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use rusqlite::params;

use crate::error::{Error, Result};
use crate::file::row::{Id as _, find_at, id};
use crate::household::{Edit, View};

/// The rotation state of the key of a set of books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationState {
    pub books: BooksId,
    /// When the current key was rotated in; `None` if it never was.
    pub renewed_at: Option<Timestamp>,
    /// Whether a rotation was begun and not finished.
    pub pending: bool,
    /// Whether the former key is still kept.
    pub retained: bool,
    /// Whether the key must be rotated once an owner signs in.
    pub due: bool,
}

impl View<'_> {
    /// Returns the next key sealed to a person, during a rotation.
    pub fn find_pending_grant(&self, books: BooksId, person: PersonId) -> Result<Option<Vec<u8>>> {
        self.wrap("pending", books, person)
    }

    /// Returns the former key sealed to a person, while the former file is kept.
    pub fn find_retained_grant(&self, books: BooksId, person: PersonId) -> Result<Option<Vec<u8>>> {
        self.wrap("retained", books, person)
    }

    fn wrap(&self, which: &str, books: BooksId, person: PersonId) -> Result<Option<Vec<u8>>> {
        let sql = format!(
            "SELECT {which} FROM grants WHERE books = ?1 AND person = ?2 AND {which} IS NOT NULL"
        );
        self.sql.find(&sql, params![books.key(), person.key()], |row| row.get(0))
    }

    /// Returns the next key sealed to the machine, during a rotation.
    pub fn find_pending_unattended(&self, books: BooksId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT pending FROM unattended WHERE books = ?1 AND pending IS NOT NULL";
        self.sql.find(sql, [books.key()], |row| row.get(0))
    }

    /// Returns the rotation state of all books, oldest first.
    pub fn key_standings(&self) -> Result<Vec<RotationState>> {
        self.sql.all(
            "SELECT b.id, b.key_since, b.rotation_due,
                 EXISTS (SELECT 1 FROM grants g WHERE g.books = b.id AND g.pending IS NOT NULL),
                 EXISTS (SELECT 1 FROM grants g WHERE g.books = b.id AND g.retained IS NOT NULL)
             FROM books b ORDER BY b.created_at, b.id",
            [],
            |row| {
                Ok(RotationState {
                    books: id(row, 0)?,
                    renewed_at: find_at(row, 1)?,
                    due: row.get(2)?,
                    pending: row.get(3)?,
                    retained: row.get(4)?,
                })
            },
        )
    }

    /// Returns the books of an owner whose keys must be rotated.
    pub fn rotations_due(&self, owner: PersonId) -> Result<Vec<BooksId>> {
        self.sql.all(
            "SELECT b.id FROM books b JOIN grants g ON g.books = b.id
             WHERE b.rotation_due AND g.person = ?1 AND g.access = 'own' ORDER BY b.created_at, b.id",
            [owner.key()],
            |row| id(row, 0),
        )
    }
}

impl Edit<'_> {
    /// Stores the next key for every person with a grant, beside the current one.
    ///
    /// Fails if a person is missing, because they could not open the books afterwards.
    pub fn begin_rotation(&self, books: BooksId, wraps: &WrappedNextKeys) -> Result<()> {
        if self.grants_on(books)?.len() != wraps.people.len() {
            return Err(Error::Stale);
        }
        if self.find_unattended(books)?.is_some() != wraps.machine.is_some() {
            return Err(Error::Stale);
        }
        for (person, wrap) in &wraps.people {
            self.sql.touch(
                "UPDATE grants SET pending = ?3 WHERE books = ?1 AND person = ?2",
                params![books.key(), person.key(), wrap],
            )?;
        }
        if let Some(wrap) = &wraps.machine {
            let sql = "UPDATE unattended SET pending = ?2 WHERE books = ?1";
            self.sql.touch(sql, params![books.key(), wrap])?;
        }
        Ok(())
    }

    /// Makes the next keys current and keeps the former ones; returns whether a rotation was in
    /// progress.
    pub fn end_rotation(&self, books: BooksId, now: Timestamp) -> Result<bool> {
        let ended = self.sql.run(
            "UPDATE grants SET retained = sealed, sealed = pending, pending = NULL
             WHERE books = ?1 AND pending IS NOT NULL",
            [books.key()],
        )?;
        if ended == 0 {
            return Ok(false);
        }
        self.sql.run(
            "UPDATE unattended SET retained = sealed, sealed = pending, pending = NULL
             WHERE books = ?1 AND pending IS NOT NULL",
            [books.key()],
        )?;
        self.sql.touch(
            "UPDATE books SET key_since = ?2, rotation_due = 0 WHERE id = ?1",
            params![books.key(), now.as_millisecond()],
        )?;
        Ok(true)
    }

    /// Requests a rotation of the key once an owner signs in.
    pub fn set_rotation_due(&self, books: BooksId) -> Result<()> {
        self.sql.touch("UPDATE books SET rotation_due = 1 WHERE id = ?1", [books.key()])
    }

    /// Replaces every key that a grant seals to a person, after a change of their identity.
    pub fn reseal_grant(
        &self,
        books: BooksId,
        person: PersonId,
        seals: &SealedGrant,
    ) -> Result<()> {
        self.sql.touch(
            "UPDATE grants SET sealed = ?3, fingerprint = ?4, pending = ?5, retained = ?6
             WHERE books = ?1 AND person = ?2",
            params![
                books.key(),
                person.key(),
                seals.sealed,
                seals.fingerprint,
                seals.pending,
                seals.retained
            ],
        )
    }

    /// Removes the pending sign-ins of a person, which would open a former identity; returns how
    /// many.
    pub fn remove_pending_of(&self, person: PersonId) -> Result<usize> {
        self.sql.run("DELETE FROM pending WHERE person = ?1", [person.key()])
    }

    /// Removes the former keys of all books; returns how many.
    pub fn forget_retained(&self) -> Result<usize> {
        self.sql.run("UPDATE unattended SET retained = NULL WHERE retained IS NOT NULL", [])?;
        self.sql.run("UPDATE grants SET retained = NULL WHERE retained IS NOT NULL", [])
    }
}

/// The next key of a set of books, sealed to every person who may open them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WrappedNextKeys {
    /// Sealed to each person.
    pub people: Vec<(PersonId, Vec<u8>)>,
    /// Sealed to the machine; `None` without unattended access.
    pub machine: Option<Vec<u8>>,
}

/// Every key of one grant, sealed to its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedGrant {
    /// The current key.
    pub sealed: Vec<u8>,
    /// The fingerprint of the public key that all three are sealed to.
    pub fingerprint: String,
    /// The next key, during a rotation.
    pub pending: Option<Vec<u8>>,
    /// The former key, while it is kept.
    pub retained: Option<Vec<u8>>,
}
