//! Reads and writes exchange rates by date.

use jiff::civil::Date;
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::money::currency::Currency;
use rusqlite::{Row, params};

use crate::books::{Edit, View};
use crate::error::Result;
use crate::file::row::text;

impl View<'_> {
    /// Returns every exchange rate, ordered by pair and date.
    pub fn rates(&self) -> Result<Vec<ExchangeRate>> {
        self.sql.all(
            "SELECT base, counter, on_day, rate, source FROM rates ORDER BY base, counter, on_day",
            [],
            rate,
        )
    }

    /// Returns the exchange rates in force on a date: the latest of each pair up to that date.
    pub fn exchange_rates_on(&self, day: Date) -> Result<Vec<ExchangeRate>> {
        self.sql.all(
            "SELECT base, counter, max(on_day), rate, source FROM rates
             WHERE on_day <= ?1 GROUP BY base, counter ORDER BY base, counter",
            [day.to_string()],
            rate,
        )
    }
}

impl Edit<'_> {
    /// Adds an exchange rate, or replaces the one of the same pair and date.
    pub fn put_exchange_rate(&self, rate: &ExchangeRate) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO rates (base, counter, on_day, rate, source) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (base, counter, on_day) DO UPDATE
                 SET rate = excluded.rate, source = excluded.source",
                params![
                    rate.base.code(),
                    rate.counter.code(),
                    rate.on.to_string(),
                    rate.rate.to_string(),
                    rate.source,
                ],
            )
            .map(drop)
    }

    /// Removes the exchange rate of a date.
    pub fn remove_exchange_rate(&self, base: Currency, counter: Currency, day: Date) -> Result<()> {
        self.sql.touch(
            "DELETE FROM rates WHERE base = ?1 AND counter = ?2 AND on_day = ?3",
            params![base.code(), counter.code(), day.to_string()],
        )
    }
}

fn rate(row: &Row<'_>) -> rusqlite::Result<ExchangeRate> {
    Ok(ExchangeRate {
        base: text(row, 0)?,
        counter: text(row, 1)?,
        on: text(row, 2)?,
        rate: text(row, 3)?,
        source: row.get(4)?,
    })
}
