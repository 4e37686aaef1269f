//! Shows the doctor's report.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use pecule_app::Admin;
use pecule_app::monitoring::doctor::report::{CheckedItem, Severity};
use serde::Deserialize;

use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::text::doctor::{Said, SaidReport, say_all, with_answers};
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "monitoring/doctor.html")]
struct DoctorPage {
    page: Page,
    report: SaidReport,
}

impl DoctorPage {
    /// Formats the value of a checked item.
    fn value(&self, fact: &CheckedItem) -> String {
        let said = match fact.code {
            "bytes" | "free-bytes" => fact.value.parse().ok().map(|bytes| self.page.size(bytes)),
            "last-backup" | "last-proof" | "certificate-until" => {
                fact.value.parse().ok().map(|at| self.page.moment(&at))
            }
            "advisories-as-of" => fact.value.parse().ok().map(|day| self.page.day(&day)),
            _ => None,
        };
        said.unwrap_or_else(|| fact.value.clone())
    }

    /// Returns the colour of a problem.
    const fn tone(finding: &Said) -> &'static str {
        match finding.severity {
            Severity::Critical => "bad",
            Severity::Warning => "warn",
            Severity::Notice => "",
        }
    }

    /// Returns address and name of the page that helps to resolve a problem; `None` if it is
    /// resolved outside the program.
    fn way(finding: &Said) -> Option<(&'static str, &'static str)> {
        Some(match finding.code {
            "no-backup"
            | "backup-old"
            | "backup-failed"
            | "backup-never-proven"
            | "backup-unproven"
            | "drill-failed"
            | "target-failing"
            | "backups-not-elsewhere" => ("/household/backups", "backups-title"),
            "messages-failing" | "messages-wait" => ("/household/notifications", "messages-title"),
            "journal-broken" | "clock-set-back" => ("/household/audit", "journal-title"),
            "admin-without-second-factor" => ("/settings/second-factor", "second-factor-title"),
            "key-beside-data" => ("/household/precautions", "precautions-title"),
            _ => return None,
        })
    }
}

/// Query of the page.
#[derive(Deserialize)]
pub struct DoctorQuery {
    #[serde(default)]
    full: bool,
}

/// Runs the doctor and shows its report.
pub async fn show(visit: SignedIn, Query(asked): Query<DoctorQuery>) -> Response {
    let reach = Arc::clone(&visit.site.reach);
    let work = move |admin: Admin<'_>, page: Page| {
        let report = with_answers(admin.examine(asked.full)?, &reach.answers);
        let report = say_all(report, page.lang);
        FormOutcome::part(&DoctorPage { page, report })
    };
    visit.administer("health-title", work).await
}
