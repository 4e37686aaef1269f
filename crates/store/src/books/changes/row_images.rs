//! Records the content of every wealth row before and after each change.
//!
//! `SQLite`'s session extension would do this, but it needs libclang to build. Triggers, generated
//! from the tables' own columns, write each row as JSON instead. They are temporary and exist on
//! the only writing connection. So no change bypasses them, and a schema migration cannot forget to
//! extend them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::types::Value;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::file::sql::Sql;

/// The tables whose changes are recorded.
const TABLES: &[&str] = &[
    "banks",
    "accounts",
    "assets",
    "allocations",
    "default_zones",
    "compositions",
    "parts",
    "holdings",
    "statements",
    "quotes",
    "rates",
    "taxonomies",
    "taxons",
    "assignments",
    "tasks",
    "notes",
    "settings",
];

/// The table that is written both within operations, such as an import, and outside any operation.
const ALSO_ALONE: &str = "recorded_days";

/// The column that counts changes. It never decreases, so that an undone row is not taken for an
/// old one.
const VERSION: &str = "version";

/// The content of a row by column name; identities are UUID text.
pub type Image = serde_json::Map<String, serde_json::Value>;

/// A column of a wealth table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    is_blob: bool,
}

impl Column {
    /// Returns whether the column counts changes.
    pub(crate) fn is_version(&self) -> bool {
        self.name == VERSION
    }

    /// Converts the identity in an image to UUID text.
    pub(crate) fn show_id(&self, image: &mut Image) {
        let Some(serde_json::Value::String(text)) = image.get_mut(&self.name) else { return };
        if self.is_blob
            && let Ok(id) = Uuid::try_parse(text)
        {
            *text = id.to_string();
        }
    }

    /// Converts a value of an image back to a column value.
    pub(crate) fn value(&self, image: &Image) -> Result<Value> {
        let malformed = || Error::Malformed(format!("the image of column {}", self.name));
        match image.get(&self.name) {
            Some(serde_json::Value::Null) => Ok(Value::Null),
            Some(serde_json::Value::Number(number)) => {
                number.as_i64().map(Value::Integer).ok_or_else(malformed)
            }
            Some(serde_json::Value::String(text)) if self.is_blob => Uuid::try_parse(text)
                .map(|id| Value::Blob(id.into_bytes().to_vec()))
                .map_err(|_not_an_id| malformed()),
            Some(serde_json::Value::String(text)) => Ok(Value::Text(text.clone())),
            // The column is newer than the image, or no trigger writes such a value.
            None
            | Some(
                serde_json::Value::Bool(_)
                | serde_json::Value::Array(_)
                | serde_json::Value::Object(_),
            ) => Err(malformed()),
        }
    }
}

/// Returns the columns of every recorded table.
pub(crate) fn columns(sql: Sql<'_>) -> Result<BTreeMap<String, Vec<Column>>> {
    let mut tables = BTreeMap::new();
    for table in TABLES.iter().chain([&ALSO_ALONE]) {
        let columns = sql.all(
            "SELECT name, type = 'BLOB' FROM pragma_table_info(?1) ORDER BY cid",
            [table],
            |row| Ok(Column { name: row.get(0)?, is_blob: row.get(1)? }),
        )?;
        tables.insert((*table).to_owned(), columns);
    }
    Ok(tables)
}

/// Returns every row of a recorded table, ordered by its columns.
pub(crate) fn rows(sql: Sql<'_>, table: &str, columns: &[Column]) -> Result<Vec<Image>> {
    let order: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    let (image, order) = (image("own", columns), order.join(", "));
    let rows: Vec<String> =
        sql.all(&format!("SELECT {image} FROM {table} AS own ORDER BY {order}"), [], |row| {
            row.get(0)
        })?;
    let read = |row: String| {
        serde_json::from_str(&row).map_err(|error| Error::Malformed(error.to_string()))
    };
    rows.into_iter().map(read).collect()
}

/// Creates the triggers and the temporary table that holds the current operation.
pub(crate) fn prepare(sql: Sql<'_>) -> Result<()> {
    let mut script =
        String::from("CREATE TEMP TABLE under_way (operation INTEGER PRIMARY KEY) STRICT;");
    for (table, columns) in columns(sql)? {
        triggers(&mut script, &table, &columns);
    }
    sql.batch(&script)
}

/// Sets the operation that the triggers write to, until `finish`.
pub(crate) fn begin(sql: Sql<'_>, operation: i64) -> Result<()> {
    sql.run("INSERT INTO temp.under_way (operation) VALUES (?1)", [operation]).map(drop)
}

/// Clears the operation set by `begin`.
pub(crate) fn finish(sql: Sql<'_>) -> Result<()> {
    sql.run("DELETE FROM temp.under_way", []).map(drop)
}

/// Writes the three triggers of one table.
fn triggers(script: &mut String, table: &str, columns: &[Column]) {
    let old = image("OLD", columns);
    let new = image("NEW", columns);
    // Saving a row without changes increments its version only; that must not count as a change.
    let differs: Vec<_> = columns
        .iter()
        .filter(|column| !column.is_version())
        .map(|Column { name, .. }| format!("OLD.{name} IS NOT NEW.{name}"))
        .collect();
    let differs = differs.join(" OR ");
    let alone = table == ALSO_ALONE;
    for (event, extra, before, after) in [
        ("INSERT", None, "NULL", new.as_str()),
        ("UPDATE", Some(differs.as_str()), old.as_str(), new.as_str()),
        ("DELETE", None, old.as_str(), "NULL"),
    ] {
        let under_way = alone.then_some("EXISTS (SELECT 1 FROM under_way)");
        let conditions: Vec<_> =
            extra.into_iter().chain(under_way).map(|condition| format!("({condition})")).collect();
        let when = if conditions.is_empty() {
            String::new()
        } else {
            format!("WHEN {}", conditions.join(" AND "))
        };
        // Without an operation the subquery is NULL, and the schema rejects the change.
        let _ = write!(
            script,
            "CREATE TEMP TRIGGER record_{event}_{table} AFTER {event} ON main.{table} {when}
             BEGIN
                 INSERT INTO changes (operation, table_name, before, after)
                 VALUES ((SELECT operation FROM under_way), '{table}', {before}, {after});
             END;"
        );
    }
}

/// Returns the SQL expression that encodes a row as JSON.
fn image(row: &str, columns: &[Column]) -> String {
    let fields: Vec<_> = columns
        .iter()
        .map(|Column { name, is_blob }| {
            if *is_blob {
                format!("'{name}', iif({row}.{name} IS NULL, NULL, hex({row}.{name}))")
            } else {
                format!("'{name}', {row}.{name}")
            }
        })
        .collect();
    format!("json_object({})", fields.join(", "))
}
