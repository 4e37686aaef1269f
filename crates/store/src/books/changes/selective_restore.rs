//! Compares single records with a backup copy, and restores selected ones with the records they
//! refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pecule_domain::id::{AccountId, AssetId, HoldingId};
use rusqlite::types::Value;
use rusqlite::{ToSql, params_from_iter};

use crate::books::{Edit, View};
use crate::error::{Error, Result};
use crate::file::row::{Id, id};
use crate::file::sql::Sql;

/// The column that counts changes; it never decreases.
const VERSION: &str = "version";

/// The records to restore. Missing records that they refer to come along: the bank of an account,
/// the account and asset of a holding, the components of an asset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordSelection {
    /// Accounts, without their holdings.
    pub accounts: BTreeSet<AccountId>,
    /// Assets, with their allocations and compositions.
    pub assets: BTreeSet<AssetId>,
    /// Holdings, with their statements.
    pub holdings: BTreeSet<HoldingId>,
}

/// The content of every record as text; equal records in two copies have equal text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    pub accounts: BTreeMap<AccountId, String>,
    /// Includes allocations and compositions.
    pub assets: BTreeMap<AssetId, String>,
    /// Includes the statements of the holding.
    pub holdings: BTreeMap<HoldingId, String>,
}

impl View<'_> {
    /// Returns the content of every account, asset and holding.
    pub fn contents(&self) -> Result<Contents> {
        Ok(Contents {
            accounts: texts(self.sql, &[("accounts", "id")])?,
            assets: texts(
                self.sql,
                &[
                    ("assets", "id"),
                    ("allocations", "asset"),
                    ("compositions", "asset"),
                    ("parts", "asset"),
                    ("assignments", "asset"),
                ],
            )?,
            holdings: texts(self.sql, &[("holdings", "id"), ("statements", "holding")])?,
        })
    }
}

impl Edit<'_> {
    /// Restores records from another copy of these books with the same schema. Returns the number
    /// of selected records.
    pub fn take(&self, then: View<'_>, wanted: &RecordSelection) -> Result<usize> {
        let taking = SelectiveRestore { from: then.sql, to: self.sql };
        let mut taken = BTreeSet::new();
        for asset in &wanted.assets {
            taking.asset(asset.key(), &mut taken)?;
        }
        for account in &wanted.accounts {
            taking.account(account.key())?;
        }
        for holding in &wanted.holdings {
            taking.holding(holding.key(), &mut taken)?;
        }
        Ok(wanted.assets.len() + wanted.accounts.len() + wanted.holdings.len())
    }
}

type Key = [u8; 16];
/// Rows of a table, each with its values in column order.
type Rows = Vec<Vec<Value>>;

/// The two copies that records are restored between.
#[derive(Clone, Copy)]
struct SelectiveRestore<'a> {
    from: Sql<'a>,
    to: Sql<'a>,
}

