//! The password again, before what is serious.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use pecule_app::{Error, Refusal};

use crate::cookies::keep_session;
use crate::error::{Answer, sentence, status};
use crate::form::Form;
use crate::i18n::{Lang, t};
use crate::pages::session::Next;
use crate::view::{Field, Page, Theme};
use crate::visit::{Visit, go, local, page};

#[derive(Template)]
#[template(path = "session/confirm.html")]
struct Show {
    page: Page,
    name: String,
    password: Field,
    next: String,
    fault: Option<String>,
}

impl Show {
    fn new(visit: &Visit, next: &str, wrong: Option<String>) -> Self {
        let lang = visit.lang;
        let mut page = Page::new(lang, t(lang, "confirm-title"), visit.site.app.clock().today());
        page.theme = Theme::from_key(visit.person.theme()).unwrap_or_default();
        let password = Field::password("password", t(lang, "sign-in-password"), "current-password");
        Self {
            page,
            name: visit.person.name().to_owned(),
            password: password.required().focused().error(wrong),
            next: local(next).to_owned(),
            fault: None,
        }
    }
}

/// Asks for the password.
pub async fn show(visit: Visit, Query(query): Query<Next>) -> Response {
    page(&Show::new(&visit, query.next(), None))
}

/// Takes it, and leads back to what asked for it; the browser gets a new secret.
pub async fn take(visit: Visit, form: Form) -> Response {
    let (person, sent) = (visit.person.clone(), form.clone());
    match visit.site.run(move |_| person.confirm(sent.text("password"))).await {
        Ok(token) => {
            let mut answer = go(local(form.text("next")));
            if let Some(token) = token {
                keep_session(&mut answer, &token);
            }
            answer
        }
        Err(error) => again(&visit, form.text("next"), error),
    }
}

fn again(visit: &Visit, next: &str, error: Error) -> Response {
    let lang = visit.lang;
    let (show, code) = match &error {
        Error::Invalid(_) => {
            (Show::new(visit, next, Some(wrong(lang))), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Error::Refused(Refusal::TooOften(_)) => {
            let fault = Some(sentence(&error, lang));
            (Show { fault, ..Show::new(visit, next, None) }, status(&error))
        }
        Error::Refused(_)
        | Error::NotFound
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::Internal(_) => return Answer::new(error, lang).into_response(),
    };
    let mut answer = page(&show);
    *answer.status_mut() = code;
    answer
}

/// What is said of a password that is not the one.
pub(crate) fn wrong(lang: Lang) -> String {
    t(lang, "confirm-wrong")
}
