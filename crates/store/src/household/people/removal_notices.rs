//! Who is about to be removed, and what they were offered before.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, find_at, id};
use crate::household::{Edit, View};

/// An announced departure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Whose.
    pub person: PersonId,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When they first saw it.
    pub seen_at: Option<Timestamp>,
    /// When they last took their sealed books since.
    pub taken_at: Option<Timestamp>,
    /// When they said that they have what they need.
    pub ready_at: Option<Timestamp>,
}

const COLUMNS: &str = "person, announced_at, seen_at, taken_at, ready_at";

impl View<'_> {
    /// The departure of somebody, where it was announced.
    pub fn find_departure(&self, person: PersonId) -> Result<Option<Departure>> {
        let sql = format!("SELECT {COLUMNS} FROM departures WHERE person = ?1");
        self.sql.find(&sql, [person.key()], departure)
    }
}

impl Edit<'_> {
    /// Keeps a departure, in the place of what was known of it.
    pub fn put_departure(&self, departure: &Departure) -> Result<()> {
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

    /// Takes an announced departure back.
    pub fn remove_departure(&self, person: PersonId) -> Result<()> {
        self.sql.touch("DELETE FROM departures WHERE person = ?1", [person.key()])
    }
}

fn departure(row: &Row<'_>) -> rusqlite::Result<Departure> {
    Ok(Departure {
        person: id(row, 0)?,
        announced_at: at(row, 1)?,
        seen_at: find_at(row, 2)?,
        taken_at: find_at(row, 3)?,
        ready_at: find_at(row, 4)?,
    })
}
