//! Counters of events that unauthenticated clients can trigger.

use jiff::SignedDuration;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Counts by kind of event.
#[derive(Default)]
pub(crate) struct EventTally(Mutex<BTreeMap<String, Count>>);

struct Count {
    since: Timestamp,
    seen: u32,
}

impl EventTally {
    /// Increments a count; returns `true` if it reaches the threshold, once per window.
    pub(crate) fn reaches(&self, what: &str, threshold: u32, now: Timestamp) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |count: &Count| now.duration_since(count.since).abs() >= WINDOW;
        if counts.len() >= ROOM {
            counts.retain(|_what, count| !is_over(count));
        }
        if counts.len() >= ROOM && !counts.contains_key(what) {
            return false;
        }
        let count = counts.entry(what.to_owned()).or_insert(Count { since: now, seen: 0 });
        if is_over(count) {
            *count = Count { since: now, seen: 0 };
        }
        count.seen = count.seen.saturating_add(1);
        count.seen == threshold
    }
}

/// Lifetime of a count; also the shortest time between two audit events of the same kind.
pub(crate) const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Counts kept at once.
pub(crate) const ROOM: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_reached_once_in_a_window() {
        let tally = EventTally::default();
        let at = |second: i64| Timestamp::from_second(1_790_000_000 + second).unwrap();
        let reached = |from: i64, to: i64| {
            (from..to).filter(|second| tally.reaches("one", 10, at(*second))).count()
        };
        assert_eq!(reached(0, 9), 0, "nine are not ten");
        assert_eq!(reached(9, 500), 1);
        assert_eq!(reached(600, 609), 0, "a new window begins");
        assert_eq!(reached(609, 610), 1);
        let slowly = (0..50).filter(|n| tally.reaches("two", 10, at(n * 61))).count();
        assert_eq!(slowly, 5);
    }

    #[test]
    fn a_crowd_takes_no_more_room() {
        let tally = EventTally::default();
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        for number in 0..5_000 {
            tally.reaches(&number.to_string(), 1, now);
        }
        assert_eq!(tally.0.lock().unwrap().len(), ROOM);
    }
}
