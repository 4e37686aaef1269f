//! One-time codes, of which only hashes are kept: each takes the place of an authenticator's code once.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::params;

use crate::error::{Error, Result};
use crate::file::row::{Id as _, count};
use crate::household::{Edit, View};

impl View<'_> {
    /// How many codes of a person were not used yet.
    pub fn one_time_codes_left(&self, person: PersonId) -> Result<u64> {
        self.sql.one(
            "SELECT count(*) FROM one_time_codes WHERE person = ?1 AND used_at IS NULL",
            [person.key()],
            |row| count(row, 0),
        )
    }
}

impl Edit<'_> {
    /// Gives a person new codes in the place of all that they had.
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

    /// Uses a code up; one that was used, or is nobody's or somebody else's, is refused as `Conflict`.
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

    /// Takes every code of a person away.
    pub fn remove_one_time_codes(&self, person: PersonId) -> Result<usize> {
        self.sql.run("DELETE FROM one_time_codes WHERE person = ?1", [person.key()])
    }
}
