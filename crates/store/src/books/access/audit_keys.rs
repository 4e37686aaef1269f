//! The keys that chained the journal before the books' key was renewed.

use zeroize::Zeroizing;

use crate::books::View;
use crate::error::Result;
use crate::file::sql::Sql;

/// A key that chained the entries up to a number.
pub(crate) struct OldKey {
    until: i64,
    key: Zeroizing<[u8; 32]>,
}

impl View<'_> {
    /// The keys of earlier entries, in the order of the entries.
    pub(crate) fn journal_keys(&self) -> Result<Vec<OldKey>> {
        self.sql.all("SELECT until_seq, key FROM journal_keys ORDER BY until_seq", [], |row| {
            Ok(OldKey { until: row.get(0)?, key: Zeroizing::new(row.get(1)?) })
        })
    }
}

/// The key that chained an entry; none where that is the present one.
pub(crate) fn of(keys: &[OldKey], seq: i64) -> Option<&[u8; 32]> {
    keys.iter().find(|old| seq <= old.until).map(|old| &*old.key)
}

/// Keeps the key of the entries so far, which the next ones are no longer chained with.
///
/// A key that chained no entry is of no use to anybody.
pub(crate) fn keep(sql: Sql<'_>, until: i64, key: &[u8; 32]) -> Result<()> {
    if until > 0 {
        sql.run(
            "INSERT OR IGNORE INTO journal_keys (until_seq, key) VALUES (?1, ?2)",
            (until, key),
        )?;
    }
    Ok(())
}
