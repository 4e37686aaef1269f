//! Stores the devices that members have signed in from. A known device has its own throttle, so
//! failures of strangers do not delay it.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::params;

use crate::error::Result;
use crate::file::row::Id as _;
use crate::household::{Edit, View};

/// The maximum number of devices per person.
const MOST: u32 = 20;

impl View<'_> {
    /// Returns whether a person has signed in from the device of a token.
    pub fn knows_device(&self, person: PersonId, token_hash: &[u8; 32]) -> Result<bool> {
        self.sql.one(
            "SELECT count(*) > 0 FROM devices WHERE person = ?1 AND token_hash = ?2",
            params![person.key(), token_hash],
            |row| row.get(0),
        )
    }

    /// Returns whether any person has signed in from the device of a token.
    pub fn knows_token(&self, token_hash: &[u8; 32]) -> Result<bool> {
        self.sql.one(
            "SELECT count(*) > 0 FROM devices WHERE token_hash = ?1",
            [token_hash],
            |row| row.get(0),
        )
    }
}

impl Edit<'_> {
    /// Adds a device and removes the least recently used ones above the limit.
    pub fn put_device(&self, person: PersonId, token_hash: &[u8; 32], at: Timestamp) -> Result<()> {
        self.sql.run(
            "INSERT INTO devices (person, token_hash, seen_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (person, token_hash) DO UPDATE SET seen_at = excluded.seen_at",
            params![person.key(), token_hash, at.as_millisecond()],
        )?;
        self.sql.run(
            "DELETE FROM devices WHERE person = ?1 AND token_hash NOT IN (
                 SELECT token_hash FROM devices WHERE person = ?1
                 ORDER BY seen_at DESC, token_hash LIMIT ?2)",
            params![person.key(), MOST],
        )?;
        Ok(())
    }

    /// Removes every device of a person; returns how many.
    pub fn remove_devices(&self, person: PersonId) -> Result<usize> {
        self.sql.run("DELETE FROM devices WHERE person = ?1", [person.key()])
    }
}
