//! Exports every row of wealth in a form that other programs can read.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::books::View;
use crate::books::changes::row_images;
use crate::books::changes::row_images::Image;
use crate::error::Result;

/// Columns that store nested parts as JSON.
const NESTED: &[&str] = &["parts", "detail"];

impl View<'_> {
    /// Returns every row of wealth by table: identities as UUIDs, amounts as decimal text, dates as
    /// ISO 8601. Audit logs, keys and row images are not included.
    pub fn plain(&self) -> Result<BTreeMap<String, Vec<Image>>> {
        let mut tables = BTreeMap::new();
        for (table, columns) in row_images::columns(self.sql)? {
            let mut rows = row_images::rows(self.sql, &table, &columns)?;
            for row in &mut rows {
                for column in &columns {
                    column.show_id(row);
                }
                for column in NESTED {
                    unfold(row, column);
                }
            }
            tables.insert(table, rows);
        }
        Ok(tables)
    }
}

/// Replaces the JSON text of a column by its parsed value.
fn unfold(row: &mut Image, column: &str) {
    let Some(Value::String(text)) = row.get(column) else { return };
    if let Ok(inner) = serde_json::from_str(text) {
        row.insert(column.to_owned(), inner);
    }
}
