//! Counts events that unauthenticated clients can trigger, in memory.
//!
//! Writes one audit event when a threshold is reached, at most once in ten minutes, so that clients
//! cannot flood the log.

use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::Result;

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
