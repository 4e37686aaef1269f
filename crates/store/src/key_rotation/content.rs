//! Computes digests of all tables, to compare the content of two files.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};

use crate::error::Result;

/// A table with its number of rows and a digest of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    name: String,
    rows: u64,
    digest: [u8; 32],
}

/// Returns a digest of every table, including the schema.
pub(crate) fn digests(connection: &Connection) -> Result<Vec<Table>> {
    let names: Vec<String> = {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut statement = connection.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
    };
    let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
    let marks = "SELECT (SELECT application_id FROM pragma_application_id),
                     (SELECT user_version FROM pragma_user_version)";
    let mut tables = vec![
        table(connection, "sqlite_schema".to_owned(), schema)?,
        table(connection, "pragmas".to_owned(), marks)?,
    ];
    for name in names {
        let all = all_of(connection, &name)?;
        tables.push(table(connection, name, &all)?);
    }
    Ok(tables)
}

/// Returns the query that reads a table ordered by its key, or by all columns without a key.
fn all_of(connection: &Connection, table: &str) -> Result<String> {
    let mut columns = connection.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
    let mut columns: Vec<(String, i64)> = columns
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if columns.iter().any(|(_name, place)| *place > 0) {
        columns.retain(|(_name, place)| *place > 0);
        columns.sort_by_key(|(_name, place)| *place);
    }
    let order: Vec<String> =
        columns.into_iter().map(|(name, _place)| format!("\"{name}\"")).collect();
    Ok(format!("SELECT * FROM \"{table}\" ORDER BY {}", order.join(", ")))
}

fn table(connection: &Connection, name: String, sql: &str) -> Result<Table> {
    let mut statement = connection.prepare(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let (mut count, mut hash) = (0_u64, Sha256::new());
    while let Some(row) = rows.next()? {
        count = count.saturating_add(1);
        for column in 0..width {
            add(&mut hash, row.get_ref(column)?);
        }
    }
    Ok(Table { name, rows: count, digest: hash.finalize().into() })
}

/// Hashes a value with its type and length, so that different lists of values give different input.
fn add(hash: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes) = match value {
        ValueRef::Null => (0_u8, Vec::new()),
        ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
        ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
        ValueRef::Text(text) => (3, text.to_vec()),
        ValueRef::Blob(blob) => (4, blob.to_vec()),
    };
    hash.update([kind]);
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(&bytes);
}
