//! Asks for the code of the second factor after the right password.

use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use pecule_app::auth::pending_sign_in::PendingSignIn;
use pecule_app::{Error, Refusal};

use crate::error::{ErrorResponse, refused_page};
use crate::pages::auth::sign_in::{Next, again, closed, come_in, device};
use crate::request::cookies::{awaited_token, forget_awaited};
use crate::request::form::Form;
use crate::request::guest_language::language;
use crate::request::redirect::{go, local};
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::field::Field;
use crate::view::page::{Page, Theme};
use crate::view::render::page;

#[derive(Template)]
#[template(path = "auth/code.html")]
struct SignInCodePage {
    page: Page,
    name: String,
    code: Field,
    next: String,
    fault: Option<String>,
}

impl SignInCodePage {
    fn new(site: &AppState, lang: Lang, pending: PendingSignIn, next: &str) -> Self {
        let lang = Lang::from_tag(&pending.language).unwrap_or(lang);
        let mut page = Page::new(lang, t(lang, "sign-in-code"), site.app.clock().today());
        page.theme = Theme::from_key(&pending.theme).unwrap_or_default();
        let code = Field::text("code", t(lang, "sign-in-code"));
        Self {
            code: code
                .hint(t(lang, "sign-in-code-hint"))
                .autocomplete("one-time-code")
                .required()
                .focused(),
            page,
            name: pending.name,
            next: local(next).to_owned(),
            fault: None,
        }
    }
}

/// Shows the form; without a pending sign-in, redirects to the sign-in page.
pub async fn show(
    State(site): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Response {
    let (lang, token) = (language(&headers), awaited_token(&headers).unwrap_or_default());
    match site.run(move |app| app.guest().awaited(&token)).await {
        Ok(pending) => page(&SignInCodePage::new(&site, lang, pending, query.next())),
        Err(Error::Refused(_)) => go("/sign-in"),
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}

/// Checks the code. After the time limit or too many attempts, the password is required again.
pub async fn take(
    State(site): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let (lang, token) = (language(&headers), awaited_token(&headers).unwrap_or_default());
    let (asked, code) = (token.clone(), form.text("code").to_owned());
    let device = device(&headers, peer);
    let next = local(form.text("next"));
    match site.run(move |app| app.guest().finish_sign_in(&asked, &code, &device)).await {
        Ok(signed_in) => {
            let mut answer = come_in(&site, lang, &headers, &signed_in, next).await;
            forget_awaited(&mut answer);
            answer
        }
        Err(error @ Error::Refused(Refusal::PasswordAgain)) => {
            let mut answer = again(&site, lang, "", next, error);
            forget_awaited(&mut answer);
            answer
        }
        Err(error @ (Error::Refused(_) | Error::Unavailable(_))) => {
            let Ok(pending) = site.run(move |app| app.guest().awaited(&token)).await else {
                return go("/sign-in");
            };
            let mut show = SignInCodePage::new(&site, lang, pending, next);
            let said = closed(&error, show.page.lang);
            if matches!(error, Error::Refused(Refusal::WrongCode)) {
                show.code = show.code.error(Some(said));
            } else {
                show.fault = Some(said);
            }
            refused_page(&show, &error)
        }
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}
