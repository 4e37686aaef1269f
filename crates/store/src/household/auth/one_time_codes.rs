//! Stores hashes of one-time codes, each of which replaces an authenticator code once.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::params;

use crate::error::{Error, Result};
use crate::file::row::{Id as _, count};
use crate::household::{Edit, View};

impl View<'_> {
    /// Returns the number of unused codes of a person.
    pub fn one_time_codes_left(&self, person: PersonId) -> Result<u64> {
        self.sql.one(
            "SELECT count(*) FROM one_time_codes WHERE person = ?1 AND used_at IS NULL",
            [person.key()],
            |row| count(row, 0),
        )
    }
}

impl Edit<'_> {
    /// Replaces all codes of a person.
    pub fn put_one_time_codes(&self, person: PersonId, hashes: &[[u8; 32]]) -> Result<()> {
        self.remove_one_time_codes(person)?;
        for hash in hashes {
            self.sql.run(
                "INSERT INTO one_time_codes (code_hash, person, used_at) VALUES (?1, ?2, NULL)",
                params![hash, person.key()],
            )?;
        }
        Ok(())
    }

    /// Marks a code of a person as used; fails with `Conflict` if it is unknown or was used.
    pub fn use_one_time_code(
        &self,
        person: PersonId,
        hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<()> {
        let used = self.sql.run(
            "UPDATE one_time_codes SET used_at = ?3
             WHERE code_hash = ?2 AND person = ?1 AND used_at IS NULL",
            params![person.key(), hash, at.as_millisecond()],
        )?;
        if used == 0 { Err(Error::Conflict) } else { Ok(()) }
    }

    /// Removes every code of a person; returns how many.
    pub fn remove_one_time_codes(&self, person: PersonId) -> Result<usize> {
        self.sql.run("DELETE FROM one_time_codes WHERE person = ?1", [person.key()])
    }
}
