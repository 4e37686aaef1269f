//! Single records of another time: what each of them says, and taking some of them back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pecule_domain::id::{AccountId, AssetId, HoldingId};
use rusqlite::types::Value;
use rusqlite::{ToSql, params_from_iter};

use crate::books::{Edit, View};
use crate::error::{Error, Result};
use crate::file::row::{Id, id};
use crate::file::sql::Sql;

/// The column that counts changes, and never goes back.
const VERSION: &str = "version";

/// Records to take, each with what it needs: an account its bank, a holding its account and its asset, an asset
/// its components.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Accounts, without what is held in them.
    pub accounts: BTreeSet<AccountId>,
    /// Assets, with how they split and what they are made of.
    pub assets: BTreeSet<AssetId>,
    /// Holdings, with everything that was stated of them.
    pub holdings: BTreeSet<HoldingId>,
}

/// What every record says, as a text that two copies of the same record give alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Of each account.
    pub accounts: BTreeMap<AccountId, String>,
    /// Of each asset, with how it splits and what it is made of.
    pub assets: BTreeMap<AssetId, String>,
    /// Of each holding, with everything that was stated of it.
    pub holdings: BTreeMap<HoldingId, String>,
}

impl View<'_> {
    /// What every account, asset and holding says.
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
    /// Takes records of another copy of these books, whose schema is the same; answers how many were wanted.
    pub fn take(&self, then: View<'_>, wanted: &Wanted) -> Result<usize> {
        let taking = Taking { from: then.sql, to: self.sql };
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
/// Rows of a table, each column in its order.
type Rows = Vec<Vec<Value>>;

/// From where to where.
#[derive(Clone, Copy)]
struct Taking<'a> {
    from: Sql<'a>,
    to: Sql<'a>,
}

impl Taking<'_> {
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

    /// An asset, after the components that are no longer there.
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
        // Prices that were entered since are kept; those that are missing come back.
        self.copy("quotes", "asset", key, "INSERT OR IGNORE")?;
        if is_new {
            for table in ["tasks", "notes"] {
                self.copy(table, "asset", key, "INSERT OR IGNORE")?;
            }
        }
        Ok(())
    }

    /// Rates of an asset's currency that are missing by now: without them it has no value.
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

    /// What an asset was put under, as far as these headings are still there.
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

    /// One record, in the place of the one that has its identity; its version goes on counting.
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
                // The hole stays used, so that the numbers of the others do not move.
                format!("{name} = {name} + 1 + 0 * ?{hole}")
            } else {
                format!("{name} = ?{hole}")
            });
        }
        row.push(Value::Blob(key.to_vec()));
        let sql = format!("UPDATE {table} SET {} WHERE id = ?{}", set.join(", "), row.len());
        self.to.run(&sql, params_from_iter(row)).map(drop)
    }

    /// Everything that belongs to a record, in the place of what belongs to it now.
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

/// The rows of several tables as one text for each record that they belong to.
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
