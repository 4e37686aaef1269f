//! Undoes an operation by restoring its row images in reverse order.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pecule_domain::id::OperationId;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::audit::entry::Mac;
use crate::books::changes::operations::{Change, Changed, Operation, changes, record};
use crate::books::changes::row_images::{Column, Image, columns};
use crate::books::{Books, View};
use crate::error::{Error, Result};
use crate::file::sql::Sql;

impl Books {
    /// Undoes an operation as a new operation, which can be undone in turn.
    ///
    /// Fails with `Conflict` and changes nothing if a row has changed since the operation, or if
    /// undoing would remove further rows. Fails with `Expired` if the images were pruned.
    pub fn undo(
        &self,
        target: OperationId,
        operation: Operation<'_>,
        mac: Mac<'_>,
    ) -> Result<Changed<()>> {
        self.file.write(|sql| {
            let undone = View { sql }.operation(target)?;
            if undone.expired {
                return Err(Error::Expired);
            }
            if undone.undone_by.is_some() {
                return Err(Error::Conflict);
            }
            let changed = record(sql, operation, Some(undone.seq), mac, |edit| {
                put_back(edit.sql, undone.seq).map_err(as_conflict)
            })?;
            if changed.rows != undone.rows {
                return Err(Error::Conflict);
            }
            mark(sql, changed.head.seq)?;
            Ok(changed)
        })
    }
}

/// Maps a violated schema constraint to `Conflict`: a later change prevents the undo.
fn as_conflict(error: Error) -> Error {
    let in_the_way = matches!(error, Error::InUse | Error::Dangling | Error::Taken(_));
    if in_the_way { Error::Conflict } else { error }
}

/// Updates `undone_by` along the chain of undo operations.
fn mark(sql: Sql<'_>, newest: i64) -> Result<()> {
    let mut by = newest;
    let mut undone = true;
    while let Some(target) = undoes(sql, by)? {
        let mark = undone.then_some(by);
        sql.run("UPDATE operations SET undone_by = ?2 WHERE seq = ?1", (target, mark))?;
        by = target;
        undone = !undone;
    }
    Ok(())
}

/// Returns the operation that another one undid.
fn undoes(sql: Sql<'_>, seq: i64) -> Result<Option<i64>> {
    sql.one("SELECT undoes FROM operations WHERE seq = ?1", [seq], |row| row.get(0))
}

/// Restores every row, the last change first.
fn put_back(sql: Sql<'_>, seq: i64) -> Result<()> {
    let tables: BTreeMap<String, Statements> = columns(sql)?
        .into_iter()
        .map(|(table, all)| (table.clone(), Statements::new(&table, all)))
        .collect();
    for change in changes(sql, seq)?.iter().rev() {
        let statements = tables
            .get(&change.table)
            .ok_or_else(|| Error::Malformed(format!("no table {}", change.table)))?;
        if statements.put_back(sql, change)? != 1 {
            return Err(Error::Conflict);
        }
    }
    Ok(())
}

/// The three statements that revert an insert, an update and a delete in one table.
struct Statements {
    columns: Vec<Column>,
    insert: String,
    update: String,
    delete: String,
}

impl Statements {
    fn new(table: &str, columns: Vec<Column>) -> Self {
        let join = |parts: Vec<String>, by: &str| parts.join(by);
        let names = join(columns.iter().map(|column| column.name.clone()).collect(), ", ");
        let holes = join((1..=columns.len()).map(|place| format!("?{place}")).collect(), ", ");
        let condition = |from: usize| {
            let mut text = String::new();
            for (place, column) in columns.iter().filter(|column| !column.is_version()).enumerate()
            {
                let link = if place == 0 { "" } else { " AND " };
                let _ = write!(text, "{link}{} IS ?{}", column.name, from.saturating_add(place));
            }
            text
        };
        let set = columns.iter().enumerate().map(|(place, column)| {
            let name = &column.name;
            if column.is_version() {
                // The placeholder must stay in use, so that the numbers of the others do not shift.
                format!("{name} = {name} + 1 + 0 * ?{}", place.saturating_add(1))
            } else {
                format!("{name} = ?{}", place.saturating_add(1))
            }
        });
        Self {
            insert: format!("INSERT INTO {table} ({names}) VALUES ({holes})"),
            update: format!(
                "UPDATE {table} SET {} WHERE {}",
                join(set.collect(), ", "),
                condition(columns.len().saturating_add(1))
            ),
            delete: format!("DELETE FROM {table} WHERE {}", condition(1)),
            columns,
        }
    }

    /// Reverts one change; returns the number of rows found in the state that the operation left.
    fn put_back(&self, sql: Sql<'_>, change: &Change) -> Result<usize> {
        match (&change.before, &change.after) {
            (None, Some(after)) => sql.run(&self.delete, params_from_iter(self.found(after)?)),
            (Some(before), None) => sql.run(&self.insert, params_from_iter(self.all(before)?)),
            (Some(before), Some(after)) => {
                let mut values = self.all(before)?;
                values.extend(self.found(after)?);
                sql.run(&self.update, params_from_iter(values))
            }
            (None, None) => Ok(0),
        }
    }

    /// Returns every column of an image; the version of a restored row is incremented.
    fn all(&self, image: &Image) -> Result<Vec<Value>> {
        let value = |column: &Column| {
            let mut value = column.value(image)?;
            if column.is_version()
                && let Value::Integer(version) = &mut value
            {
                *version = version.saturating_add(1);
            }
            Ok(value)
        };
        self.columns.iter().map(value).collect()
    }

    /// Returns the columns that must still have the values that the operation left, without the
    /// version.
    fn found(&self, image: &Image) -> Result<Vec<Value>> {
        let compared = self.columns.iter().filter(|column| !column.is_version());
        compared.map(|column| column.value(image)).collect()
    }
}
