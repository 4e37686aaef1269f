//! Decides when an idle session locks.

use crate::actors::preferences::Preferences;
use jiff::SignedDuration;
use jiff::Timestamp;
use pecule_store::household::people::persons::Person as Row;

/// Whether a session was idle for longer than its owner allows.
///
/// A last use more than five minutes in the future counts as idle: the clock was set back.
pub(crate) fn is_overdue(row: &Row, seen_at: Timestamp, now: Timestamp) -> bool {
    let preferences: Preferences = serde_json::from_str(&row.preferences).unwrap_or_default();
    let idle = now.duration_since(seen_at);
    idle > SignedDuration::from_mins(preferences.lock_after().into())
        || idle < SignedDuration::from_mins(-5)
}
