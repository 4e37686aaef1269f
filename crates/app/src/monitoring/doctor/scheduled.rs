//! Examines all files once a day while the server runs, and records damage for the alert rules.

use jiff::SignedDuration;
use pecule_store::audit::search::Search;

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::Result;
use crate::monitoring::doctor::report::{DoctorOptions, Report};

/// Interval between two examinations.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Action of the audit event.
const EXAMINED: &str = "files-examined";
/// Findings that mean damaged or altered files.
const DAMAGE: &[&str] =
    &["household-damaged", "books-missing", "books-in-the-clear", "books-changed"];

impl App {
    /// Examines all files in full if the last examination is a day old; the server calls it repeatedly.
    pub fn examine_by_day(&self) -> Result<Option<Report>> {
        if self.is_closed_to_changes() {
            return Ok(None);
        }
        let now = self.clock().now();
        let wanted = Search { actions: vec![EXAMINED.to_owned()], limit: 1, ..Search::default() };
        let last = self.inner().household.read(|view| view.search_audit_log(&wanted))?;
        if last.first().is_some_and(|line| now.duration_since(line.at).abs() < DAY) {
            return Ok(None);
        }
        let report = self.examine(&DoctorOptions { full: true, advisories: None });
        self.record(&AuditEvent::new(EXAMINED, "all"))?;
        for finding in &report.findings {
            if DAMAGE.contains(&finding.code) {
                self.record(&AuditEvent::new("integrity-failed", finding.code))?;
            }
        }
        Ok(Some(report))
    }
}
