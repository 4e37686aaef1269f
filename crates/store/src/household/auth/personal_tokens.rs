//! Stores personal access tokens, each of which reads one set of books until it expires. The stored
//! row does not open the books without the token.

use jiff::Timestamp;
use pecule_domain::id::{BooksId, PersonId, SessionId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// A personal token. It is removed with the grant that it was created from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalToken {
    /// Used in place of a session's identity.
    pub id: SessionId,
    pub person: PersonId,
    /// The books that the token reads.
    pub books: BooksId,
    /// The SHA-256 of the token. The token itself is not stored.
    pub token_hash: [u8; 32],
    /// The key of the books, wrapped under the token.
    pub wrapped: Vec<u8>,
    /// A hash of the grant's sealed key at creation; it differs once the grant is sealed again.
    pub grant_mark: [u8; 32],
    /// The label that the owner gave it.
    pub name: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, person, books, token_hash, wrapped, grant_mark, name, created_at, expires_at, used_at";

impl View<'_> {
    /// Returns a token, whether or not it has expired.
    pub fn find_personal_token(&self, token_hash: &[u8; 32]) -> Result<Option<PersonalToken>> {
        let sql = format!("SELECT {COLUMNS} FROM personal_tokens WHERE token_hash = ?1");
        self.sql.find(&sql, [token_hash], token)
    }

    /// Returns the tokens of a person, newest first.
    pub fn personal_tokens_of(&self, person: PersonId) -> Result<Vec<PersonalToken>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM personal_tokens WHERE person = ?1 ORDER BY created_at DESC, id"
        );
        self.sql.all(&sql, [person.key()], token)
    }
}

impl Edit<'_> {
    /// Adds a token; fails if the person has no grant on the books.
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

    /// Stores the time of a token's last use.
    pub fn touch_personal_token(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.touch(
            "UPDATE personal_tokens SET used_at = max(coalesce(used_at, ?2), ?2) WHERE id = ?1",
            params![id.key(), now.as_millisecond()],
        )
    }

    /// Removes a token of a person.
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
