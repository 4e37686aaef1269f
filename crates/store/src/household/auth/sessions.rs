//! Stores sessions. Browsers have an opaque token, programs a refresh token that is used once.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// The kind of a session.
    SessionKind {
        /// A browser with a cookie.
        Browser = "browser",
        /// A program with refresh and access tokens.
        Api = "api",
    }
}

/// The largest clock step back that sessions tolerate.
const SET_BACK: SignedDuration = SignedDuration::from_mins(5);

/// A session of a signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Contained in access tokens.
    pub id: SessionId,
    pub person: PersonId,
    pub kind: SessionKind,
    /// The SHA-256 of the token. The token itself is not stored.
    pub token_hash: [u8; 32],
    /// The person's identity, wrapped under the token.
    pub wrapped: Vec<u8>,
    /// A description of the device that its owner recognises.
    pub label: String,
    /// The first part of the network address.
    pub address: String,
    pub created_at: Timestamp,
    /// The time of last use.
    pub seen_at: Timestamp,
    /// The expiry without further use.
    pub idle_until: Timestamp,
    /// The absolute expiry.
    pub expires_at: Timestamp,
    /// The time of the last reauthentication.
    pub confirmed_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    /// Since when the session is locked; the wrapped identity is wiped meanwhile.
    pub locked_at: Option<Timestamp>,
}

/// A refresh token that was already used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpentToken {
    pub session: SessionId,
    /// The identity wrapped under the token. It is kept while the response with the next token may
    /// have been lost.
    pub wrapped: Option<Vec<u8>>,
    /// When the next token was issued.
    pub replaced_at: Timestamp,
}

impl Session {
    /// Returns whether the session may be used at a time.
    ///
    /// Setting the clock back would prolong a session. It is refused until the clock has caught up,
    /// with a tolerance of 5 minutes.
    pub fn is_live(&self, now: Timestamp) -> bool {
        let is_clock_back = self.seen_at.duration_since(now) > SET_BACK;
        let is_over = now >= self.idle_until || now >= self.expires_at;
        self.revoked_at.is_none() && !is_over && !is_clock_back
    }
}

const COLUMNS: &str = "id, person, kind, token_hash, wrapped, label, address, created_at, seen_at,
     idle_until, expires_at, confirmed_at, revoked_at, locked_at";

impl View<'_> {
    /// Returns a session, live or not; or `NotFound`.
    pub fn session(&self, id: SessionId) -> Result<Session> {
        let sql = format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1");
        self.sql.one(&sql, [id.key()], session)
    }

    /// Returns the session of a token, live or not.
    pub fn find_session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>> {
        let sql = format!("SELECT {COLUMNS} FROM sessions WHERE token_hash = ?1");
        self.sql.find(&sql, [token_hash], session)
    }

    /// Returns the live sessions of a person, last used first.
    pub fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sessions
             WHERE person = ?1 AND revoked_at IS NULL AND idle_until > ?2 AND expires_at > ?2
             ORDER BY seen_at DESC, id"
        );
        self.sql.all(&sql, params![person.key(), now.as_millisecond()], session)
    }

    /// Returns all live browser sessions that are not locked.
    pub fn open_browsers(&self, now: Timestamp) -> Result<Vec<Session>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sessions
             WHERE kind = 'browser' AND revoked_at IS NULL AND locked_at IS NULL
                 AND idle_until > ?1 AND expires_at > ?1
             ORDER BY seen_at, id"
        );
        self.sql.all(&sql, [now.as_millisecond()], session)
    }

    /// Returns a used refresh token by its hash.
    pub fn find_spent_token(&self, token_hash: &[u8; 32]) -> Result<Option<SpentToken>> {
        self.sql.find(
            "SELECT session, wrapped, replaced_at FROM spent_tokens WHERE token_hash = ?1",
            [token_hash],
            |row| {
                Ok(SpentToken {
                    session: id(row, 0)?,
                    wrapped: row.get(1)?,
                    replaced_at: at(row, 2)?,
                })
            },
        )
    }
}

