//! Counts events that unauthenticated clients can trigger, in memory.
//!
//! Writes one audit event when a threshold is reached, at most once in ten minutes, so that clients
//! cannot flood the log.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::App;
use crate::actors::person::Person;
use crate::audit_event::AuditEvent;
use crate::error::Result;

/// Lifetime of a count; also the shortest time between two audit events of the same kind.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// Counts kept at once.
const ROOM: usize = 1_000;

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

impl App {
    /// Counts an access token that this installation did not issue; an expired token does not count.
    pub(crate) fn record_forged_token(&self) -> Result<()> {
        self.saw("token-forged", "access", 1)
    }

    /// Counts a violation of the content security policy; keeps only the name of the directive.
    pub fn saw_policy_report(&self, directive: &str) -> Result<()> {
        let word: String =
            directive.chars().filter(|c| c.is_ascii_lowercase() || *c == '-').take(40).collect();
        if self.counts("csp-reported", 5) {
            self.record(&AuditEvent::new("csp-reported", &word).refused())?;
        }
        Ok(())
    }

    /// Records an event once it was counted `threshold` times within the window.
    pub(crate) fn saw(&self, action: &str, object: &str, threshold: u32) -> Result<()> {
        if self.counts(&format!("{action} {object}"), threshold) {
            self.record(&AuditEvent::new(action, object).refused())?;
        }
        Ok(())
    }

    fn counts(&self, what: &str, threshold: u32) -> bool {
        self.inner().vigilance.tally.reaches(what, threshold, self.clock().now())
    }
}

impl Person {
    /// Counts a request of this person for a record that is missing or inaccessible.
    pub fn record_miss(&self) -> Result<()> {
        if self.app().counts(&format!("probing {}", self.id()), 10) {
            self.app().record(&AuditEvent::of(self, "probing", "records").refused())?;
        }
        Ok(())
    }
}

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
