//! Sets up the installation in a browser. Checks the one-time code and creates the first person.

use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::people::registration::NewPerson;
use pecule_app::{Error, Reason, Refusal};
use serde::Deserialize;

use crate::error::{ErrorResponse, sentence};
use crate::pages::auth::sign_in::device;
use crate::request::cookies::keep_session;
use crate::request::form::{FieldErrors, Form};
use crate::request::guest_language::{LanguageChoice, spoken, tongues};
use crate::request::redirect::go;
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::field::{Choice, Field};
use crate::view::page::Page;
use crate::view::render::page;

#[derive(Template)]
#[template(path = "people/first_person.html")]
struct First {
    page: Page,
    tongues: Vec<LanguageChoice>,
    ways: Vec<Choice>,
    code: Field,
    name: Field,
    password: Field,
    repeat: Field,
    fault: Option<String>,
}

/// Language chosen by the guest.
#[derive(Debug, Deserialize, Default)]
pub struct FirstPersonQuery {
    #[serde(default)]
    pub(crate) lang: String,
}

/// Links to a new installation and to the restore of a backup.
pub(crate) fn ways(lang: Lang, here: &str) -> Vec<Choice> {
    [("/setup", "setup-begin"), ("/setup/restore", "setup-restore")]
        .map(|(path, label)| Choice {
            value: format!("{path}?lang={}", lang.tag()),
            label: t(lang, label),
            selected: path == here,
        })
        .into()
}

impl First {
    fn new(site: &AppState, lang: Lang, form: &Form, faults: &FieldErrors) -> Self {
        let field = |field: Field| {
            let (value, error) = (form.text(&field.name).to_owned(), faults.on(&field.name));
            field.required().value(value).error(error)
        };
        let secret = |name: &str, label: &str| {
            Field::password(name, t(lang, label), "new-password").required().error(faults.on(name))
        };
        Self {
            page: Page::new(lang, t(lang, "setup-title"), site.app.clock().today()),
            tongues: tongues(lang, "/setup?lang="),
            ways: ways(lang, "/setup"),
            code: field(
                Field::text("code", t(lang, "setup-code")).hint(t(lang, "setup-code-hint")),
            ),
            name: field(Field::text("name", t(lang, "sign-in-name")).autocomplete("username")),
            password: secret("password", "sign-in-password").hint(t(lang, "setup-password-hint")),
            repeat: secret("repeat", "setup-password-again"),
            fault: None,
        }
    }
}

/// Shows the form of the first person.
pub async fn show(
    State(site): State<AppState>,
    headers: HeaderMap,
    Query(asked): Query<FirstPersonQuery>,
) -> Response {
    let lang = spoken(&asked.lang, &headers);
    match site.run(pecule_app::app::App::people).await {
        Ok(0) => page(&First::new(&site, lang, &Form::default(), &FieldErrors::default())),
        Ok(_) => go("/sign-in"),
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}

/// Creates the first person and signs them in. The recovery code comes next.
pub async fn make(
    State(site): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let lang = spoken(form.text("lang"), &headers);
    let device = device(&headers, peer);
    let sent = form.clone();
    let made = site.run(move |app| {
        if sent.text("password") != sent.text("repeat") {
            return Err(Error::invalid("repeat", Reason::DoesNotMatch));
        }
        let newcomer = NewPerson {
            name: sent.text("name"),
            password: sent.text("password"),
            language: lang.tag(),
            recovery_kept: false,
        };
        app.guest().set_up_with_code(sent.text("code"), &newcomer)?;
        Ok(app.guest().sign_in(sent.text("name"), sent.text("password"), None, &device)?.token)
    });
    match made.await {
        Ok(token) => {
            let mut answer = go("/recovery");
            keep_session(&mut answer, &token);
            answer
        }
        Err(error) => again(&site, lang, &form, error),
    }
}

/// Shows the form again with the typed values, except passwords, and error messages.
fn again(site: &AppState, lang: Lang, form: &Form, error: Error) -> Response {
    let (faults, fault) = match &error {
        Error::Invalid(problems) => (FieldErrors::of(problems, lang), None),
        Error::Refused(Refusal::WrongSetupCode) => {
            let problem = t(lang, "refused-wrong-setup-code");
            (FieldErrors::default(), Some(problem))
        }
        Error::Refused(_) => (FieldErrors::default(), Some(sentence(&error, lang))),
        Error::NotFound
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::BadBackup(_)
        | Error::Internal(_) => return ErrorResponse::new(error, lang).into_response(),
    };
    let mut show = First::new(site, lang, form, &faults);
    show.fault = fault;
    let mut answer = page(&show);
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    answer
}
