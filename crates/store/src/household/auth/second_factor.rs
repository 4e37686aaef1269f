//! Authenticator secrets, and sign-ins that wait for a code.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::{Row, params};

use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// A person's authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totp {
    /// Whose.
    pub person: PersonId,
    /// The secret, wrapped.
    pub wrapped: Vec<u8>,
    /// The last time step whose code was used: each code counts once.
    pub last_step: i64,
    /// Since when it is demanded; none while its first code was not given yet.
    pub enrolled_at: Option<Timestamp>,
}

/// A sign-in whose password was right and whose code is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Which; what is wrapped is bound to it.
    pub id: SessionId,
    /// Who.
    pub person: PersonId,
    /// SHA-256 of the pending token.
    pub token_hash: [u8; 32],
    /// The person's identity, wrapped under the pending token.
    pub wrapped: Vec<u8>,
    /// How many codes were tried.
    pub tries: u32,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

impl View<'_> {
    /// A person's authenticator, where they have one.
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

    /// The waiting sign-in of a token, if it has not expired.
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
    /// Gives a person an authenticator, in the place of the one they had.
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

    /// Uses a time step up; one that was used before, or an earlier one, is refused as `Conflict`.
    pub fn use_totp_step(&self, person: PersonId, step: i64) -> Result<()> {
        let used = self.sql.run(
            "UPDATE totp SET last_step = ?2 WHERE person = ?1 AND last_step < ?2",
            params![person.key(), step],
        )?;
        if used == 0 { Err(Error::Conflict) } else { Ok(()) }
    }

    /// Takes a person's authenticator away.
    pub fn remove_totp(&self, person: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM totp WHERE person = ?1", [person.key()])
    }

    /// Lets a sign-in wait for its code.
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

    /// Counts a code that was tried; answers how many there were with this one.
    pub fn count_try(&self, id: SessionId) -> Result<u32> {
        self.sql.touch("UPDATE pending SET tries = tries + 1 WHERE id = ?1", [id.key()])?;
        self.sql.one("SELECT tries FROM pending WHERE id = ?1", [id.key()], |row| row.get(0))
    }

    /// Ends the waiting of a sign-in.
    pub fn remove_pending(&self, id: SessionId) -> Result<()> {
        self.sql.touch("DELETE FROM pending WHERE id = ?1", [id.key()])
    }

    /// Ends the waiting of every sign-in of a person.
    pub fn forget_awaited(&self, person: PersonId) -> Result<()> {
        self.sql.run("DELETE FROM pending WHERE person = ?1", [person.key()])?;
        Ok(())
    }

    /// Forgets the sign-ins that waited too long.
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
