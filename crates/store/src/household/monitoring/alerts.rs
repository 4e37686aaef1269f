//! Stores security alerts and their acknowledgement.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::error::Result;
use crate::file::row::{Id, at, count, find_at, find_id};
use crate::household::{Edit, View};

/// A security alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    pub id: Uuid,
    /// The rule that raised it, as a stable word.
    pub rule: String,
    /// The person concerned; `None` for the household.
    pub subject: Option<PersonId>,
    /// The first occurrence.
    pub first_at: Timestamp,
    /// The last occurrence.
    pub last_at: Timestamp,
    /// The number of occurrences.
    pub count: u64,
    /// When it was acknowledged and by whom.
    pub acknowledged: Option<(Timestamp, Option<PersonId>)>,
    /// Details as JSON, without secrets.
    pub details: String,
}

const COLUMNS: &str =
    "id, rule, subject, first_at, last_at, count, acknowledged_at, acknowledged_by, details";
/// Unacknowledged alerts first, then the newest.
const ORDER: &str = "acknowledged_at IS NOT NULL, last_at DESC, id";

impl View<'_> {
    /// Returns the alerts, unacknowledged ones first.
    pub fn alerts(&self, limit: u32) -> Result<Vec<AlertRow>> {
        let sql = format!("SELECT {COLUMNS} FROM findings ORDER BY {ORDER} LIMIT ?1");
        self.sql.all(&sql, [limit], finding)
    }

    /// Returns the alerts about a person.
    pub fn alerts_about(&self, person: PersonId, limit: u32) -> Result<Vec<AlertRow>> {
        let sql =
            format!("SELECT {COLUMNS} FROM findings WHERE subject = ?1 ORDER BY {ORDER} LIMIT ?2");
        self.sql.all(&sql, params![person.key(), limit], finding)
    }

    /// Returns an alert, or `NotFound`.
    pub fn finding(&self, id: Uuid) -> Result<AlertRow> {
        let sql = format!("SELECT {COLUMNS} FROM findings WHERE id = ?1");
        self.sql.one(&sql, [id.into_bytes()], finding)
    }

    /// Returns the last alert of a rule about a person, or about the household.
    pub fn find_last_alert(
        &self,
        rule: &str,
        subject: Option<PersonId>,
    ) -> Result<Option<AlertRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM findings WHERE rule = ?1 AND subject IS ?2
             ORDER BY last_at DESC, id DESC LIMIT 1"
        );
        self.sql.find(&sql, params![rule, subject.map(Id::key)], finding)
    }

    /// Returns the last audit event that the rules have evaluated.
    pub fn alerts_seen(&self) -> Result<i64> {
        let seen =
            self.sql.find("SELECT seq FROM findings_seen WHERE id = 1", [], |row| row.get(0))?;
        Ok(seen.unwrap_or(0))
    }
}

impl Edit<'_> {
    /// Adds an alert to the list.
    pub fn add_alert(&self, finding: &AlertRow) -> Result<()> {
        self.sql.run(
            &format!(
                "INSERT INTO findings ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
            ),
            params![
                finding.id.into_bytes(),
                finding.rule,
                finding.subject.map(Id::key),
                finding.first_at.as_millisecond(),
                finding.last_at.as_millisecond(),
                i64::try_from(finding.count).unwrap_or(i64::MAX),
                finding.acknowledged.map(|(at, _by)| at.as_millisecond()),
                finding.acknowledged.and_then(|(_at, by)| by).map(Id::key),
                finding.details,
            ],
        )?;
        Ok(())
    }

    /// Counts a further occurrence of an alert.
    pub fn repeat_alert(&self, id: Uuid, again_at: Timestamp) -> Result<()> {
        self.sql.touch(
            "UPDATE findings SET last_at = max(last_at, ?2), count = count + 1 WHERE id = ?1",
            params![id.into_bytes(), again_at.as_millisecond()],
        )
    }

    /// Acknowledges an alert.
    pub fn acknowledge_alert(&self, id: Uuid, now: Timestamp, by: PersonId) -> Result<()> {
        self.sql.touch(
            "UPDATE findings SET acknowledged_at = ?2, acknowledged_by = ?3
             WHERE id = ?1 AND acknowledged_at IS NULL",
            params![id.into_bytes(), now.as_millisecond(), by.key()],
        )
    }

    /// Stores the last audit event that the rules have evaluated.
    pub fn look_until(&self, seq: i64) -> Result<()> {
        self.sql.run(
            "INSERT INTO findings_seen (id, seq) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq",
            [seq],
        )?;
        Ok(())
    }

    /// Removes acknowledged alerts that last occurred before a time; returns how many.
    pub fn prune_alerts(&self, before: Timestamp) -> Result<usize> {
        self.sql.run(
            "DELETE FROM findings WHERE acknowledged_at IS NOT NULL AND last_at < ?1",
            [before.as_millisecond()],
        )
    }
}

fn finding(row: &Row<'_>) -> rusqlite::Result<AlertRow> {
    let by = find_id(row, 7)?;
    Ok(AlertRow {
        id: Uuid::from_bytes(row.get(0)?),
        rule: row.get(1)?,
        subject: find_id(row, 2)?,
        first_at: at(row, 3)?,
        last_at: at(row, 4)?,
        count: count(row, 5)?,
        acknowledged: find_at(row, 6)?.map(|at| (at, by)),
        details: row.get(8)?,
    })
}