impl SelectiveRestore<'_> {
    fn account(self, key: Key) -> Result<()> {
        let bank = self.named("accounts", "bank", key)?;
        if !self.is_there("banks", bank)? {
            self.record("banks", bank)?;
        }
        self.record("accounts", key)
    }

    fn holding(self, key: Key, taken: &mut BTreeSet<Key>) -> Result<()> {
        let account = self.named("holdings", "account", key)?;
        if !self.is_there("accounts", account)? {
            self.account(account)?;
        }
        let asset = self.named("holdings", "asset", key)?;
        if !self.is_there("assets", asset)? {
            self.asset(asset, taken)?;
        }
        self.record("holdings", key)?;
        self.parts_of("statements", "holding", key)
    }

    /// Restores an asset and its missing components.
    fn asset(self, key: Key, taken: &mut BTreeSet<Key>) -> Result<()> {
        if !taken.insert(key) {
            return Ok(());
        }
        let is_new = !self.is_there("assets", key)?;
        self.record("assets", key)?;
        let inside = "SELECT DISTINCT part FROM parts WHERE asset = ?1 ORDER BY part";
        for part in self.from.all(inside, [key], |row| row.get::<_, Key>(0))? {
            if !self.is_there("assets", part)? {
                self.asset(part, taken)?;
            }
        }
        self.parts_of("allocations", "asset", key)?;
        self.to.run("DELETE FROM parts WHERE asset = ?1", [key])?;
        self.parts_of("compositions", "asset", key)?;
        self.parts_of("parts", "asset", key)?;
        self.headings(key)?;
        self.rates(key)?;
        // Keep prices entered since the backup, and add the missing ones.
        self.copy("quotes", "asset", key, "INSERT OR IGNORE")?;
        if is_new {
            for table in ["tasks", "notes"] {
                self.copy(table, "asset", key, "INSERT OR IGNORE")?;
            }
        }
        Ok(())
    }

    /// Adds missing exchange rates of an asset's currency, because the asset has no value without
    /// them.
    fn rates(self, key: Key) -> Result<()> {
        let select = "SELECT currency FROM assets WHERE id = ?1";
        let currency: String = self.from.one(select, [key], |row| row.get(0))?;
        for side in ["base", "counter"] {
            let (columns, rows) = self.rows("rates", side, currency.as_str())?;
            rows.into_iter()
                .try_for_each(|row| self.insert("rates", &columns, row, "INSERT OR IGNORE"))?;
        }
        Ok(())
    }

    /// Restores the assignments of an asset to headings that still exist.
    fn headings(self, key: Key) -> Result<()> {
        self.to.run("DELETE FROM assignments WHERE asset = ?1", [key])?;
        let (columns, rows) = self.rows("assignments", "asset", key)?;
        let taxon = columns.iter().position(|name| name == "taxon");
        for row in rows {
            let there = match taxon.and_then(|place| row.get(place)) {
                Some(Value::Blob(taxon)) => self.has("taxons", taxon)?,
                Some(Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_)) | None => {
                    false
                }
            };
            if there {
                self.insert("assignments", &columns, row, "INSERT")?;
            }
        }
        Ok(())
    }

    /// Restores one record, replacing the current one with its identity; its version increases.
    fn record(self, table: &str, key: Key) -> Result<()> {
        let (columns, mut rows) = self.rows(table, "id", key)?;
        let mut row = rows.pop().ok_or(Error::NotFound)?;
        if !self.is_there(table, key)? {
            return self.insert(table, &columns, row, "INSERT");
        }
        let mut set = Vec::new();
        for (place, name) in columns.iter().enumerate() {
            let hole = place.saturating_add(1);
            set.push(if name == VERSION {
                // The placeholder must stay in use, so that the numbers of the others do not shift.
                format!("{name} = {name} + 1 + 0 * ?{hole}")
            } else {
                format!("{name} = ?{hole}")
            });
        }
        row.push(Value::Blob(key.to_vec()));
        let sql = format!("UPDATE {table} SET {} WHERE id = ?{}", set.join(", "), row.len());
        self.to.run(&sql, params_from_iter(row)).map(drop)
    }

    /// Replaces all rows that belong to a record.
    fn parts_of(self, table: &str, owner: &str, key: Key) -> Result<()> {
        self.to.run(&format!("DELETE FROM {table} WHERE {owner} = ?1"), [key])?;
        self.copy(table, owner, key, "INSERT")
    }

    fn copy(self, table: &str, owner: &str, key: Key, verb: &str) -> Result<()> {
        let (columns, rows) = self.rows(table, owner, key)?;
        rows.into_iter().try_for_each(|row| self.insert(table, &columns, row, verb))
    }

    fn insert(self, table: &str, columns: &[String], row: Vec<Value>, verb: &str) -> Result<()> {
        let holes: Vec<String> = (1..=columns.len()).map(|hole| format!("?{hole}")).collect();
        let (names, holes) = (columns.join(", "), holes.join(", "));
        let sql = format!("{verb} INTO {table} ({names}) VALUES ({holes})");
        self.to.run(&sql, params_from_iter(row)).map(drop)
    }

    fn rows(self, table: &str, owner: &str, key: impl ToSql) -> Result<(Vec<String>, Rows)> {
        let columns = columns(self.from, table)?;
        let select = format!("SELECT {} FROM {table} WHERE {owner} = ?1", columns.join(", "));
        let count = columns.len();
        let rows = self
            .from
            .all(&select, [key], |row| (0..count).map(|place| row.get(place)).collect())?;
        Ok((columns, rows))
    }

    fn named(self, table: &str, column: &str, key: Key) -> Result<Key> {
        self.from
            .one(&format!("SELECT {column} FROM {table} WHERE id = ?1"), [key], |row| row.get(0))
    }

    fn is_there(self, table: &str, key: Key) -> Result<bool> {
        self.has(table, key.as_slice())
    }

    fn has(self, table: &str, key: &[u8]) -> Result<bool> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
        self.to.one(&sql, [key], |row| row.get(0))
    }
}

fn columns(sql: Sql<'_>, table: &str) -> Result<Vec<String>> {
    let select = "SELECT name FROM pragma_table_info(?1) ORDER BY cid";
    sql.all(select, [table], |row| row.get(0))
}

/// Concatenates the rows of several tables into one text per record.
fn texts<T: Id + Ord>(sql: Sql<'_>, tables: &[(&str, &str)]) -> Result<BTreeMap<T, String>> {
    let mut texts: BTreeMap<T, String> = BTreeMap::new();
    for (table, owner) in tables {
        let mut columns = columns(sql, table)?;
        columns.retain(|name| name != VERSION);
        let (count, names) = (columns.len(), columns.join(", "));
        let select = format!("SELECT {owner}, {names} FROM {table} ORDER BY {owner}, {names}");
        sql.each(&select, [], |row| {
            let text = texts.entry(id(row, 0)?).or_default();
            let values = (1..=count)
                .map(|place| row.get(place))
                .collect::<rusqlite::Result<Vec<Value>>>()?;
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{table} {values:?}");
            Ok(())
        })?;
    }
    Ok(texts)
}
