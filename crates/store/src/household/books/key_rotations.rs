//! Keys being renewed: the wraps of the next key beside those of the present one, and those that were before.
//!
//! A wrap is pending from before its file is replaced until after: whoever opens the books then tries the
//! present key first and the pending one after it, so that a power cut in between costs nothing.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use rusqlite::params;

use crate::error::{Error, Result};
use crate::file::row::{Id as _, find_at, id};
use crate::household::{Edit, View};

/// How the key of some books stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStanding {
    /// Which books.
    pub books: BooksId,
    /// Since when the present key is theirs, where it was ever renewed.
    pub renewed_at: Option<Timestamp>,
    /// Whether a renewal was begun and not ended.
    pub pending: bool,
    /// Whether the key before is still kept.
    pub retained: bool,
    /// Whether the key is to be renewed as soon as an owner is there.
    pub due: bool,
}

impl View<'_> {
    /// The pending wrap of somebody's grant, where a renewal was begun and not ended.
    pub fn find_pending_grant(&self, books: BooksId, person: PersonId) -> Result<Option<Vec<u8>>> {
        self.wrap("pending", books, person)
    }

    /// The wrap of the key before the present one, as long as the older file is kept.
    pub fn find_retained_grant(&self, books: BooksId, person: PersonId) -> Result<Option<Vec<u8>>> {
        self.wrap("retained", books, person)
    }

    fn wrap(&self, which: &str, books: BooksId, person: PersonId) -> Result<Option<Vec<u8>>> {
        let sql = format!(
            "SELECT {which} FROM grants WHERE books = ?1 AND person = ?2 AND {which} IS NOT NULL"
        );
        self.sql.find(&sql, params![books.key(), person.key()], |row| row.get(0))
    }

    /// The pending wrap for the machine itself, where a renewal was begun and not ended.
    pub fn find_pending_unattended(&self, books: BooksId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT pending FROM unattended WHERE books = ?1 AND pending IS NOT NULL";
        self.sql.find(sql, [books.key()], |row| row.get(0))
    }

    /// How the keys of all books stand, oldest books first.
    pub fn key_standings(&self) -> Result<Vec<KeyStanding>> {
        self.sql.all(
            "SELECT b.id, b.key_since, b.rotation_due,
                 EXISTS (SELECT 1 FROM grants g WHERE g.books = b.id AND g.pending IS NOT NULL),
                 EXISTS (SELECT 1 FROM grants g WHERE g.books = b.id AND g.retained IS NOT NULL)
             FROM books b ORDER BY b.created_at, b.id",
            [],
            |row| {
                Ok(KeyStanding {
                    books: id(row, 0)?,
                    renewed_at: find_at(row, 1)?,
                    due: row.get(2)?,
                    pending: row.get(3)?,
                    retained: row.get(4)?,
                })
            },
        )
    }

    /// The books that a person owns and whose key is to be renewed.
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
    /// Puts the wraps of the next key beside those of the present one, for everybody who may open these books.
    ///
    /// Somebody who was left out could never open them again: that is refused.
    pub fn begin_rotation(&self, books: BooksId, wraps: &Wraps) -> Result<()> {
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

    /// Makes the pending wraps the present ones and keeps those before; whether there were any.
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

    /// Asks for the key of some books to be renewed as soon as an owner is there.
    pub fn set_rotation_due(&self, books: BooksId) -> Result<()> {
        self.sql.touch("UPDATE books SET rotation_due = 1 WHERE id = ?1", [books.key()])
    }

    /// Replaces what of a grant is sealed to somebody, because their identity is new.
    pub fn reseal_grant(&self, books: BooksId, person: PersonId, seals: &Seals) -> Result<()> {
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

    /// Forgets every sign-in of somebody that waits for its second factor: it would open with a former identity.
    pub fn remove_pending_of(&self, person: PersonId) -> Result<usize> {
        self.sql.run("DELETE FROM pending WHERE person = ?1", [person.key()])
    }

    /// Forgets the keys before the present ones of all books; answers how many wraps went.
    pub fn forget_retained(&self) -> Result<usize> {
        self.sql.run("UPDATE unattended SET retained = NULL WHERE retained IS NOT NULL", [])?;
        self.sql.run("UPDATE grants SET retained = NULL WHERE retained IS NOT NULL", [])
    }
}

/// The next key of some books, sealed to everybody who may open them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wraps {
    /// Sealed to people.
    pub people: Vec<(PersonId, Vec<u8>)>,
    /// Sealed to the machine, where it works on while all are out.
    pub machine: Option<Vec<u8>>,
}

/// Everything of one grant that is sealed to its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seals {
    /// The present key.
    pub sealed: Vec<u8>,
    /// The fingerprint of the public key that all three are sealed to.
    pub fingerprint: String,
    /// The next key, where a renewal was begun and not ended.
    pub pending: Option<Vec<u8>>,
    /// The key before.
    pub retained: Option<Vec<u8>>,
}
