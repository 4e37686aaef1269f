//! Shows and changes precautions outside the program, with their dates and reminders.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::monitoring::precautions::PrecautionView;
use pecule_app::{Admin, Error};

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

/// Marks a precaution as taken or not taken, or sets its reminder, as named by `deed`.
pub async fn act(
    visit: SignedIn,
    Path((key, deed)): Path<(String, String)>,
    form: Form,
) -> Response {
    let work = move |admin: Admin<'_>, page: Page| {
        let done = match deed.as_str() {
            "done" => admin.took_precaution(&key),
            "reopen" => admin.reopen_precaution(&key),
            "remind" => {
                form.find_day("remind_on").and_then(|day| admin.remind_of_precaution(&key, day))
            }
            _ => Err(Error::NotFound),
        };
        match done {
            Ok(()) => Ok(FormOutcome::Go(format!("/household/precautions#{key}"))),
            Err(Error::Invalid(problems)) => {
                let fault =
                    FieldErrors::of(&problems, page.lang).on("remind_on").unwrap_or_default();
                let lines = admin.precautions()?;
                FormOutcome::again(&PrecautionsPage { page, lines, fault: Some((key, fault)) })
            }
            Err(other) => Err(other),
        }
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
