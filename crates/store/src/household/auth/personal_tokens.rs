//! Personal tokens: each reads one set of books for a while, and its row opens nothing without it.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId, SessionId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// A personal token; it goes with the grant that it was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalToken {
    /// Which; it takes the place of a session's identity.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// The books that it reads.
    pub books: BooksId,
    /// SHA-256 of the token, which is kept nowhere.
    pub token_hash: [u8; 32],
    /// The key of the books, wrapped under the token.
    pub wrapped: Vec<u8>,
    /// The mark of the sealed grant of that moment: one that was sealed anew has another.
    pub grant_mark: [u8; 32],
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, person, books, token_hash, wrapped, grant_mark, name, created_at, expires_at, used_at";

impl View<'_> {
    /// The row of a token, whether or not it still counts.
    pub fn find_personal_token(&self, token_hash: &[u8; 32]) -> Result<Option<PersonalToken>> {
        let sql = format!("SELECT {COLUMNS} FROM personal_tokens WHERE token_hash = ?1");
        self.sql.find(&sql, [token_hash], token)
    }

    /// The tokens of a person, newest first.
    pub fn personal_tokens_of(&self, person: PersonId) -> Result<Vec<PersonalToken>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM personal_tokens WHERE person = ?1 ORDER BY created_at DESC, id"
        );
        self.sql.all(&sql, [person.key()], token)
    }
}

impl Edit<'_> {
    /// Enters a token; without the grant that it was made of it is refused.
    pub fn add_personal_token(&self, token: &PersonalToken) -> Result<()> {
        let sql = format!(
            "INSERT INTO personal_tokens ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        );
        self.sql.run(
            &sql,
            params![
                token.id.key(),
                token.person.key(),
                token.books.key(),
                token.token_hash,
                token.wrapped,
                token.grant_mark,
                token.name,
                token.created_at.as_millisecond(),
                token.expires_at.as_millisecond(),
                token.used_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Notes that a token was used.
    pub fn touch_personal_token(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.touch(
            "UPDATE personal_tokens SET used_at = max(coalesce(used_at, ?2), ?2) WHERE id = ?1",
            params![id.key(), now.as_millisecond()],
        )
    }

    /// Takes a token of a person away.
    pub fn remove_personal_token(&self, id: SessionId, person: PersonId) -> Result<()> {
        self.sql.touch(
            "DELETE FROM personal_tokens WHERE id = ?1 AND person = ?2",
            params![id.key(), person.key()],
        )
    }
}

fn token(row: &Row<'_>) -> rusqlite::Result<PersonalToken> {
    Ok(PersonalToken {
        id: id(row, 0)?,
        person: id(row, 1)?,
        books: id(row, 2)?,
        token_hash: row.get(3)?,
        wrapped: row.get(4)?,
        grant_mark: row.get(5)?,
        name: row.get(6)?,
        created_at: at(row, 7)?,
        expires_at: at(row, 8)?,
        used_at: find_at(row, 9)?,
    })
}
