//! Sets a new password, with the recovery code or in the settings.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::auth::required_step::RequiredStep;
use pecule_app::{Error, Person, Reason, Refusal, Unavailable};

use crate::error::{ErrorResponse, sentence};
use crate::pages::auth::sign_in::device;
use crate::request::cookies::keep_session;
use crate::request::form::{FieldErrors, Form};
use crate::request::guest_language::language;
use crate::request::outcome::FormOutcome;
use crate::request::redirect::go;
use crate::request::visit::SignedIn;
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::field::Field;
use crate::view::page::Page;
use crate::view::render::page;

#[derive(Template)]
#[template(path = "auth/recover.html")]
struct Recover {
    page: Page,
    fields: Vec<Field>,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "auth/password.html")]
struct Change {
    page: Page,
    fields: Vec<Field>,
    leaked: bool,
    /// Whether a longer password is required before anything else.
    must: bool,
    fault: Option<String>,
}

/// Returns the two fields of a new password.
fn new_password(lang: Lang, faults: &FieldErrors) -> [Field; 2] {
    let secret = |name: &str, label: &str| {
        Field::password(name, t(lang, label), "new-password").required().error(faults.on(name))
    };
    [
        secret("password", "password-new").hint(t(lang, "setup-password-hint")),
        secret("repeat", "setup-password-again"),
    ]
}

impl Recover {
    fn new(
        site: &AppState,
        lang: Lang,
        form: &Form,
        faults: &FieldErrors,
        fault: Option<String>,
    ) -> Self {
        let name = Field::text("name", t(lang, "sign-in-name")).autocomplete("username");
        let code =
            Field::text("code", t(lang, "recovery-title")).hint(t(lang, "recover-code-hint"));
        let [password, repeat] = new_password(lang, faults);
        Self {
            page: Page::new(lang, t(lang, "recover-title"), site.app.clock().today()),
            fields: vec![
                name.required().value(form.text("name")),
                code.required(),
                password,
                repeat,
            ],
            fault,
        }
    }
}

/// Shows the form for a lost password.
pub async fn lost(State(site): State<AppState>, headers: HeaderMap) -> Response {
    page(&Recover::new(&site, language(&headers), &Form::default(), &FieldErrors::default(), None))
}

/// Sets a new password with the recovery code.
pub async fn recover(
    State(site): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let (lang, device, sent) = (language(&headers), device(&headers, peer), form.clone());
    let done = site.run(move |app| {
        refuse_unlike(&sent)?;
        app.guest().recover(sent.text("name"), sent.text("code"), sent.text("password"), &device)
    });
    let (faults, fault) = match done.await {
        Ok(()) => return go("/sign-in"),
        Err(Error::Invalid(problems)) => (FieldErrors::of(&problems, lang), None),
        Err(Error::Refused(Refusal::WrongPassword)) => {
            (FieldErrors::default(), Some(t(lang, "recover-refused")))
        }
        Err(error @ Error::Refused(_)) => (FieldErrors::default(), Some(sentence(&error, lang))),
        Err(error) => return ErrorResponse::new(error, lang).into_response(),
    };
    let mut answer = page(&Recover::new(&site, lang, &form, &faults, fault));
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    answer
}

/// Shows the form of a new password.
pub async fn show(visit: SignedIn) -> Response {
    let work = |person: &Person, page: Page| {
        FormOutcome::part(&Change::new(person, page, false, &FieldErrors::default())?)
    };
    visit.alone("password-title", work).await
}

/// Changes the password and ends all other sessions. A compromised password replaces all secrets as
/// well.
pub async fn change(visit: SignedIn, form: Form) -> Response {
    if form.is_ticked("leaked") {
        return renew(visit, form).await;
    }
    let work = move |person: &Person, page: Page| {
        let done = refuse_unlike(&form)
            .and_then(|()| person.change_password(form.text("present"), form.text("password")));
        match done {
            Ok(()) => Ok(FormOutcome::Go("/settings".to_owned())),
            Err(error) => Change::again(person, page, false, error),
        }
    };
    visit.alone("password-title", work).await
}

/// Replaces all secrets that a compromised password protected. The new recovery code comes next.
async fn renew(visit: SignedIn, form: Form) -> Response {
    let kept = Arc::new(OnceLock::new());
    let fresh = Arc::clone(&kept);
    let work = move |person: &Person, page: Page| {
        let done = refuse_unlike(&form).and_then(|()| {
            person.change_leaked_password(form.text("present"), form.text("password"))
        });
        match done {
            Ok(renewed) => {
                if let Some(token) = renewed.token {
                    // Cannot fail, because the cell is set only here.
                    let _set = fresh.set(token);
                }
                Ok(FormOutcome::Go("/recovery".to_owned()))
            }
            Err(error) => Change::again(person, page, true, error),
        }
    };
    let mut answer = visit.alone("password-title", work).await;
    if let Some(token) = kept.get() {
        keep_session(&mut answer, token);
    }
    answer
}

impl Change {
    fn new(
        person: &Person,
        page: Page,
        leaked: bool,
        faults: &FieldErrors,
    ) -> pecule_app::Result<Self> {
        let present =
            Field::password("present", t(page.lang, "password-present"), "current-password");
        let [password, repeat] = new_password(page.lang, faults);
        Ok(Self {
            fields: vec![present.required().error(faults.on("present")), password, repeat],
            leaked,
            must: person.required_step()? == Some(RequiredStep::Lengthen),
            fault: None,
            page,
        })
    }

    /// Shows the form again with error messages.
    fn again(
        person: &Person,
        page: Page,
        leaked: bool,
        error: Error,
    ) -> pecule_app::Result<FormOutcome> {
        let lang = page.lang;
        if let Error::Invalid(problems) = &error {
            let faults = FieldErrors::of(problems, lang);
            return FormOutcome::again(&Self::new(person, page, leaked, &faults)?);
        }
        if let Error::Refused(Refusal::TooOften(_)) | Error::Unavailable(Unavailable::Busy) = &error
        {
            let show = Self::new(person, page, leaked, &FieldErrors::default())?;
            return FormOutcome::again(&Self { fault: Some(sentence(&error, lang)), ..show });
        }
        Err(error)
    }
}

fn refuse_unlike(form: &Form) -> pecule_app::Result<()> {
    if form.text("password") == form.text("repeat") {
        Ok(())
    } else {
        Err(Error::invalid("repeat", Reason::DoesNotMatch))
    }
}
