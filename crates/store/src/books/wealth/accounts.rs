//! Reads and writes accounts.

use pecule_domain::id::{AccountId, BankId};
use pecule_domain::portfolio::account::Account;
use rusqlite::{Row, params};

use crate::books::{Edit, Page, View, stale_or_missing};
use crate::error::Result;
use crate::file::row::{Id as _, find_text, id, text};

const COLUMNS: &str =
    "id, bank, name, wrapper, currency, opened_on, closed_on, tracking, notes, version";

impl View<'_> {
    /// Returns every account, ordered by name.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.sql.all(&format!("SELECT {COLUMNS} FROM accounts ORDER BY name, id"), [], account)
    }

    /// Returns a page of accounts, ordered by name.
    pub fn accounts_page(&self, page: &Page) -> Result<Vec<Account>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM accounts WHERE (name, id) > (?1, ?2) ORDER BY name, id LIMIT ?3"
        );
        self.sql.all(&sql, page.bounds(), account)
    }

    /// Returns the accounts at a bank, ordered by name.
    pub fn accounts_at(&self, bank: BankId) -> Result<Vec<Account>> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE bank = ?1 ORDER BY name");
        self.sql.all(&sql, [bank.key()], account)
    }

    /// Returns an account, or `NotFound`.
    pub fn account(&self, id: AccountId) -> Result<Account> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE id = ?1");
        self.sql.one(&sql, [id.key()], account)
    }
}

impl Edit<'_> {
    /// Adds an account with version 1; the version of `account` is ignored.
    pub fn add_account(&self, account: &Account) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO accounts (id, bank, name, wrapper, currency, opened_on, closed_on,
                     tracking, notes, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
                params![
                    account.id.key(),
                    account.bank.key(),
                    account.name,
                    account.wrapper.key(),
                    account.currency.code(),
                    account.opened_on.map(|day| day.to_string()),
                    account.closed_on.map(|day| day.to_string()),
                    account.tracking.key(),
                    account.notes,
                ],
            )
            .map(drop)
    }

    /// Updates an account; fails with `Stale` if its version has changed.
    pub fn put_account(&self, account: &Account) -> Result<()> {
        let touched = self.sql.run(
            "UPDATE accounts SET bank = ?3, name = ?4, wrapper = ?5, currency = ?6, opened_on = ?7,
                 closed_on = ?8, tracking = ?9, notes = ?10, version = version + 1
             WHERE id = ?1 AND version = ?2",
            params![
                account.id.key(),
                account.version,
                account.bank.key(),
                account.name,
                account.wrapper.key(),
                account.currency.code(),
                account.opened_on.map(|day| day.to_string()),
                account.closed_on.map(|day| day.to_string()),
                account.tracking.key(),
                account.notes,
            ],
        )?;
        if touched == 1 {
            Ok(())
        } else {
            Err(stale_or_missing(self.sql, "accounts", account.id.key()))
        }
    }

    /// Removes an account; fails with `InUse` while it has holdings.
    pub fn remove_account(&self, id: AccountId) -> Result<()> {
        self.sql.touch("DELETE FROM accounts WHERE id = ?1", [id.key()])
    }
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: id(row, 0)?,
        bank: id(row, 1)?,
        name: row.get(2)?,
        wrapper: text(row, 3)?,
        currency: text(row, 4)?,
        opened_on: find_text(row, 5)?,
        closed_on: find_text(row, 6)?,
        tracking: text(row, 7)?,
        notes: row.get(8)?,
        version: row.get(9)?,
    })
}
