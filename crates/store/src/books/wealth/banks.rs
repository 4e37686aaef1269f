//! Reads and writes banks.

use pecule_domain::id::BankId;
use pecule_domain::portfolio::bank::Bank;
use rusqlite::{Row, params};

use crate::books::{Edit, Page, View, stale_or_missing};
use crate::error::Result;
use crate::file::row::{Id as _, id};

const COLUMNS: &str = "id, name, notes, version";

impl View<'_> {
    /// Returns every bank, ordered by name.
    pub fn banks(&self) -> Result<Vec<Bank>> {
        self.sql.all(&format!("SELECT {COLUMNS} FROM banks ORDER BY name"), [], bank)
    }

    /// Returns a page of banks, ordered by name.
    pub fn banks_page(&self, page: &Page) -> Result<Vec<Bank>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM banks WHERE (name, id) > (?1, ?2) ORDER BY name, id LIMIT ?3"
        );
        self.sql.all(&sql, page.bounds(), bank)
    }

    /// Returns a bank, or `NotFound`.
    pub fn bank(&self, id: BankId) -> Result<Bank> {
        self.sql.one(&format!("SELECT {COLUMNS} FROM banks WHERE id = ?1"), [id.key()], bank)
    }

    /// Returns the bank with exactly this name.
    pub fn find_bank(&self, name: &str) -> Result<Option<Bank>> {
        self.sql.find(&format!("SELECT {COLUMNS} FROM banks WHERE name = ?1"), [name], bank)
    }
}

impl Edit<'_> {
    /// Adds a bank with version 1; the version of `bank` is ignored.
    pub fn add_bank(&self, bank: &Bank) -> Result<()> {
        let sql = "INSERT INTO banks (id, name, notes, version) VALUES (?1, ?2, ?3, 1)";
        self.sql.run(sql, params![bank.id.key(), bank.name, bank.notes]).map(drop)
    }

    /// Updates a bank; fails with `Stale` if its version has changed.
    pub fn put_bank(&self, bank: &Bank) -> Result<()> {
        let touched = self.sql.run(
            "UPDATE banks SET name = ?3, notes = ?4, version = version + 1
             WHERE id = ?1 AND version = ?2",
            params![bank.id.key(), bank.version, bank.name, bank.notes],
        )?;
        if touched == 1 { Ok(()) } else { Err(stale_or_missing(self.sql, "banks", bank.id.key())) }
    }

    /// Removes a bank; fails with `InUse` while it has accounts.
    pub fn remove_bank(&self, id: BankId) -> Result<()> {
        self.sql.touch("DELETE FROM banks WHERE id = ?1", [id.key()])
    }
}

fn bank(row: &Row<'_>) -> rusqlite::Result<Bank> {
    Ok(Bank { id: id(row, 0)?, name: row.get(1)?, notes: row.get(2)?, version: row.get(3)? })
}
