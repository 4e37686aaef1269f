//! Emptying books, as when an invented household is removed.

use crate::books::Edit;
use crate::error::Result;

/// Tables in an order in which every row goes before those that it names.
///
/// Settings stay: they are choices about these books and not wealth.
pub(crate) const TABLES: &[&str] = &[
    "parts",
    "compositions",
    "statements",
    "holdings",
    "assignments",
    "taxons",
    "taxonomies",
    "allocations",
    "default_zones",
    "quotes",
    "rates",
    "tasks",
    "notes",
    "recorded_days",
    "assets",
    "accounts",
    "banks",
];

impl Edit<'_> {
    /// Removes all wealth and every recorded day; the settings stay.
    pub fn clear_all(&self) -> Result<()> {
        for table in TABLES {
            self.sql.run(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    }
}
