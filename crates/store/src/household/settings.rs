//! Choices that hold for the whole installation, and the one-time code of its first start.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::Result;
use crate::file::row::at;
use crate::household::{Edit, View};

/// The one-time code with which the first person is made in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupCode {
    /// SHA-256 of the code.
    pub hash: [u8; 32],
    /// Until when it counts.
    pub expires_at: Timestamp,
}

impl View<'_> {
    /// A setting, where it was set.
    pub fn find_setting(&self, key: &str) -> Result<Option<String>> {
        self.sql.find("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Every setting, by key.
    pub fn settings(&self) -> Result<Vec<(String, String)>> {
        self.sql.all("SELECT key, value FROM settings ORDER BY key", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }

    /// The one-time code, where one was given out.
    pub fn find_setup_code(&self) -> Result<Option<SetupCode>> {
        self.sql.find("SELECT hash, expires_at FROM setup_code WHERE id = 1", [], |row| {
            Ok(SetupCode { hash: row.get(0)?, expires_at: at(row, 1)? })
        })
    }
}

impl Edit<'_> {
    /// Sets a setting.
    pub fn put_setting(&self, key: &str, value: &str) -> Result<()> {
        self.sql.run(
            "INSERT INTO settings (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )?;
        Ok(())
    }

    /// Unsets a setting.
    pub fn remove_setting(&self, key: &str) -> Result<()> {
        self.sql.touch("DELETE FROM settings WHERE key = ?1", [key])
    }

    /// Gives out a one-time code in the place of any earlier one.
    pub fn put_setup_code(&self, code: &SetupCode) -> Result<()> {
        self.sql.run(
            "INSERT INTO setup_code (id, hash, expires_at) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at",
            params![code.hash, code.expires_at.as_millisecond()],
        )?;
        Ok(())
    }

    /// Uses the one-time code up.
    pub fn remove_setup_code(&self) -> Result<()> {
        self.sql.touch("DELETE FROM setup_code WHERE id = 1", [])
    }
}
