//! Stores invitations. Each can be used once before it expires, unless it is withdrawn.

use jiff::Timestamp;
use pecule_domain::id::{InvitationId, PersonId};
use rusqlite::{Row, params};

use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, find_at, find_id, id};
use crate::household::{Edit, View};

/// An invitation to register. Its secret is not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    /// The hash of the secret.
    pub token_hash: [u8; 32],
    /// The person who created it; may have been removed since.
    pub made_by: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// When it was used, and the person who registered with it.
    pub used: Option<(Timestamp, PersonId)>,
    pub withdrawn_at: Option<Timestamp>,
}

impl Invitation {
    /// Returns whether the invitation can be used at a time.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used.is_none() && self.withdrawn_at.is_none() && now < self.expires_at
    }
}

const COLUMNS: &str =
    "id, token_hash, made_by, created_at, expires_at, used_at, used_by, withdrawn_at";

impl View<'_> {
    /// Returns every stored invitation, newest first.
    pub fn invitations(&self) -> Result<Vec<Invitation>> {
        let sql = format!("SELECT {COLUMNS} FROM invitations ORDER BY created_at DESC, id DESC");
        self.sql.all(&sql, [], invitation)
    }

    /// Returns an invitation, or `NotFound`.
    pub fn invitation(&self, id: InvitationId) -> Result<Invitation> {
        let sql = format!("SELECT {COLUMNS} FROM invitations WHERE id = ?1");
        self.sql.one(&sql, [id.key()], invitation)
    }

    /// Returns the invitation of a secret, whether or not it is open.
    pub fn find_invitation(&self, token_hash: &[u8; 32]) -> Result<Option<Invitation>> {
        let sql = format!("SELECT {COLUMNS} FROM invitations WHERE token_hash = ?1");
        self.sql.find(&sql, [token_hash], invitation)
    }
}

impl Edit<'_> {
    /// Adds a new invitation.
    pub fn add_invitation(&self, invitation: &Invitation) -> Result<()> {
        self.sql.run(
            &format!("INSERT INTO invitations ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
            params![
                invitation.id.key(),
                invitation.token_hash,
                invitation.made_by.key(),
                invitation.created_at.as_millisecond(),
                invitation.expires_at.as_millisecond(),
                invitation.used.map(|(at, _by)| at.as_millisecond()),
                invitation.used.map(|(_at, by)| by.key()),
                invitation.withdrawn_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Marks an invitation as used; fails if it is no longer open.
    pub fn use_invitation(&self, id: InvitationId, by: PersonId, now: Timestamp) -> Result<()> {
        if !self.invitation(id)?.is_open(now) {
            return Err(Error::Expired);
        }
        self.sql.touch(
            "UPDATE invitations SET used_at = ?2, used_by = ?3 WHERE id = ?1",
            params![id.key(), now.as_millisecond(), by.key()],
        )
    }

    /// Withdraws an invitation; fails if it is no longer open.
    pub fn withdraw_invitation(&self, id: InvitationId, now: Timestamp) -> Result<()> {
        if !self.invitation(id)?.is_open(now) {
            return Err(Error::Expired);
        }
        let sql = "UPDATE invitations SET withdrawn_at = ?2 WHERE id = ?1";
        self.sql.touch(sql, params![id.key(), now.as_millisecond()])
    }

    /// Removes invitations that ended before a time; the audit log keeps them.
    pub fn prune_invitations(&self, before: Timestamp) -> Result<usize> {
        self.sql.run("DELETE FROM invitations WHERE expires_at < ?1", [before.as_millisecond()])
    }
}

fn invitation(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: id(row, 0)?,
        token_hash: row.get(1)?,
        made_by: id(row, 2)?,
        created_at: at(row, 3)?,
        expires_at: at(row, 4)?,
        used: find_at(row, 5)?.zip(find_id(row, 6)?),
        withdrawn_at: find_at(row, 7)?,
    })
}
