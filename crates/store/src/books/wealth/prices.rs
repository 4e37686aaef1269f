//! Reads and writes prices of assets by date.

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::market::price::Quote;
use rusqlite::{Row, params};

use crate::books::{Edit, View};
use crate::error::Result;
use crate::file::row::{Id as _, id, text};

impl View<'_> {
    /// Returns the prices of an asset, ordered by date.
    pub fn prices_of(&self, asset: AssetId) -> Result<Vec<Quote>> {
        self.sql.all(
            "SELECT asset, on_day, price, unit, source FROM quotes WHERE asset = ?1 ORDER BY on_day",
            [asset.key()],
            quote,
        )
    }

    /// Returns every price, ordered by asset and date.
    pub fn quotes(&self) -> Result<Vec<Quote>> {
        self.sql.all(
            "SELECT asset, on_day, price, unit, source FROM quotes ORDER BY asset, on_day",
            [],
            quote,
        )
    }

    /// Returns the prices in force on a date: the latest of each asset up to that date, ordered by
    /// asset.
    pub fn prices_on(&self, day: Date) -> Result<Vec<Quote>> {
        self.sql.all(
            // With a single max(), SQLite takes the other columns from the row that has it.
            "SELECT asset, max(on_day), price, unit, source FROM quotes
             WHERE on_day <= ?1 GROUP BY asset ORDER BY asset",
            [day.to_string()],
            quote,
        )
    }
}

impl Edit<'_> {
    /// Adds a price, or replaces the one of the same asset and date.
    pub fn put_price(&self, quote: &Quote) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO quotes (asset, on_day, price, unit, source) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (asset, on_day) DO UPDATE
                 SET price = excluded.price, unit = excluded.unit, source = excluded.source",
                params![
                    quote.asset.key(),
                    quote.on.to_string(),
                    quote.price.to_string(),
                    quote.unit.to_string(),
                    quote.source,
                ],
            )
            .map(drop)
    }

    /// Removes the price of a date.
    pub fn remove_price(&self, asset: AssetId, day: Date) -> Result<()> {
        self.sql.touch(
            "DELETE FROM quotes WHERE asset = ?1 AND on_day = ?2",
            params![asset.key(), day.to_string()],
        )
    }
}

fn quote(row: &Row<'_>) -> rusqlite::Result<Quote> {
    Ok(Quote {
        asset: id(row, 0)?,
        on: text(row, 1)?,
        price: text(row, 2)?,
        unit: text(row, 3)?,
        source: row.get(4)?,
    })
}
