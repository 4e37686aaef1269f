//! Places elsewhere for backups, what lies at each, and the order in which backups were made.

use jiff::Timestamp;
use pecule_domain::id::{BackupId, TargetId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// A place elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Which.
    pub id: TargetId,
    /// What it is called.
    pub name: String,
    /// Where it is, as JSON without secrets.
    pub place: String,
    /// What lets us in, sealed; none where nothing is needed, or after a restore.
    pub credentials: Option<Vec<u8>>,
    /// For how many days it may be absent.
    pub absent_days: u16,
    /// Whether it survives what the disk of the data does not, as far as was last seen.
    pub elsewhere: bool,
    /// Since when.
    pub added_at: Timestamp,
    /// How the last try went.
    pub tried: Tried,
    /// Since when it waits to be confirmed, because the household was restored.
    pub retired_at: Option<Timestamp>,
}

/// How the last try at a place went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// When something was last tried there.
    pub at: Option<Timestamp>,
    /// When something last went well.
    pub succeeded_at: Option<Timestamp>,
    /// What went wrong at the last try, as a stable word; none where it went well.
    pub failure: Option<String>,
    /// How many tries in a row went wrong.
    pub failures: u32,
}

/// A backup that lies at a place, read back and compared there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy {
    /// Where.
    pub target: TargetId,
    /// Which.
    pub backup: BackupId,
    /// When it was read back.
    pub verified_at: Timestamp,
}

const TARGET: &str = "id, name, place, credentials, absent_days, elsewhere, added_at, tried_at, \
     succeeded_at, failure, failures, retired_at";

impl View<'_> {
    /// Every place, in the order of their names.
    pub fn targets(&self) -> Result<Vec<Target>> {
        self.sql.all(&format!("SELECT {TARGET} FROM targets ORDER BY name, id"), [], target)
    }

    /// One place.
    pub fn target(&self, id: TargetId) -> Result<Target> {
        self.sql.one(&format!("SELECT {TARGET} FROM targets WHERE id = ?1"), [id.key()], target)
    }

    /// What lies where.
    pub fn copies(&self) -> Result<Vec<Copy>> {
        let sql = "SELECT target, backup, verified_at FROM backup_copies ORDER BY target, backup";
        self.sql.all(sql, [], |row| {
            Ok(Copy { target: id(row, 0)?, backup: id(row, 1)?, verified_at: at(row, 2)? })
        })
    }

    /// Every backup in the order in which they were made, whatever the clock said; oldest first.
    pub fn backups_in_order(&self) -> Result<Vec<BackupId>> {
        self.sql.all("SELECT backup FROM backup_order ORDER BY seq", [], |row| id(row, 0))
    }
}

impl Edit<'_> {
    /// Enters a new place.
    pub fn add_target(&self, target: &Target) -> Result<()> {
        self.sql.run(
            &format!(
                "INSERT INTO targets ({TARGET})
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
            ),
            params![
                target.id.key(),
                target.name,
                target.place,
                target.credentials,
                target.absent_days,
                target.elsewhere,
                target.added_at.as_millisecond(),
                target.tried.at.map(Timestamp::as_millisecond),
                target.tried.succeeded_at.map(Timestamp::as_millisecond),
                target.tried.failure,
                target.tried.failures,
                target.retired_at.map(Timestamp::as_millisecond),
            ],
        )?;
        Ok(())
    }

    /// Calls a place something else, and lets it be absent for so many days.
    pub fn change_target(&self, id: TargetId, name: &str, absent_days: u16) -> Result<()> {
        let sql = "UPDATE targets SET name = ?2, absent_days = ?3 WHERE id = ?1";
        self.sql.touch(sql, params![id.key(), name, absent_days])
    }

    /// Replaces what lets us into a place, which thereby is confirmed.
    pub fn confirm_target(&self, id: TargetId, credentials: Option<&[u8]>) -> Result<()> {
        self.sql.touch(
            "UPDATE targets SET credentials = ?2, retired_at = NULL, failure = NULL, failures = 0,
                 tried_at = NULL
             WHERE id = ?1",
            params![id.key(), credentials],
        )
    }

    /// Notes how a try went.
    pub fn note_try(&self, id: TargetId, tried: &Tried, elsewhere: Option<bool>) -> Result<()> {
        self.sql.touch(
            "UPDATE targets SET tried_at = ?2, succeeded_at = ?3, failure = ?4, failures = ?5,
                 elsewhere = coalesce(?6, elsewhere)
             WHERE id = ?1",
            params![
                id.key(),
                tried.at.map(Timestamp::as_millisecond),
                tried.succeeded_at.map(Timestamp::as_millisecond),
                tried.failure,
                tried.failures,
                elsewhere,
            ],
        )
    }

    /// Forgets a place and what lies there; nothing is deleted there.
    pub fn remove_target(&self, id: TargetId) -> Result<()> {
        self.sql.touch("DELETE FROM targets WHERE id = ?1", [id.key()])
    }

    /// Lets every place wait to be confirmed, without its credentials: the household was restored.
    pub fn retire_targets(&self, now: Timestamp) -> Result<usize> {
        let sql = "UPDATE targets SET credentials = NULL, retired_at = ?1 WHERE retired_at IS NULL";
        self.sql.run(sql, [now.as_millisecond()])
    }

    /// Notes that a backup lies at a place, read back and compared.
    pub fn put_copy(&self, copy: Copy) -> Result<()> {
        self.sql.run(
            "INSERT INTO backup_copies (target, backup, verified_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (target, backup) DO UPDATE SET verified_at = excluded.verified_at",
            params![copy.target.key(), copy.backup.key(), copy.verified_at.as_millisecond()],
        )?;
        Ok(())
    }

    /// Notes that a backup no longer lies at a place.
    pub fn remove_copy(&self, target: TargetId, backup: BackupId) -> Result<()> {
        let sql = "DELETE FROM backup_copies WHERE target = ?1 AND backup = ?2";
        self.sql.run(sql, params![target.key(), backup.key()])?;
        Ok(())
    }
}

fn target(row: &Row<'_>) -> rusqlite::Result<Target> {
    Ok(Target {
        id: id(row, 0)?,
        name: row.get(1)?,
        place: row.get(2)?,
        credentials: row.get(3)?,
        absent_days: row.get(4)?,
        elsewhere: row.get(5)?,
        added_at: at(row, 6)?,
        tried: Tried {
            at: find_at(row, 7)?,
            succeeded_at: find_at(row, 8)?,
            failure: row.get(9)?,
            failures: row.get(10)?,
        },
        retired_at: find_at(row, 11)?,
    })
}
