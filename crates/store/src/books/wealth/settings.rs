//! Reads and writes the settings of these books.

use crate::books::{Edit, View};
use crate::error::Result;

impl View<'_> {
    /// Returns a setting; `None` if unset.
    pub fn find_setting(&self, key: &str) -> Result<Option<String>> {
        self.sql.find("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Returns every setting, ordered by key.
    pub fn settings(&self) -> Result<Vec<(String, String)>> {
        self.sql.all("SELECT key, value FROM settings ORDER BY key", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }
}

impl Edit<'_> {
    /// Sets a setting, replacing its previous value.
    pub fn put_setting(&self, key: &str, value: &str) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO settings (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, value],
            )
            .map(drop)
    }

    /// Removes a setting, or fails with `NotFound`.
    pub fn remove_setting(&self, key: &str) -> Result<()> {
        self.sql.touch("DELETE FROM settings WHERE key = ?1", [key])
    }
}
