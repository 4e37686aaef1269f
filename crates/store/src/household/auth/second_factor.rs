//! Stores authenticator secrets, and sign-ins that wait for a code.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::{Row, params};

use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// The authenticator of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totp {
    pub person: PersonId,
    /// The wrapped secret.
    pub wrapped: Vec<u8>,
    /// The last used time step, so that each code is accepted once.
    pub last_step: i64,
    /// Since when a code is required; `None` until the first code was confirmed.
    pub enrolled_at: Option<Timestamp>,
}

/// A sign-in that waits for its code after the right password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The wrapped identity is bound to it.
    pub id: SessionId,
    pub person: PersonId,
    /// The SHA-256 of the pending token.
    pub token_hash: [u8; 32],
    /// The person's identity, wrapped under the pending token.
    pub wrapped: Vec<u8>,
    /// The number of codes tried.
    pub tries: u32,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl View<'_> {
    /// Returns the authenticator of a person.
    pub fn find_totp(&self, person: PersonId) -> Result<Option<Totp>> {
        self.sql.find(
            "SELECT person, wrapped, last_step, enrolled_at FROM totp WHERE person = ?1",
            [person.key()],
            |row| {
                Ok(Totp {
                    person: id(row, 0)?,
                    wrapped: row.get(1)?,
                    last_step: row.get(2)?,
                    enrolled_at: find_at(row, 3)?,
                })
            },
        )
    }

    /// Returns the pending sign-in of a token, unless expired.
    pub fn find_pending(&self, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Pending>> {
        self.sql.find(
            "SELECT id, person, token_hash, wrapped, tries, created_at, expires_at FROM pending
             WHERE token_hash = ?1 AND expires_at > ?2",
            params![token_hash, now.as_millisecond()],
            pending,
        )
    }
}

impl Edit<'_> {
    /// Sets the authenticator of a person, replacing the previous one.
    pub fn put_totp(&self, totp: &Totp) -> Result<()> {
        self.sql.run(
            "INSERT INTO totp (person, wrapped, last_step, enrolled_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (person) DO UPDATE
             SET wrapped = excluded.wrapped, last_step = excluded.last_step,
                 enrolled_at = excluded.enrolled_at",
            params![
                totp.person.key(),
                totp.wrapped,
                totp.last_step,
                totp.enrolled_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Marks a time step as used; fails with `Conflict` if it or a later one was used.
    pub fn use_totp_step(&self, person: PersonId, step: i64) -> Result<()> {
        let used = self.sql.run(
            "UPDATE totp SET last_step = ?2 WHERE person = ?1 AND last_step < ?2",
            params![person.key(), step],
        )?;
        if used == 0 { Err(Error::Conflict) } else { Ok(()) }
    }

    /// Removes the authenticator of a person.
    pub fn remove_totp(&self, person: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM totp WHERE person = ?1", [person.key()])
    }

    /// Adds a pending sign-in.
    pub fn add_pending(&self, pending: &Pending) -> Result<()> {
        self.sql.run(
            "INSERT INTO pending (id, person, token_hash, wrapped, tries, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                pending.id.key(),
                pending.person.key(),
                pending.token_hash,
                pending.wrapped,
                pending.tries,
                pending.created_at.as_millisecond(),
                pending.expires_at.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Counts an attempt; returns the number of attempts so far.
    pub fn count_try(&self, id: SessionId) -> Result<u32> {
        self.sql.touch("UPDATE pending SET tries = tries + 1 WHERE id = ?1", [id.key()])?;
        self.sql.one("SELECT tries FROM pending WHERE id = ?1", [id.key()], |row| row.get(0))
    }

    /// Removes a pending sign-in.
    pub fn remove_pending(&self, id: SessionId) -> Result<()> {
        self.sql.touch("DELETE FROM pending WHERE id = ?1", [id.key()])
    }

    /// Removes every pending sign-in of a person.
    pub fn forget_awaited(&self, person: PersonId) -> Result<()> {
        self.sql.run("DELETE FROM pending WHERE person = ?1", [person.key()])?;
        Ok(())
    }

    /// Removes expired pending sign-ins; returns how many.
    pub fn prune_pending(&self, now: Timestamp) -> Result<usize> {
        self.sql.run("DELETE FROM pending WHERE expires_at <= ?1", [now.as_millisecond()])
    }
}

fn pending(row: &Row<'_>) -> rusqlite::Result<Pending> {
    Ok(Pending {
        id: id(row, 0)?,
        person: id(row, 1)?,
        token_hash: row.get(2)?,
        wrapped: row.get(3)?,
        tries: row.get(4)?,
        created_at: at(row, 5)?,
        expires_at: at(row, 6)?,
    })
}
