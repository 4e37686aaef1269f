//! Shows the recovery code once, and asks for two groups of it as a confirmation.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use pecule_app::Error;

use crate::error::ErrorResponse;
use crate::request::form::{FieldErrors, Form};
use crate::request::redirect::go;
use crate::request::visit::SignedIn;
use crate::state::AppState;
use crate::text::i18n::{Lang, t, t_args};
use crate::view::field::Field;
use crate::view::page::Page;
use crate::view::render::page;

/// Indices of the groups to type.
const ASKED: [usize; 2] = [2, 6];

#[derive(Template)]
#[template(path = "auth/recovery_code.html")]
struct RecoveryCodePage {
    page: Page,
    groups: Vec<String>,
    fields: Vec<Field>,
}

impl RecoveryCodePage {
    fn new(
        site: &AppState,
        lang: Lang,
        groups: Vec<String>,
        form: &Form,
        faults: &FieldErrors,
    ) -> Self {
        let field = |place: usize| {
            let name = format!("group-{place}");
            let number = i64::try_from(place + 1).unwrap_or_default();
            let label = t_args(lang, "recovery-group", &[("number", number.into())]);
            let (value, error) = (form.text(&name).to_owned(), faults.on(&name));
            Field::text(name, label).required().value(value).error(error)
        };
        Self {
            page: Page::new(lang, t(lang, "recovery-title"), site.app.clock().today()),
            groups,
            fields: ASKED.map(field).into(),
        }
    }
}

/// Shows the code until it is confirmed.
pub async fn show(visit: SignedIn) -> Response {
    if visit.person.has_confirmed_recovery() {
        return go("/");
    }
    again(visit, &Form::default(), &FieldErrors::default(), StatusCode::OK).await
}

/// Checks the two groups.
pub async fn confirm(visit: SignedIn, form: Form) -> Response {
    let (lang, mut person, sent) = (visit.lang, visit.person.clone(), form.clone());
    let done = visit.site.run(move |_| {
        let typed = ASKED.map(|place| (place, sent.text(&format!("group-{place}")).to_owned()));
        person.confirm_recovery([(typed[0].0, &typed[0].1), (typed[1].0, &typed[1].1)])
    });
    match done.await {
        Ok(()) => go("/"),
        Err(Error::Invalid(problems)) => {
            again(visit, &form, &FieldErrors::of(&problems, lang), StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
        // The server was restarted in between: show a new code.
        Err(Error::NotFound) => go("/recovery"),
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}

async fn again(visit: SignedIn, form: &Form, faults: &FieldErrors, status: StatusCode) -> Response {
    let (site, lang, person) = (visit.site, visit.lang, visit.person);
    let groups = site.run(move |_| {
        let groups = person.recovery_to_confirm()?;
        Ok(groups.iter().map(|group| group.as_str().to_owned()).collect::<Vec<_>>())
    });
    match groups.await {
        Ok(groups) => {
            let mut answer = page(&RecoveryCodePage::new(&site, lang, groups, form, faults));
            *answer.status_mut() = status;
            answer
        }
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}
