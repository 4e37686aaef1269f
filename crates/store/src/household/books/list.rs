//! Which books exist, how each file was last seen, and who may open it.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use rusqlite::{Row, params};

use crate::audit::chain::Head;
use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, find_at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// How a books file was left.
    BooksState {
        /// A key is in memory.
        Open = "open",
        /// Closed after both checks; its digest is known.
        Settled = "settled",
        /// Left open by a crash; nobody has opened it since.
        Unsettled = "unsettled",
    }
}

words! {
    /// What a grant allows.
    Access {
        /// To read and change, and to grant to others.
        Own = "own",
        /// To read.
        Read = "read",
    }
}

/// What the household knows of one set of books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Which books.
    pub id: BooksId,
    /// What they are called.
    pub title: String,
    /// Since when.
    pub created_at: Timestamp,
    /// How the file was left.
    pub state: BooksState,
    /// Where the books' journal was last seen to end: the file may be ahead of it, never behind.
    pub head: Head,
    /// The digest of the settled file, and when it was settled.
    pub settled: Option<([u8; 32], Timestamp)>,
}

/// The key of some books, sealed to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which books.
    pub books: BooksId,
    /// To whom.
    pub person: PersonId,
    /// What it allows.
    pub access: Access,
    /// Which part of these books is counted as theirs.
    pub share: Share,
    /// The sealed key.
    pub sealed: Vec<u8>,
    /// The fingerprint of the public key that it is sealed to.
    pub fingerprint: String,
    /// Since when.
    pub created_at: Timestamp,
}

const SHELF: &str = "id, title, created_at, state, sequence, head, settled_sha256, settled_at";
pub(crate) const GRANT: &str = "books, person, access, share, sealed, fingerprint, created_at";

impl View<'_> {
    /// Every set of books, oldest first.
    pub fn shelves(&self) -> Result<Vec<Shelf>> {
        self.sql.all(&format!("SELECT {SHELF} FROM books ORDER BY created_at, id"), [], shelf)
    }

    /// What is known of one set of books.
    pub fn shelf(&self, id: BooksId) -> Result<Shelf> {
        self.sql.one(&format!("SELECT {SHELF} FROM books WHERE id = ?1"), [id.key()], shelf)
    }

    /// What a person may open, oldest first.
    pub fn grants_of(&self, person: PersonId) -> Result<Vec<Grant>> {
        let sql =
            format!("SELECT {GRANT} FROM grants WHERE person = ?1 ORDER BY created_at, books");
        self.sql.all(&sql, [person.key()], grant)
    }

    /// Who may open some books.
    pub fn grants_on(&self, books: BooksId) -> Result<Vec<Grant>> {
        let sql =
            format!("SELECT {GRANT} FROM grants WHERE books = ?1 ORDER BY created_at, person");
        self.sql.all(&sql, [books.key()], grant)
    }

    /// A person's grant on some books, where they have one.
    pub fn find_grant(&self, books: BooksId, person: PersonId) -> Result<Option<Grant>> {
        let sql = format!("SELECT {GRANT} FROM grants WHERE books = ?1 AND person = ?2");
        self.sql.find(&sql, params![books.key(), person.key()], grant)
    }
}

impl Edit<'_> {
    /// Enters new books.
    pub fn add_shelf(&self, books: &Shelf) -> Result<()> {
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

    /// Renames books.
    pub fn rename_books(&self, id: BooksId, title: &str) -> Result<()> {
        let sql = "UPDATE books SET title = ?2 WHERE id = ?1";
        self.sql.touch(sql, params![id.key(), title])
    }

    /// Notes how a books file was left; a digest belongs to a settled file only.
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

    /// Notes where the books' journal ends; going back is refused, since a file that is behind what
    /// was seen of it has been rolled back.
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

    /// Forgets books and the grants on them; their file is not touched.
    pub fn remove_books(&self, id: BooksId) -> Result<()> {
        self.sql.touch("DELETE FROM books WHERE id = ?1", [id.key()])
    }

    /// Grants books to somebody, in the place of what they had.
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

    /// Takes a grant away; the key itself is to be rotated by who may.
    pub fn remove_grant(&self, books: BooksId, person: PersonId) -> Result<()> {
        self.sql.touch(
            "DELETE FROM grants WHERE books = ?1 AND person = ?2",
            params![books.key(), person.key()],
        )
    }
}

fn shelf(row: &Row<'_>) -> rusqlite::Result<Shelf> {
    let digest: Option<[u8; 32]> = row.get(6)?;
    Ok(Shelf {
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