impl Edit<'_> {
    /// Adds a session.
    pub fn add_session(&self, session: &Session) -> Result<()> {
        let sql = format!(
            "INSERT INTO sessions ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
        );
        self.sql.run(
            &sql,
            params![
                session.id.key(),
                session.person.key(),
                session.kind.word(),
                session.token_hash,
                session.wrapped,
                session.label,
                session.address,
                session.created_at.as_millisecond(),
                session.seen_at.as_millisecond(),
                session.idle_until.as_millisecond(),
                session.expires_at.as_millisecond(),
                session.confirmed_at.map(Timestamp::as_millisecond),
                session.revoked_at.map(Timestamp::as_millisecond),
                session.locked_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Updates the last use and the idle expiry; a clock that jumped back never prolongs the
    /// session.
    pub fn touch_session(
        &self,
        id: SessionId,
        now: Timestamp,
        idle_until: Timestamp,
    ) -> Result<()> {
        self.sql.touch(
            "UPDATE sessions SET seen_at = max(seen_at, ?2), idle_until = ?3
             WHERE id = ?1 AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond(), idle_until.as_millisecond()],
        )
    }

    /// Stores the time of a reauthentication.
    pub fn confirm_session(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.touch(
            "UPDATE sessions SET confirmed_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )
    }

    /// Locks a browser session: its token opens nothing until the password is entered.
    pub fn lock_session(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.run(
            "UPDATE sessions SET locked_at = ?2, confirmed_at = NULL, wrapped = x''
             WHERE id = ?1 AND kind = 'browser' AND locked_at IS NULL AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )?;
        Ok(())
    }

    /// Unlocks a browser session with a new token after the password was entered; the former token
    /// becomes invalid.
    pub fn renew_session(
        &self,
        id: SessionId,
        token_hash: &[u8; 32],
        wrapped: &[u8],
        now: Timestamp,
    ) -> Result<()> {
        self.sql.touch(
            "UPDATE sessions SET token_hash = ?2, wrapped = ?3, confirmed_at = ?4,
                 seen_at = max(seen_at, ?4), locked_at = NULL
             WHERE id = ?1 AND kind = 'browser' AND revoked_at IS NULL",
            params![id.key(), token_hash, wrapped, now.as_millisecond()],
        )
    }

    /// Replaces the token of a session and remembers the former one as used.
    ///
    /// Identities wrapped under earlier tokens are wiped, because only the last predecessor is ever
    /// accepted.
    pub fn rotate_token(
        &self,
        id: SessionId,
        token_hash: &[u8; 32],
        wrapped: &[u8],
        now: Timestamp,
    ) -> Result<()> {
        self.sql.run(
            "UPDATE spent_tokens SET wrapped = NULL WHERE session = ?1 AND wrapped IS NOT NULL",
            [id.key()],
        )?;
        self.sql.touch(
            "INSERT INTO spent_tokens (token_hash, session, wrapped, replaced_at)
             SELECT token_hash, id, wrapped, ?2 FROM sessions WHERE id = ?1 AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )?;
        self.sql.touch(
            "UPDATE sessions SET token_hash = ?2, wrapped = ?3 WHERE id = ?1",
            params![id.key(), token_hash, wrapped],
        )
    }

    /// Revokes a session and wipes its wrapped identity.
    pub fn revoke_session(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.run("DELETE FROM spent_tokens WHERE session = ?1", [id.key()])?;
        self.sql.touch(
            "UPDATE sessions SET revoked_at = ?2, wrapped = x'' WHERE id = ?1 AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )
    }

    /// Revokes every session of a person but one; returns how many.
    pub fn revoke_sessions_of(
        &self,
        person: PersonId,
        but: Option<SessionId>,
        now: Timestamp,
    ) -> Result<usize> {
        let live = self.sessions_of(person, now)?;
        let ended = live.iter().filter(|session| Some(session.id) != but);
        ended
            .map(|session| self.revoke_session(session.id, now))
            .try_fold(0_usize, |count, done| done.map(|()| count.saturating_add(1)))
    }

    /// Removes sessions that ended before a time; returns how many.
    pub fn prune_sessions(&self, ended_before: Timestamp) -> Result<usize> {
        self.sql.run(
            "DELETE FROM sessions
             WHERE min(idle_until, expires_at, coalesce(revoked_at, expires_at)) < ?1",
            [ended_before.as_millisecond()],
        )
    }
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: id(row, 0)?,
        person: id(row, 1)?,
        kind: text(row, 2)?,
        token_hash: row.get(3)?,
        wrapped: row.get(4)?,
        label: row.get(5)?,
        address: row.get(6)?,
        created_at: at(row, 7)?,
        seen_at: at(row, 8)?,
        idle_until: at(row, 9)?,
        expires_at: at(row, 10)?,
        confirmed_at: find_at(row, 11)?,
        revoked_at: find_at(row, 12)?,
        locked_at: find_at(row, 13)?,
    })
}
