//! Reads and writes recorded days. A recorded day never changes afterwards.

use jiff::civil::Date;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use rusqlite::{Row, params};

use crate::books::{Books, Edit, View};
use crate::error::Result;
use crate::file::row::text;
use crate::file::sql::Sql;

impl Books {
    /// Records a day outside any operation; an existing record stays as it is.
    ///
    /// Returns whether the day was added.
    pub fn record_day(&self, day: &RecordedDay, detail: &str) -> Result<bool> {
        self.file.write(|sql| insert(sql, day, detail))
    }
}

impl View<'_> {
    /// Returns the recorded days in a currency, oldest first.
    pub fn recorded_days(&self, currency: Currency) -> Result<Vec<RecordedDay>> {
        self.sql.all(
            "SELECT on_day, currency, net, gross, debts, source FROM recorded_days
             WHERE currency = ?1 ORDER BY on_day",
            [currency.code()],
            recorded_day,
        )
    }

    /// Returns the JSON details of a recorded day.
    pub fn find_day_detail(&self, day: Date, currency: Currency) -> Result<Option<String>> {
        self.sql.find(
            "SELECT detail FROM recorded_days WHERE on_day = ?1 AND currency = ?2",
            params![day.to_string(), currency.code()],
            |row| row.get(0),
        )
    }
}

impl Edit<'_> {
    /// Adds a recorded day during an import; an existing record stays as it is.
    pub fn record_day(&self, day: &RecordedDay, detail: &str) -> Result<bool> {
        insert(self.sql, day, detail)
    }
}

fn insert(sql: Sql<'_>, day: &RecordedDay, detail: &str) -> Result<bool> {
    let inserted = sql.run(
        "INSERT INTO recorded_days (on_day, currency, net, gross, debts, source, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (on_day, currency) DO NOTHING",
        params![
            day.on.to_string(),
            day.currency.code(),
            day.net.to_string(),
            day.gross.to_string(),
            day.debts.to_string(),
            day.source,
            detail,
        ],
    )?;
    Ok(inserted == 1)
}

fn recorded_day(row: &Row<'_>) -> rusqlite::Result<RecordedDay> {
    Ok(RecordedDay {
        on: text(row, 0)?,
        currency: text(row, 1)?,
        net: text(row, 2)?,
        gross: text(row, 3)?,
        debts: text(row, 4)?,
        source: row.get(5)?,
    })
}
