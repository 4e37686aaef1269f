//! Passwords: a new one with the recovery code at the door, a new one in the settings.

use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::{Error, Reason};

use crate::error::{Answer, sentence};
use crate::form::{Faults, Form};
use crate::guard::language;
use crate::i18n::{Lang, t};
use crate::pages::session::device;
use crate::site::Site;
use crate::view::{Field, Page, Place};
use crate::visit::{Outcome, Visit, go, page};

#[derive(Template)]
#[template(path = "session/recover.html")]
struct Recover {
    page: Page,
    fields: Vec<Field>,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "session/password.html")]
struct Change {
    page: Page,
    fields: Vec<Field>,
}

/// The two fields of a new password.
fn new_password(lang: Lang, faults: &Faults) -> [Field; 2] {
    let secret = |name: &str, label: &str| {
        Field::password(name, t(lang, label), "new-password").required().error(faults.on(name))
    };
    [
        secret("password", "password-new").hint(t(lang, "setup-password-hint")),
        secret("repeat", "setup-password-again"),
    ]
}

impl Recover {
    fn new(site: &Site, lang: Lang, form: &Form, faults: &Faults, fault: Option<String>) -> Self {
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

/// The way back in for somebody who lost their password.
pub async fn lost(State(site): State<Site>, headers: HeaderMap) -> Response {
    page(&Recover::new(&site, language(&headers), &Form::default(), &Faults::default(), None))
}

/// Takes the recovery code and a new password.
pub async fn recover(
    State(site): State<Site>,
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
        Err(Error::Invalid(problems)) => (Faults::of(&problems, lang), None),
        Err(Error::Refused(pecule_app::Refusal::WrongPassword)) => {
            (Faults::default(), Some(t(lang, "recover-refused")))
        }
        Err(error @ Error::Refused(_)) => (Faults::default(), Some(sentence(&error, lang))),
        Err(error) => return Answer::new(error, lang).into_response(),
    };
    let mut answer = page(&Recover::new(&site, lang, &form, &faults, fault));
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    answer
}

/// The form of a new password for somebody who is signed in.
pub async fn show(visit: Visit) -> Response {
    let work = |_: &pecule_app::Member<'_>, page: Page| Ok(Change::new(page, &Faults::default()));
    visit.show("password-title", Some(Place::Settings), work).await
}

/// Takes a new password; every other session ends.
pub async fn change(visit: Visit, form: Form) -> Response {
    let work = move |member: &pecule_app::Member<'_>, page: Page| {
        let person = member.person();
        let done = refuse_unlike(&form)
            .and_then(|()| person.change_password(form.text("present"), form.text("password")));
        match done {
            Ok(()) => Ok(Outcome::Go("/settings".to_owned())),
            Err(Error::Invalid(problems)) => {
                let faults = Faults::of(&problems, page.lang);
                Outcome::again(&Change::new(page, &faults))
            }
            Err(other) => Err(other),
        }
    };
    visit.act("password-title", Some(Place::Settings), work).await
}

impl Change {
    fn new(page: Page, faults: &Faults) -> Self {
        let present =
            Field::password("present", t(page.lang, "password-present"), "current-password");
        let [password, repeat] = new_password(page.lang, faults);
        Self {
            fields: vec![present.required().error(faults.on("present")), password, repeat],
            page,
        }
    }
}

fn refuse_unlike(form: &Form) -> pecule_app::Result<()> {
    if form.text("password") == form.text("repeat") {
        Ok(())
    } else {
        Err(Error::invalid("repeat", Reason::DoesNotMatch))
    }
}
