//! Reads and writes holdings and their dated statements.

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::portfolio::holding::{Holding, Ownership, Position, Statement};
use rusqlite::{Row, params};
use rust_decimal::Decimal;

use crate::books::{Edit, Page, View, stale_or_missing};
use crate::error::Result;
use crate::file::row::{Id as _, find_text, id, malformed, text};

const COLUMNS: &str = "id, account, asset, ownership, share, notes, version";
const STATEMENT: &str = "holding, on_day, quantity, value, cost";

impl View<'_> {
    /// Returns every holding, ordered by identity.
    pub fn holdings(&self) -> Result<Vec<Holding>> {
        self.sql.all(&format!("SELECT {COLUMNS} FROM holdings ORDER BY id"), [], holding)
    }

    /// Returns a page of holdings, ordered by identity; the name in `page` is ignored.
    pub fn holdings_page(&self, page: &Page) -> Result<Vec<Holding>> {
        let (_, after, limit) = page.bounds();
        let sql = format!("SELECT {COLUMNS} FROM holdings WHERE id > ?1 ORDER BY id LIMIT ?2");
        self.sql.all(&sql, params![after, limit], holding)
    }

    /// Returns the holdings of an account.
    pub fn holdings_in(&self, account: AccountId) -> Result<Vec<Holding>> {
        let sql = format!("SELECT {COLUMNS} FROM holdings WHERE account = ?1 ORDER BY id");
        self.sql.all(&sql, [account.key()], holding)
    }

    /// Returns the holdings of an asset.
    pub fn holdings_of(&self, asset: AssetId) -> Result<Vec<Holding>> {
        let sql = format!("SELECT {COLUMNS} FROM holdings WHERE asset = ?1 ORDER BY id");
        self.sql.all(&sql, [asset.key()], holding)
    }

    /// Returns a holding, or `NotFound`.
    pub fn holding(&self, id: HoldingId) -> Result<Holding> {
        let sql = format!("SELECT {COLUMNS} FROM holdings WHERE id = ?1");
        self.sql.one(&sql, [id.key()], holding)
    }

    /// Returns the statements of a holding, ordered by date.
    pub fn statements_of(&self, holding: HoldingId) -> Result<Vec<Statement>> {
        let sql = format!("SELECT {STATEMENT} FROM statements WHERE holding = ?1 ORDER BY on_day");
        self.sql.all(&sql, [holding.key()], statement)
    }

    /// Returns every statement, ordered by holding and date.
    pub fn statements(&self) -> Result<Vec<Statement>> {
        let sql = format!("SELECT {STATEMENT} FROM statements ORDER BY holding, on_day");
        self.sql.all(&sql, [], statement)
    }

    /// Returns the statements in force on a date: the latest of each holding up to that date,
    /// ordered by holding.
    pub fn statements_on(&self, day: Date) -> Result<Vec<Statement>> {
        self.sql.all(
            // With a single max(), SQLite takes the other columns from the row that has it.
            "SELECT holding, max(on_day), quantity, value, cost FROM statements
             WHERE on_day <= ?1 GROUP BY holding ORDER BY holding",
            [day.to_string()],
            statement,
        )
    }

    /// Returns the statement of a holding in force on a date.
    pub fn find_statement(&self, holding: HoldingId, day: Date) -> Result<Option<Statement>> {
        let sql = format!(
            "SELECT {STATEMENT} FROM statements WHERE holding = ?1 AND on_day <= ?2
             ORDER BY on_day DESC LIMIT 1"
        );
        self.sql.find(&sql, params![holding.key(), day.to_string()], statement)
    }
}

impl Edit<'_> {
    /// Adds a holding with version 1; the version of `holding` is ignored.
    pub fn add_holding(&self, holding: &Holding) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO holdings (id, account, asset, ownership, share, notes, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
                params![
                    holding.id.key(),
                    holding.account.key(),
                    holding.asset.key(),
                    holding.ownership.right.key(),
                    holding.ownership.share.to_string(),
                    holding.notes,
                ],
            )
            .map(drop)
    }

    /// Updates a holding; fails with `Stale` if its version has changed.
    pub fn put_holding(&self, holding: &Holding) -> Result<()> {
        let touched = self.sql.run(
            "UPDATE holdings SET account = ?3, asset = ?4, ownership = ?5, share = ?6, notes = ?7,
                 version = version + 1
             WHERE id = ?1 AND version = ?2",
            params![
                holding.id.key(),
                holding.version,
                holding.account.key(),
                holding.asset.key(),
                holding.ownership.right.key(),
                holding.ownership.share.to_string(),
                holding.notes,
            ],
        )?;
        if touched == 1 {
            Ok(())
        } else {
            Err(stale_or_missing(self.sql, "holdings", holding.id.key()))
        }
    }

    /// Removes a holding with its statements.
    pub fn remove_holding(&self, id: HoldingId) -> Result<()> {
        self.sql.touch("DELETE FROM holdings WHERE id = ?1", [id.key()])
    }

    /// Adds a statement, or replaces the one of the same holding and date.
    pub fn put_statement(&self, statement: &Statement) -> Result<()> {
        let (quantity, value) = match statement.position {
            Position::Quantity(quantity) => (Some(quantity.to_string()), None),
            Position::Value(value) => (None, Some(value.to_string())),
        };
        self.sql
            .run(
                "INSERT INTO statements (holding, on_day, quantity, value, cost)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (holding, on_day) DO UPDATE
                 SET quantity = excluded.quantity, value = excluded.value, cost = excluded.cost",
                params![
                    statement.holding.key(),
                    statement.on.to_string(),
                    quantity,
                    value,
                    statement.cost.map(|cost| cost.to_string()),
                ],
            )
            .map(drop)
    }

    /// Removes the statement of a date.
    pub fn remove_statement(&self, holding: HoldingId, day: Date) -> Result<()> {
        self.sql.touch(
            "DELETE FROM statements WHERE holding = ?1 AND on_day = ?2",
            params![holding.key(), day.to_string()],
        )
    }
}

fn holding(row: &Row<'_>) -> rusqlite::Result<Holding> {
    Ok(Holding {
        id: id(row, 0)?,
        account: id(row, 1)?,
        asset: id(row, 2)?,
        ownership: Ownership { right: text(row, 3)?, share: text(row, 4)? },
        notes: row.get(5)?,
        version: row.get(6)?,
    })
}

fn statement(row: &Row<'_>) -> rusqlite::Result<Statement> {
    let quantity: Option<Decimal> = find_text(row, 2)?;
    let position = match quantity {
        Some(quantity) => Position::Quantity(quantity),
        None => Position::Value(find_text(row, 3)?.ok_or_else(|| malformed(3, "no value"))?),
    };
    Ok(Statement { holding: id(row, 0)?, on: text(row, 1)?, position, cost: find_text(row, 4)? })
}
