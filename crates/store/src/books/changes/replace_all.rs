//! Replaces all wealth with that of a backup copy, as one operation that can be undone.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::books::changes::clear::TABLES;
use crate::books::{Edit, View};
use crate::error::Result;
use crate::file::sql::Sql;

/// Recorded days are never overwritten; missing ones are added.
const RECORDED: &str = "recorded_days";
/// The column that counts changes; it never decreases.
const VERSION: &str = "version";

/// A table with the columns of both copies.
struct Table {
    name: &'static str,
    columns: Vec<String>,
    keys: Vec<String>,
}

impl Edit<'_> {
    /// Replaces the wealth with that of another copy of these books with the same schema. Settings
    /// and recorded days stay. Returns the number of copied records.
    pub fn become_as(&self, then: View<'_>) -> Result<u64> {
        let tables: Vec<Table> =
            TABLES.iter().map(|name| Table::of(self.sql, name)).collect::<Result<_>>()?;
        let mut versions = BTreeMap::new();
        for table in &tables {
            versions.insert(table.name, table.versions(self.sql)?);
        }
        for table in tables.iter().filter(|table| table.name != RECORDED) {
            self.sql.run(&format!("DELETE FROM {}", table.name), [])?;
        }
        let mut count = 0;
        // Insert in reverse order, so that every row comes after the rows it refers to.
        for table in tables.iter().rev() {
            let known = versions.remove(table.name).unwrap_or_default();
            count += table.copy(then.sql, self.sql, &known)?;
        }
        Ok(count)
    }
}

impl Table {
    fn of(sql: Sql<'_>, name: &'static str) -> Result<Self> {
        let names = |what: &str| {
            let sql_text = format!("SELECT name FROM pragma_table_info(?1) {what}");
            sql.all(&sql_text, [name], |row| row.get::<_, String>(0))
        };
        Ok(Self { name, columns: names("ORDER BY cid")?, keys: names("WHERE pk > 0 ORDER BY pk")? })
    }

    fn place_of(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }

    /// Returns the version of each record by identity.
    fn versions(&self, sql: Sql<'_>) -> Result<BTreeMap<Vec<u8>, i64>> {
        let mut versions = BTreeMap::new();
        if self.place_of(VERSION).is_none() {
            return Ok(versions);
        }
        let select = format!("SELECT id, {VERSION} FROM {}", self.name);
        sql.each(&select, [], |row| {
            versions.insert(row.get(0)?, row.get(1)?);
            Ok(())
        })?;
        Ok(versions)
    }

    /// Copies every row with a version above both its current and its former one.
    fn copy(&self, from: Sql<'_>, to: Sql<'_>, known: &BTreeMap<Vec<u8>, i64>) -> Result<u64> {
        let columns = self.columns.join(", ");
        let order = self.keys.join(", ");
        let holes: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        let verb = if self.name == RECORDED { "INSERT OR IGNORE" } else { "INSERT" };
        let insert = format!("{verb} INTO {} ({columns}) VALUES ({})", self.name, holes.join(", "));
        let (id, version) = (self.place_of("id"), self.place_of(VERSION));
        let mut count = 0;
        let mut failed = None;
        let select = format!("SELECT {columns} FROM {} ORDER BY {order}", self.name);
        from.each(&select, [], |row| {
            if failed.is_some() {
                return Ok(());
            }
            let mut values = (0..self.columns.len())
                .map(|n| row.get(n))
                .collect::<rusqlite::Result<Vec<Value>>>()?;
            if let (Some(id), Some(version)) = (id, version)
                && let (Some(Value::Blob(id)), Some(Value::Integer(then))) =
                    (values.get(id), values.get(version))
                && let Some(now) = known.get(id)
            {
                let later = Value::Integer(now.max(then).saturating_add(1));
                if let Some(slot) = values.get_mut(version) {
                    *slot = later;
                }
            }
            match to.run(&insert, params_from_iter(values)) {
                Ok(_touched) => count += 1,
                Err(error) => failed = Some(error),
            }
            Ok(())
        })?;
        failed.map_or(Ok(count), Err)
    }
}
