//! Stores the former keys of the audit log. After a key rotation, older entries still verify with
//! them.

use zeroize::Zeroizing;

use crate::books::View;
use crate::error::Result;
use crate::file::sql::Sql;

/// A former key, and the last entry that it authenticates.
pub(crate) struct OldKey {
    until: i64,
    key: Zeroizing<[u8; 32]>,
}

impl View<'_> {
    /// Returns the former keys, ordered by entry.
    pub(crate) fn journal_keys(&self) -> Result<Vec<OldKey>> {
        self.sql.all("SELECT until_seq, key FROM journal_keys ORDER BY until_seq", [], |row| {
            Ok(OldKey { until: row.get(0)?, key: Zeroizing::new(row.get(1)?) })
        })
    }
}

/// Returns the key that authenticates an entry; `None` means the current key.
pub(crate) fn of(keys: &[OldKey], seq: i64) -> Option<&[u8; 32]> {
    keys.iter().find(|old| seq <= old.until).map(|old| &*old.key)
}

/// Stores the key of all entries so far; later entries use another one.
///
/// A key without entries is not stored.
pub(crate) fn keep(sql: Sql<'_>, until: i64, key: &[u8; 32]) -> Result<()> {
    if until > 0 {
        sql.run(
            "INSERT OR IGNORE INTO journal_keys (until_seq, key) VALUES (?1, ?2)",
            (until, key),
        )?;
    }
    Ok(())
}
