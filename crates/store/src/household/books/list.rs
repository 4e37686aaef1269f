//! Stores the list of books, the last known state of each file, and the grants.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use rusqlite::{Row, params};

use crate::audit::entry::Head;
use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, find_at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// The last known state of a books file.
    BooksState {
        /// The file is open, with its key in memory.
        Open = "open",
        /// Closed after both integrity checks; the digest is stored.
        Settled = "settled",
        /// Left open by a crash and not opened since.
        Unsettled = "unsettled",
    }
}

words! {
    /// The access that a grant allows.
    Access {
        /// Read, change, and grant to others.
        Own = "own",
        /// Read, without any change.
        Read = "read",
    }
}

/// A set of books as recorded in the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BooksRow {
    pub id: BooksId,
    pub title: String,
    pub created_at: Timestamp,
    pub state: BooksState,
    /// The last known end of the books' audit log. The file may be ahead of it, but never behind.
    pub head: Head,
    /// The digest of the closed file, and when it was computed.
    pub settled: Option<([u8; 32], Timestamp)>,
}

/// The key of a set of books, sealed to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub books: BooksId,
    /// The person who may open the books.
    pub person: PersonId,
    pub access: Access,
    /// The part of the books that belongs to the person.
    pub share: Share,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// The fingerprint of the public key that `sealed` is for.
    pub fingerprint: String,
    pub created_at: Timestamp,
}

const SHELF: &str = "id, title, created_at, state, sequence, head, settled_sha256, settled_at";
pub(crate) const GRANT: &str = "books, person, access, share, sealed, fingerprint, created_at";

impl View<'_> {
    /// Returns every set of books, oldest first.
    pub fn shelves(&self) -> Result<Vec<BooksRow>> {
        self.sql.all(&format!("SELECT {SHELF} FROM books ORDER BY created_at, id"), [], shelf)
    }

    /// Returns a set of books, or `NotFound`.
    pub fn shelf(&self, id: BooksId) -> Result<BooksRow> {
        self.sql.one(&format!("SELECT {SHELF} FROM books WHERE id = ?1"), [id.key()], shelf)
    }

    /// Returns the grants of a person, oldest books first.
    pub fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>> {
        let sql =
            format!("SELECT {GRANT} FROM grants WHERE person = ?1 ORDER BY created_at, books");
        self.sql.all(&sql, [person.key()], grant)
    }

    /// Returns the grants on a set of books.
    pub fn grants_on(&self, books: BooksId) -> Result<Vec<Grant>> {
        let sql =
            format!("SELECT {GRANT} FROM grants WHERE books = ?1 ORDER BY created_at, person");
        self.sql.all(&sql, [books.key()], grant)
    }

    /// Returns the grant of a person on a set of books.
    pub fn find_grant(&self, books: BooksId, person: PersonId) -> Result<Option<Grant>> {
        let sql = format!("SELECT {GRANT} FROM grants WHERE books = ?1 AND person = ?2");
        self.sql.find(&sql, params![books.key(), person.key()], grant)
    }
}

impl Edit<'_> {
    /// Adds a set of books to the list.
    pub fn add_shelf(&self, books: &BooksRow) -> Result<()> {
        self.sql.run(
            &format!("INSERT INTO books ({SHELF}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
            params![
                books.id.key(),
                books.title,
                books.created_at.as_millisecond(),
                books.state.word(),
                books.head.seq,
                books.head.mac,
                books.settled.map(|(digest, _at)| digest),
                books.settled.map(|(_digest, at)| at.as_millisecond()),
            ],
        )?;
        Ok(())
    }

    /// Renames a set of books.
    pub fn rename_books(&self, id: BooksId, title: &str) -> Result<()> {
        let sql = "UPDATE books SET title = ?2 WHERE id = ?1";
        self.sql.touch(sql, params![id.key(), title])
    }

    /// Stores the state of a books file; only a settled file has a digest.
    pub fn set_books_state(
        &self,
        id: BooksId,
        state: BooksState,
        settled: Option<([u8; 32], Timestamp)>,
    ) -> Result<()> {
        self.sql.touch(
            "UPDATE books SET state = ?2, settled_sha256 = ?3, settled_at = ?4 WHERE id = ?1",
            params![
                id.key(),
                state.word(),
                settled.map(|(digest, _at)| digest),
                settled.map(|(_digest, at)| at.as_millisecond()),
            ],
        )
    }

    /// Stores the end of the books' audit log. A step back is refused, because a file behind its
    /// last known end was rolled back.
    pub fn advance_books(&self, id: BooksId, head: Head) -> Result<()> {
        let seen = self.shelf(id)?.head;
        if seen.seq > head.seq || (seen.seq == head.seq && seen.mac != head.mac) {
            return Err(Error::Conflict);
        }
        self.sql.touch(
            "UPDATE books SET sequence = ?2, head = ?3 WHERE id = ?1",
            params![id.key(), head.seq, head.mac],
        )
    }

    /// Removes a set of books and its grants; its file is not touched.
    pub fn remove_books(&self, id: BooksId) -> Result<()> {
        self.sql.touch("DELETE FROM books WHERE id = ?1", [id.key()])
    }

    /// Adds a grant, or replaces the person's grant on the same books.
    pub fn put_grant(&self, grant: &Grant) -> Result<()> {
        self.sql.run(
            "INSERT INTO grants (books, person, access, share, sealed, fingerprint, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (books, person) DO UPDATE
             SET access = excluded.access, share = excluded.share, sealed = excluded.sealed,
                 fingerprint = excluded.fingerprint, created_at = excluded.created_at",
            params![
                grant.books.key(),
                grant.person.key(),
                grant.access.word(),
                grant.share.to_string(),
                grant.sealed,
                grant.fingerprint,
                grant.created_at.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Removes a grant. The caller is responsible for the rotation of the key.
    pub fn remove_grant(&self, books: BooksId, person: PersonId) -> Result<()> {
        self.sql.touch(
            "DELETE FROM grants WHERE books = ?1 AND person = ?2",
            params![books.key(), person.key()],
        )
    }
}

fn shelf(row: &Row<'_>) -> rusqlite::Result<BooksRow> {
    let digest: Option<[u8; 32]> = row.get(6)?;
    Ok(BooksRow {
        id: id(row, 0)?,
        title: row.get(1)?,
        created_at: at(row, 2)?,
        state: text(row, 3)?,
        head: Head { seq: row.get(4)?, mac: row.get(5)? },
        settled: digest.zip(find_at(row, 7)?),
    })
}

pub(crate) fn grant(row: &Row<'_>) -> rusqlite::Result<Grant> {
    Ok(Grant {
        books: id(row, 0)?,
        person: id(row, 1)?,
        access: text(row, 2)?,
        share: text(row, 3)?,
        sealed: row.get(4)?,
        fingerprint: row.get(5)?,
        created_at: at(row, 6)?,
    })
}
