//! Shows and changes precautions outside the program, with their dates and reminders.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of `Admin<'_>` is not general over its lifetime"
)]

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::monitoring::precautions::PrecautionView;
use pecule_app::{Admin, Error, Result};

use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "monitoring/precautions.html")]
struct PrecautionsPage {
    page: Page,
    lines: Vec<PrecautionView>,
    /// Key of the submitted precaution, and its error message.
    fault: Option<(String, String)>,
}

impl PrecautionsPage {
    fn done(&self) -> usize {
        self.lines.iter().filter(|line| line.done_on.is_some()).count()
    }

    fn fault_of(&self, key: &str) -> Option<&str> {
        self.fault.as_ref().filter(|(line, _)| line == key).map(|(_, fault)| fault.as_str())
    }
}

/// Shows all precautions.
pub async fn show(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, page: Page| {
        FormOutcome::part(&PrecautionsPage { page, lines: admin.precautions()?, fault: None })
    };
    visit.administer("precautions-title", work).await
}

/// Marks a precaution as taken.
pub async fn complete(visit: SignedIn, Path(key): Path<String>) -> Response {
    change(visit, key, |admin, key| admin.complete_precaution(key)).await
}

/// Marks a precaution as not taken.
pub async fn reopen(visit: SignedIn, Path(key): Path<String>) -> Response {
    change(visit, key, |admin, key| admin.reopen_precaution(key)).await
}

/// Sets the reminder of a precaution.
pub async fn remind(visit: SignedIn, Path(key): Path<String>, form: Form) -> Response {
    let set = move |admin: Admin<'_>, key: &str| {
        form.find_day("remind_on").and_then(|day| admin.remind_of_precaution(key, day))
    };
    change(visit, key, set).await
}

async fn change(
    visit: SignedIn,
    key: String,
    apply: impl FnOnce(Admin<'_>, &str) -> Result<()> + Send + 'static,
) -> Response {
    let work = move |admin: Admin<'_>, page: Page| match apply(admin, &key) {
        Ok(()) => Ok(FormOutcome::Go(format!("/household/precautions#{key}"))),
        Err(Error::Invalid(problems)) => {
            let fault = FieldErrors::of(&problems, page.lang).on("remind_on").unwrap_or_default();
            let lines = admin.precautions()?;
            FormOutcome::again(&PrecautionsPage { page, lines, fault: Some((key, fault)) })
        }
        Err(other) => Err(other),
    };
    visit.administer("precautions-title", work).await
}

#[cfg(test)]
mod tests {
    use pecule_app::monitoring::precautions::Precaution;

    use crate::text::i18n::{Lang, t};

    #[test]
    fn every_precaution_has_a_name_a_reason_and_an_action() {
        for lang in Lang::ALL {
            for precaution in Precaution::ALL {
                for end in ["", "-why", "-do"] {
                    let key = format!("precaution-{}{end}", precaution.key());
                    assert_ne!(t(*lang, &key), key, "{}", lang.tag());
                }
            }
        }
    }
}
