//! The lock: a browser that nobody used for a while, or that was locked, asks for the password.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::idle::Locked;
use pecule_app::{Error, Refusal};

use crate::cookies::{cookie, forget_session, keep_session};
use crate::error::{Answer, sentence, status};
use crate::form::Form;
use crate::guard::language;
use crate::i18n::{Lang, t};
use crate::pages::confirm::wrong;
use crate::pages::session::Next;
use crate::site::Site;
use crate::view::{Field, Page, Theme};
use crate::visit::{Visit, form_urlencoded, go, local, page};

#[derive(Template)]
#[template(path = "session/locked.html")]
struct Show {
    page: Page,
    name: String,
    password: Field,
    next: String,
    fault: Option<String>,
}

impl Show {
    fn new(site: &Site, lang: Lang, whose: Locked, next: &str, wrong: Option<String>) -> Self {
        let lang = Lang::from_tag(&whose.language).unwrap_or(lang);
        let mut page = Page::new(lang, t(lang, "locked-title"), site.app.clock().today());
        page.theme = Theme::from_key(&whose.theme).unwrap_or_default();
        let password = Field::password("password", t(lang, "sign-in-password"), "current-password");
        Self {
            page,
            name: whose.name,
            password: password.required().focused().error(wrong),
            next: local(next).to_owned(),
            fault: None,
        }
    }
}

/// Locks this browser now.
pub async fn lock(visit: Visit, form: Form) -> Response {
    let (lang, person) = (visit.lang, visit.person);
    match visit.site.run(move |_| person.lock()).await {
        Ok(()) => go(&format!("/locked?next={}", form_urlencoded(local(form.text("back"))))),
        Err(error) => Answer::new(error, lang).into_response(),
    }
}

/// Asks for the password of whoever locked it; where nothing is locked, there is nothing to ask.
pub async fn show(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Response {
    let (lang, token) = (language(&headers), cookie(&headers).unwrap_or_default());
    match site.run(move |app| app.locked(&token)).await {
        Ok(whose) => page(&Show::new(&site, lang, whose, query.next(), None)),
        Err(Error::Refused(Refusal::NotSignedIn)) => go(local(query.next())),
        Err(error) => Answer::new(error, lang).into_response(),
    }
}

/// Takes the password, and leads back to the page that was open.
pub async fn unlock(State(site): State<Site>, headers: HeaderMap, form: Form) -> Response {
    let (lang, token) = (language(&headers), cookie(&headers).unwrap_or_default());
    let (asked, sent) = (token.clone(), form.clone());
    match site.run(move |app| app.unlock(&asked, sent.text("password"))).await {
        Ok(token) => {
            let mut answer = go(local(form.text("next")));
            keep_session(&mut answer, &token);
            answer
        }
        Err(Error::Refused(Refusal::NotSignedIn)) => go("/sign-in"),
        Err(error) => again(&site, lang, token, &form, error).await,
    }
}

async fn again(site: &Site, lang: Lang, token: String, form: &Form, error: Error) -> Response {
    let code = match &error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Refused(_) => status(&error),
        Error::NotFound
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::Internal(_) => return Answer::new(error, lang).into_response(),
    };
    let Ok(whose) = site.run(move |app| app.locked(&token)).await else { return go("/sign-in") };
    let mut show = Show::new(site, lang, whose, form.text("next"), None);
    if code == StatusCode::UNPROCESSABLE_ENTITY {
        show.password = show.password.error(Some(wrong(show.page.lang)));
    } else {
        show.fault = Some(sentence(&error, show.page.lang));
    }
    let mut answer = page(&show);
    *answer.status_mut() = code;
    answer
}

/// Ends the session that is locked, for somebody else to sign in.
pub async fn leave(State(site): State<Site>, headers: HeaderMap) -> Response {
    let (lang, token) = (language(&headers), cookie(&headers).unwrap_or_default());
    match site.run(move |app| app.let_go(&token)).await {
        Ok(()) => {
            let mut answer = go("/sign-in");
            forget_session(&mut answer);
            answer
        }
        Err(error) => Answer::new(error, lang).into_response(),
    }
}
