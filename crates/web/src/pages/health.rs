//! Foyer → Santé: what the doctor found, and what to do about it.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use pecule_app::Admin;
use pecule_app::doctor::{Fact, Severity};
use serde::Deserialize;

use crate::health::{Said, SaidReport, say_all, with_own_certificate};
use crate::view::Page;
use crate::visit::{Outcome, Visit};

#[derive(Template)]
#[template(path = "household/health.html")]
struct Show {
    page: Page,
    report: SaidReport,
}

impl Show {
    /// A fact as it is read.
    fn value(&self, fact: &Fact) -> String {
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

    /// The tone of a finding.
    const fn tone(finding: &Said) -> &'static str {
        match finding.severity {
            Severity::Critical => "bad",
            Severity::Warning => "warn",
            Severity::Notice => "",
        }
    }
}

/// How closely to look.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    full: bool,
}

/// Looks, and says what was found.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    let work = move |admin: Admin<'_>, page: Page| {
        let report = admin.examine(asked.full)?;
        let report = with_own_certificate(report, admin.person().app().data());
        let report = say_all(report, page.lang);
        Outcome::part(&Show { page, report })
    };
    visit.administer("health-title", work).await
}
