//! Stores removal notices and what the member has done since.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// A removal notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalNotice {
    /// The member who will be removed.
    pub person: PersonId,
    pub announced_at: Timestamp,
    /// When the member first saw the notice.
    pub seen_at: Option<Timestamp>,
    /// When the member last downloaded a sealed export after the notice.
    pub taken_at: Option<Timestamp>,
    /// When the member confirmed to be ready.
    pub ready_at: Option<Timestamp>,
}

const COLUMNS: &str = "person, announced_at, seen_at, taken_at, ready_at";

impl View<'_> {
    /// Returns the removal notice of a member.
    pub fn find_removal_notice(&self, person: PersonId) -> Result<Option<RemovalNotice>> {
        let sql = format!("SELECT {COLUMNS} FROM departures WHERE person = ?1");
        self.sql.find(&sql, [person.key()], departure)
    }
}

impl Edit<'_> {
    /// Adds or replaces a removal notice.
    pub fn put_removal_notice(&self, departure: &RemovalNotice) -> Result<()> {
        let moment = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
        self.sql.run(
            &format!("INSERT OR REPLACE INTO departures ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5)"),
            params![
                departure.person.key(),
                departure.announced_at.as_millisecond(),
                moment(departure.seen_at),
                moment(departure.taken_at),
                moment(departure.ready_at),
            ],
        )?;
        Ok(())
    }

    /// Withdraws a removal notice.
    pub fn remove_removal_notice(&self, person: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM departures WHERE person = ?1", [person.key()])
    }
}

fn departure(row: &Row<'_>) -> rusqlite::Result<RemovalNotice> {
    Ok(RemovalNotice {
        person: id(row, 0)?,
        announced_at: at(row, 1)?,
        seen_at: find_at(row, 2)?,
        taken_at: find_at(row, 3)?,
        ready_at: find_at(row, 4)?,
    })
}
