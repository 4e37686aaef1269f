//! Examines an installation and reports problems with advice, without changing anything.
//!
//! It changes nothing, reads no wealth, contacts no other machine, and may run beside a server. Sentences are found by
//! the code of a finding, in `crates/web/i18n/*/monitoring/doctor.ftl`.

use std::sync::Arc;

use crate::actors::admin::Admin;
use crate::app::App;
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::Result;
use crate::monitoring::doctor::report::{DoctorOptions, Finding, Report, Severity};
use crate::monitoring::doctor::{advisories, backups, files, household};

impl DataLocation {
    /// Examines an installation from outside, even one that no longer opens.
    pub fn examine(&self, clock: Arc<dyn Clock>, wish: &DoctorOptions) -> Report {
        let now = clock.now();
        if !self.has_keys() {
            let mut report = Report::new(now, wish.full);
            report.find(Finding::new("no-keys", Severity::Critical).at(&self.data));
            return report;
        }
        match self.open(clock) {
            Ok(app) => app.examine(wish),
            Err(refusal) => {
                let mut report = Report::new(now, wish.full);
                let closed = Finding::new("cannot-open", Severity::Critical);
                report.find(closed.with("why", &refusal));
                files::examine(&self.data, now, &mut report);
                advisories::examine(&self.data, wish, now, &mut report);
                report.sorted()
            }
        }
    }
}

impl App {
    /// Examines the open installation.
    pub fn examine(&self, wish: &DoctorOptions) -> Report {
        let now = self.clock().now();
        let mut report = Report::new(now, wish.full);
        files::examine(self.data(), now, &mut report);
        household::examine(self, wish, now, &mut report);
        backups::examine(self, now, &mut report);
        advisories::examine(self.data(), wish, now, &mut report);
        report.sorted()
    }
}

impl Admin<'_> {
    /// Examines the installation; reads the content of every file only if `full`.
    pub fn examine(self, full: bool) -> Result<Report> {
        Ok(self.app().examine(&DoctorOptions { full, advisories: None }))
    }
}
