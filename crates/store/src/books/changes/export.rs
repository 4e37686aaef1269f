//! Wealth as it is written: every row of every table, for whoever reads books with another program.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::books::View;
use crate::books::changes::row_images;
use crate::books::changes::row_images::Image;
use crate::error::Result;

/// Columns in which several parts of one whole are kept as JSON.
const NESTED: &[&str] = &["parts", "detail"];

impl View<'_> {
    /// Every row of wealth by table; identities as UUIDs, amounts as decimal text, days as ISO 8601. What the program
    /// keeps for itself (journals, keys, changes) is not among them.
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

/// Puts what a column holds as JSON into the row itself.
fn unfold(row: &mut Image, column: &str) {
    let Some(Value::String(text)) = row.get(column) else { return };
    if let Ok(inner) = serde_json::from_str(text) {
        row.insert(column.to_owned(), inner);
    }
}
