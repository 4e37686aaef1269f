//! Locks sessions, on request or after a time without use, and unlocks them with the password.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use pecule_app::auth::session_lock::LockedSession;
use pecule_app::{Error, Refusal};

use crate::error::ErrorResponse;
use crate::pages::auth::password_form::{Again, PasswordOf, PasswordPurpose};
use crate::pages::auth::sign_in::Next;
use crate::request::cookies::{cookie, forget_session, keep_session};
use crate::request::form::Form;
use crate::request::guest_language::language;
use crate::request::redirect::{form_urlencoded, go, local};
use crate::request::visit::SignedIn;
use crate::state::AppState;
use crate::text::i18n::Lang;

fn again(site: &AppState, lang: Lang, locked: &LockedSession, next: &str) -> Again {
    let lang = Lang::from_tag(&locked.language).unwrap_or(lang);
    let person = PasswordOf { name: &locked.name, lang, theme: &locked.theme };
    Again::new(site, PasswordPurpose::Unlock, &person, next)
}

/// Locks the session now.
pub async fn lock(visit: SignedIn, form: Form) -> Response {
    let (lang, person) = (visit.lang, visit.person);
    match visit.site.run(move |_| person.lock()).await {
        Ok(()) => {
            go(&format!("/session/unlock?next={}", form_urlencoded(local(form.text("back")))))
        }
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}

/// Shows the password form; redirects if the session is not locked.
pub async fn show(
    State(site): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Response {
    let (lang, token) = (language(&headers), cookie(&headers).unwrap_or_default());
    match site.run(move |app| app.locked(&token)).await {
        Ok(locked) => again(&site, lang, &locked, query.next()).shown(),
        Err(Error::Refused(Refusal::NotSignedIn)) => go(local(query.next())),
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}

/// Checks the password and redirects to the previous page.
pub async fn unlock(State(site): State<AppState>, headers: HeaderMap, form: Form) -> Response {
    let (lang, token) = (language(&headers), cookie(&headers).unwrap_or_default());
    let (asked, sent) = (token.clone(), form.clone());
    match site.run(move |app| app.unlock(&asked, sent.text("password"))).await {
        Ok(token) => {
            let mut answer = go(local(form.text("next")));
            keep_session(&mut answer, &token);
            answer
        }
        Err(Error::Refused(Refusal::NotSignedIn)) => go("/sign-in"),
        Err(error) => match site.run(move |app| app.locked(&token)).await {
            Ok(locked) => again(&site, lang, &locked, form.text("next")).refused(error),
            Err(_gone) => go("/sign-in"),
        },
    }
}

/// Ends the session on the server, locked or not, independent of the browser's cookies.
pub async fn sign_out(State(site): State<AppState>, headers: HeaderMap) -> Response {
    let (lang, token) = (language(&headers), cookie(&headers).unwrap_or_default());
    match site.run(move |app| app.end_session_by_token(&token)).await {
        Ok(()) => {
            let mut answer = go("/sign-in");
            forget_session(&mut answer);
            answer
        }
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}
