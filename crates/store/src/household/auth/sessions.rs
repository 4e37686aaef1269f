//! Who is signed in: browsers by an opaque token, programs by a refresh token that is used once.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// What is signed in.
    SessionKind {
        /// A browser, by its cookie.
        Browser = "browser",
        /// A program, by refresh and access tokens.
        Api = "api",
    }
}

/// How far a clock is set back when it is merely put right.
const SET_BACK: SignedDuration = SignedDuration::from_mins(5);

/// Somebody signed in from somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which session; access tokens carry it.
    pub id: SessionId,
    /// Who.
    pub person: PersonId,
    /// What is signed in.
    pub kind: SessionKind,
    /// SHA-256 of the token, which is kept nowhere.
    pub token_hash: [u8; 32],
    /// The person's identity, wrapped under the token.
    pub wrapped: Vec<u8>,
    /// The device, in words its owner recognises.
    pub label: String,
    /// The first part of the network address.
    pub address: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// Until when it lasts without use.
    pub idle_until: Timestamp,
    /// Until when it lasts at most.
    pub expires_at: Timestamp,
    /// When the person last gave their password again.
    pub confirmed_at: Option<Timestamp>,
    /// Since when it is refused.
    pub revoked_at: Option<Timestamp>,
    /// Since when it waits for the password: the wrapped identity is wiped meanwhile.
    pub locked_at: Option<Timestamp>,
}

/// A refresh token that was already used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpentToken {
    /// Its session.
    pub session: SessionId,
    /// The identity wrapped under it, as long as its successor may have been lost on the way.
    pub wrapped: Option<Vec<u8>>,
    /// When its successor was given out.
    pub replaced_at: Timestamp,
}

impl Session {
    /// Whether it may be used at this moment.
    ///
    /// A clock that was set back would lengthen it: then it waits until the clock is right again.
    pub fn is_live(&self, now: Timestamp) -> bool {
        let is_clock_back = self.seen_at.duration_since(now) > SET_BACK;
        let is_over = now >= self.idle_until || now >= self.expires_at;
        self.revoked_at.is_none() && !is_over && !is_clock_back
    }
}

const COLUMNS: &str = "id, person, kind, token_hash, wrapped, label, address, created_at, seen_at,
     idle_until, expires_at, confirmed_at, revoked_at, locked_at";

impl View<'_> {
    /// One session, live or not.
    pub fn session(&self, id: SessionId) -> Result<Session> {
        let sql = format!("SELECT {COLUMNS} FROM sessions WHERE id = ?1");
        self.sql.one(&sql, [id.key()], session)
    }

    /// The session of a token, live or not.
    pub fn find_session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>> {
        let sql = format!("SELECT {COLUMNS} FROM sessions WHERE token_hash = ?1");
        self.sql.find(&sql, [token_hash], session)
    }

    /// The sessions of a person that are live now, last used first.
    pub fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sessions
             WHERE person = ?1 AND revoked_at IS NULL AND idle_until > ?2 AND expires_at > ?2
             ORDER BY seen_at DESC, id"
        );
        self.sql.all(&sql, params![person.key(), now.as_millisecond()], session)
    }

    /// The browsers' sessions that are live and not locked, whoever they belong to.
    pub fn open_browsers(&self, now: Timestamp) -> Result<Vec<Session>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sessions
             WHERE kind = 'browser' AND revoked_at IS NULL AND locked_at IS NULL
                 AND idle_until > ?1 AND expires_at > ?1
             ORDER BY seen_at, id"
        );
        self.sql.all(&sql, [now.as_millisecond()], session)
    }

    /// What is known of a refresh token that was already used.
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
    /// Signs somebody in.
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

    /// Notes that a session was used; a clock that jumped back never lengthens it.
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

    /// Notes that the person gave their password again.
    pub fn confirm_session(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.touch(
            "UPDATE sessions SET confirmed_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )
    }

    /// Locks a browser's session: its token opens nothing until the password is given again.
    pub fn lock_session(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.run(
            "UPDATE sessions SET locked_at = ?2, confirmed_at = NULL, wrapped = x''
             WHERE id = ?1 AND kind = 'browser' AND locked_at IS NULL AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )?;
        Ok(())
    }

    /// Gives a browser's session a new token after the password was given; the one before opens nothing.
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

    /// Gives a session a new token, and remembers the one that it replaces as spent.
    ///
    /// Identities wrapped under earlier tokens are wiped: only the last predecessor is ever honoured.
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

    /// Ends a session now; the wrapped identity is wiped with it.
    pub fn revoke_session(&self, id: SessionId, now: Timestamp) -> Result<()> {
        self.sql.run("DELETE FROM spent_tokens WHERE session = ?1", [id.key()])?;
        self.sql.touch(
            "UPDATE sessions SET revoked_at = ?2, wrapped = x'' WHERE id = ?1 AND revoked_at IS NULL",
            params![id.key(), now.as_millisecond()],
        )
    }

    /// Ends every session of a person but one; answers how many.
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

    /// Forgets sessions that ended before a moment; answers how many.
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
