//! Registers a person with an invitation.

use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::people::registration::NewPerson;
use pecule_app::{Conflict, Error, Reason, Refusal};
use serde::Deserialize;

use crate::error::{ErrorResponse, sentence};
use crate::pages::auth::sign_in::device;
use crate::request::cookies::{cookie, keep_session};
use crate::request::form::{FieldErrors, Form};
use crate::request::guest_language::{LanguageChoice, spoken, tongues};
use crate::request::redirect::{form_urlencoded, go};
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::field::Field;
use crate::view::page::Page;
use crate::view::render::page;

#[derive(Template)]
#[template(path = "people/invitation.html")]
struct InvitationPage {
    page: Page,
    tongues: Vec<LanguageChoice>,
    token: String,
    fields: Vec<Field>,
    fault: Option<String>,
    counts: bool,
}

/// Secret of the invitation, and the language of its page.
#[derive(Debug, Deserialize, Default)]
pub struct InvitationQuery {
    #[serde(default)]
    token: String,
    #[serde(default)]
    lang: String,
}

impl InvitationPage {
    fn new(site: &AppState, lang: Lang, token: &str, form: &Form, faults: &FieldErrors) -> Self {
        let secret = |name: &str, label: &str| {
            Field::password(name, t(lang, label), "new-password").required().error(faults.on(name))
        };
        let name = Field::text("name", t(lang, "sign-in-name")).autocomplete("username");
        Self {
            page: Page::new(lang, t(lang, "invitation-title"), site.app.clock().today()),
            tongues: tongues(lang, &format!("/invitation?token={}&lang=", form_urlencoded(token))),
            token: token.to_owned(),
            fields: vec![
                name.required().value(form.text("name")).error(faults.on("name")),
                secret("password", "sign-in-password").hint(t(lang, "setup-password-hint")),
                secret("repeat", "setup-password-again"),
            ],
            fault: None,
            counts: true,
        }
    }
}

/// Shows the registration form.
pub async fn show(
    State(site): State<AppState>,
    headers: HeaderMap,
    Query(asked): Query<InvitationQuery>,
) -> Response {
    let lang = spoken(&asked.lang, &headers);
    let token = asked.token.clone();
    let looked = site.run(move |app| app.guest().look_at_invitation(&token)).await;
    let form = Form::default();
    match looked {
        Ok(()) => {
            page(&InvitationPage::new(&site, lang, &asked.token, &form, &FieldErrors::default()))
        }
        Err(error) => again(&site, lang, &asked.token, &form, error),
    }
}

/// Creates the person and signs them in. The recovery code comes next.
pub async fn accept(
    State(site): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let lang = spoken(form.text("lang"), &headers);
    let (device, earlier, sent) = (device(&headers, peer), cookie(&headers), form.clone());
    let made = site.run(move |app| {
        let (name, password) = (sent.text("name"), sent.text("password"));
        if password != sent.text("repeat") {
            return Err(Error::invalid("repeat", Reason::DoesNotMatch));
        }
        let newcomer = NewPerson { name, password, language: lang.tag(), recovery_kept: false };
        app.guest().accept(sent.text("token"), &newcomer)?;
        // An earlier session of this browser must not stay valid.
        if let Some(Ok(before)) = earlier.map(|token| app.resume(&token)) {
            before.sign_out()?;
        }
        Ok(app.guest().sign_in(name, password, None, &device)?.token)
    });
    match made.await {
        Ok(token) => {
            let mut answer = go("/recovery");
            keep_session(&mut answer, &token);
            answer
        }
        Err(error) => again(&site, lang, form.text("token"), &form, error),
    }
}

/// Shows the form again with the typed values, except passwords, and error messages.
fn again(site: &AppState, lang: Lang, token: &str, form: &Form, error: Error) -> Response {
    let fault = sentence(&error, lang);
    let (faults, status, counts) = match &error {
        Error::Invalid(problems) => {
            (FieldErrors::of(problems, lang), StatusCode::UNPROCESSABLE_ENTITY, true)
        }
        Error::Refused(Refusal::BadInvitation) => (FieldErrors::default(), StatusCode::GONE, false),
        Error::Conflict(Conflict::HouseholdFull) => {
            (FieldErrors::default(), StatusCode::CONFLICT, false)
        }
        Error::Refused(_)
        | Error::NotFound
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::BadBackup(_)
        | Error::Internal(_) => return ErrorResponse::new(error, lang).into_response(),
    };
    let mut show = InvitationPage::new(site, lang, token, form, &faults);
    show.fault = (!counts).then_some(fault);
    show.counts = counts;
    let mut answer = page(&show);
    *answer.status_mut() = status;
    answer
}
