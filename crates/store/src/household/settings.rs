//! Stores the settings of the installation, and the one-time code of the first start.

use jiff::Timestamp;
use rusqlite::params;

use crate::error::Result;
use crate::file::row::at;
use crate::household::{Edit, View};

/// The one-time code for registering the first person in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupCode {
    /// The SHA-256 of the code.
    pub hash: [u8; 32],
    pub expires_at: Timestamp,
}

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

    /// Returns the one-time code, if one was issued.
    pub fn find_setup_code(&self) -> Result<Option<SetupCode>> {
        self.sql.find("SELECT hash, expires_at FROM setup_code WHERE id = 1", [], |row| {
            Ok(SetupCode { hash: row.get(0)?, expires_at: at(row, 1)? })
        })
    }
}

impl Edit<'_> {
    /// Sets a setting, replacing its previous value.
    pub fn put_setting(&self, key: &str, value: &str) -> Result<()> {
        self.sql.run(
            "INSERT INTO settings (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )?;
        Ok(())
    }

    /// Removes a setting.
    pub fn remove_setting(&self, key: &str) -> Result<()> {
        self.sql.touch("DELETE FROM settings WHERE key = ?1", [key])
    }

    /// Stores a one-time code, replacing an earlier one.
    pub fn put_setup_code(&self, code: &SetupCode) -> Result<()> {
        self.sql.run(
            "INSERT INTO setup_code (id, hash, expires_at) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at",
            params![code.hash, code.expires_at.as_millisecond()],
        )?;
        Ok(())
    }

    /// Removes the one-time code after its use.
    pub fn remove_setup_code(&self) -> Result<()> {
        self.sql.touch("DELETE FROM setup_code WHERE id = 1", [])
    }
}
