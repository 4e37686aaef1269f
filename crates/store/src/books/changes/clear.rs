//! Removes all wealth from books, for example when an example household is cleared.

use crate::books::Edit;
use crate::error::Result;

/// The wealth tables, ordered so that every row is deleted before the rows it refers to.
///
/// Settings are not listed: they belong to the books, not to the wealth.
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
    /// Removes all wealth and every recorded day, but keeps the settings.
    pub fn clear_all(&self) -> Result<()> {
        for table in TABLES {
            self.sql.run(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    }
}
