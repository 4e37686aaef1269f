//! The second factor: an authenticator is taught a secret, and gives a first code.

use askama::Template;
use axum::response::Response;
use pecule_app::{Error, Member, Refusal, Result};

use crate::error::sentence;
use crate::form::{Faults, Form};
use crate::kit::{Code, code};
use crate::view::{Field, Page, Place};
use crate::visit::{Outcome, Visit};

#[derive(Template)]
#[template(path = "settings/second_factor.html")]
struct Show {
    page: Page,
    drawing: Code,
    uri: String,
    secret: String,
    first: Field,
}

/// Draws a secret and shows it, once.
pub async fn begin(visit: Visit) -> Response {
    let work = |member: &Member<'_>, page| {
        let enrolment = member.person().begin_second_factor()?;
        Show::new(page, &enrolment.uri, &enrolment.secret, None)
    };
    visit.show("second-factor-title", Some(Place::Settings), work).await
}

/// Takes the first code; a wrong one shows the same secret again.
pub async fn confirm(visit: Visit, form: Form) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let fault = match member.person().confirm_second_factor(form.text("code")) {
            Ok(()) => return Ok(Outcome::Go("/settings#second-factor".into())),
            Err(refused @ Error::Refused(Refusal::WrongCode)) => sentence(&refused, page.lang),
            Err(Error::Invalid(problems)) => {
                Faults::of(&problems, page.lang).on("code").unwrap_or_default()
            }
            Err(other) => return Err(other),
        };
        Outcome::again(&Show::new(page, form.text("uri"), form.text("secret"), Some(fault))?)
    };
    visit.act("second-factor-title", Some(Place::Settings), work).await
}

impl Show {
    fn new(page: Page, uri: &str, secret: &str, fault: Option<String>) -> Result<Self> {
        let first = Field::text("code", page.t("second-factor-code")).autocomplete("one-time-code");
        Ok(Self {
            drawing: code(uri).map_err(|error| Error::Internal(error.to_string()))?,
            uri: uri.to_owned(),
            secret: secret.to_owned(),
            first: first.required().focused().error(fault),
            page,
        })
    }
}
