//! Stores backup targets, the copies at each, and the order in which backups were made.

use jiff::Timestamp;
use pecule_domain::id::{BackupId, TargetId};
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// A backup target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub id: TargetId,
    pub name: String,
    /// The location, as JSON without secrets.
    pub place: String,
    /// The sealed credentials; `None` if not needed, or after a restore.
    pub credentials: Option<Vec<u8>>,
    /// The number of days that it may be unreachable before an alert.
    pub absent_days: u16,
    /// Whether it is on another disk or machine than the data, as last seen.
    pub elsewhere: bool,
    pub added_at: Timestamp,
    /// The result of the last attempt.
    pub tried: TargetTest,
    /// Set by a restore: since when the target waits for confirmation.
    pub retired_at: Option<Timestamp>,
}

/// The result of the last attempt to use a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetTest {
    /// The time of the last attempt.
    pub at: Option<Timestamp>,
    /// The time of the last success.
    pub succeeded_at: Option<Timestamp>,
    /// The error of the last attempt, as a stable word; `None` after a success.
    pub failure: Option<String>,
    /// The number of consecutive failures.
    pub failures: u32,
}

/// A copy of a backup at a target, read back and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoteCopy {
    pub target: TargetId,
    pub backup: BackupId,
    /// When the copy was read back.
    pub verified_at: Timestamp,
}

const TARGET: &str = "id, name, place, credentials, absent_days, elsewhere, added_at, tried_at, \
     succeeded_at, failure, failures, retired_at";

impl View<'_> {
    /// Returns every target, ordered by name.
    pub fn targets(&self) -> Result<Vec<Target>> {
        self.sql.all(&format!("SELECT {TARGET} FROM targets ORDER BY name, id"), [], target)
    }

    /// Returns a target, or `NotFound`.
    pub fn target(&self, id: TargetId) -> Result<Target> {
        self.sql.one(&format!("SELECT {TARGET} FROM targets WHERE id = ?1"), [id.key()], target)
    }

    /// Returns all copies at all targets.
    pub fn copies(&self) -> Result<Vec<RemoteCopy>> {
        let sql = "SELECT target, backup, verified_at FROM backup_copies ORDER BY target, backup";
        self.sql.all(sql, [], |row| {
            Ok(RemoteCopy { target: id(row, 0)?, backup: id(row, 1)?, verified_at: at(row, 2)? })
        })
    }

    /// Returns every backup in the order of creation, oldest first, independent of the clock.
    pub fn backups_in_order(&self) -> Result<Vec<BackupId>> {
        self.sql.all("SELECT backup FROM backup_order ORDER BY seq", [], |row| id(row, 0))
    }
}

impl Edit<'_> {
    /// Adds a target; fails with `Taken` if its name is used.
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

    /// Changes the name of a target and its permitted days of absence.
    pub fn change_target(&self, id: TargetId, name: &str, absent_days: u16) -> Result<()> {
        let sql = "UPDATE targets SET name = ?2, absent_days = ?3 WHERE id = ?1";
        self.sql.touch(sql, params![id.key(), name, absent_days])
    }

    /// Replaces the credentials of a target, which confirms it.
    pub fn set_target_credentials(&self, id: TargetId, credentials: Option<&[u8]>) -> Result<()> {
        self.sql.touch(
            "UPDATE targets SET credentials = ?2, retired_at = NULL, failure = NULL, failures = 0,
                 tried_at = NULL
             WHERE id = ?1",
            params![id.key(), credentials],
        )
    }

    /// Stores the result of an attempt.
    pub fn record_test(
        &self,
        id: TargetId,
        tried: &TargetTest,
        elsewhere: Option<bool>,
    ) -> Result<()> {
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

    /// Removes a target and the list of its copies; the copies themselves are not deleted.
    pub fn remove_target(&self, id: TargetId) -> Result<()> {
        self.sql.touch("DELETE FROM targets WHERE id = ?1", [id.key()])
    }

    /// Removes all credentials of targets after a restore, so that they wait for confirmation.
    pub fn retire_targets(&self, now: Timestamp) -> Result<usize> {
        let sql = "UPDATE targets SET credentials = NULL, retired_at = ?1 WHERE retired_at IS NULL";
        self.sql.run(sql, [now.as_millisecond()])
    }

    /// Records a copy that was read back and compared.
    pub fn put_copy(&self, copy: RemoteCopy) -> Result<()> {
        self.sql.run(
            "INSERT INTO backup_copies (target, backup, verified_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (target, backup) DO UPDATE SET verified_at = excluded.verified_at",
            params![copy.target.key(), copy.backup.key(), copy.verified_at.as_millisecond()],
        )?;
        Ok(())
    }

    /// Removes the record of a copy.
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
        tried: TargetTest {
            at: find_at(row, 7)?,
            succeeded_at: find_at(row, 8)?,
            failure: row.get(9)?,
            failures: row.get(10)?,
        },
        retired_at: find_at(row, 11)?,
    })
}
