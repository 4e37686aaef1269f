//! Signs people in and out, and answers health probes.

use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::auth::pending_sign_in::Entry;
use pecule_app::auth::sign_in::StartedSession;
use pecule_app::{Device, Error, Unavailable};
use serde::Deserialize;

use crate::error::{ErrorResponse, refused_page, sentence};
use crate::request::cookies::{cookie, device_token, keep_awaited, keep_device, keep_session};
use crate::request::form::Form;
use crate::request::guest_language::language;
use crate::request::redirect::{form_urlencoded, go, local};
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::field::Field;
use crate::view::page::Page;
use crate::view::render::page;

#[derive(Template)]
#[template(path = "auth/sign_in.html")]
struct SignIn {
    page: Page,
    name: Field,
    password: Field,
    next: String,
    restored: bool,
    fault: Option<String>,
}

/// Query of the sign-in page.
#[derive(Debug, Deserialize, Default)]
pub struct Next {
    #[serde(default)]
    next: String,
    /// Present after a restore.
    #[serde(default)]
    restored: Option<String>,
}

impl Next {
    /// Returns the page to redirect to.
    pub(crate) fn next(&self) -> &str {
        &self.next
    }
}

impl SignIn {
    fn new(site: &AppState, lang: Lang, name: &str, next: &str) -> Self {
        let field =
            Field::text("name", t(lang, "sign-in-name")).autocomplete("username").value(name);
        let password = Field::password("password", t(lang, "sign-in-password"), "current-password");
        Self {
            page: Page::new(lang, t(lang, "sign-in-title"), site.app.clock().today()),
            name: if name.is_empty() { field.required().focused() } else { field.required() },
            password: if name.is_empty() {
                password.required()
            } else {
                password.required().focused()
            },
            next: local(next).to_owned(),
            restored: false,
            fault: None,
        }
    }
}

/// Shows the sign-in page.
pub async fn show(
    State(site): State<AppState>,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Response {
    let lang = language(&headers);
    match site.run(pecule_app::app::App::people).await {
        Ok(0) => go("/setup"),
        Ok(_) => {
            let mut show = SignIn::new(&site, lang, "", &query.next);
            show.restored = query.restored.is_some();
            page(&show)
        }
        Err(error) => ErrorResponse::new(error, lang).into_response(),
    }
}

/// Signs a person in.
pub async fn enter(
    State(site): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let lang = language(&headers);
    let (device, sent) = (device(&headers, peer), form.clone());
    let begun = site.run(move |app| {
        app.guest().begin_sign_in(sent.text("name"), sent.text("password"), &device)
    });
    match begun.await {
        Ok(Entry::In(signed_in)) => {
            come_in(&site, lang, &headers, &signed_in, local(form.text("next"))).await
        }
        Ok(Entry::Awaits(token)) => {
            let next = form_urlencoded(local(form.text("next")));
            let mut answer = go(&format!("/sign-in/code?next={next}"));
            keep_awaited(&mut answer, &token);
            answer
        }
        Err(error) => again(&site, lang, form.text("name"), form.text("next"), error),
    }
}

/// Sets the session's cookies and redirects to the requested page.
pub(crate) async fn come_in(
    site: &AppState,
    lang: Lang,
    headers: &HeaderMap,
    signed_in: &StartedSession,
    next: &str,
) -> Response {
    // An earlier session of this browser, locked or not, must not stay valid.
    if let Some(earlier) = cookie(headers)
        && let Err(error) = site.run(move |app| app.end_session_by_token(&earlier)).await
    {
        return ErrorResponse::new(error, lang).into_response();
    }
    let mut answer = go(next);
    keep_session(&mut answer, &signed_in.token);
    if let Some(device) = &signed_in.device {
        keep_device(&mut answer, device);
    }
    answer
}

/// Shows the sign-in page again. The message is the same for a wrong name and a wrong password.
pub(crate) fn again(site: &AppState, lang: Lang, name: &str, next: &str, error: Error) -> Response {
    if !matches!(error, Error::Refused(_) | Error::Unavailable(_)) {
        return ErrorResponse::new(error, lang).into_response();
    }
    let mut show = SignIn::new(site, lang, name, next);
    show.fault = Some(closed(&error, lang));
    refused_page(&show, &error)
}

/// Explains why sign-in is impossible. For a disk problem it names the remedy and who can apply it.
pub(crate) fn closed(error: &Error, lang: Lang) -> String {
    if let Error::Unavailable(why) = error
        && *why != Unavailable::Busy
    {
        return t(lang, &format!("sign-in-unavailable-{}", why.code()));
    }
    sentence(error, lang)
}

/// Describes the client for the session list: browser, system and address.
pub(crate) fn device(headers: &HeaderMap, peer: SocketAddr) -> Device {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let device = Device::new(called(agent), peer.ip().to_string());
    device.with_secret(device_token(headers).as_deref())
}

/// Returns browser and system by their usual names.
fn called(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _name)| agent.contains(mark)).map_or("—", |(_mark, name)| *name)
    };
    let browser = first(&[
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    format!("{browser} · {system}")
}

/// Answers readiness probes.
pub async fn readyz() -> StatusCode {
    StatusCode::OK
}

/// Answers liveness probes.
pub async fn healthz() -> StatusCode {
    StatusCode::OK
}

#[cfg(test)]
mod tests {
    use pecule_app::Unavailable;

    use super::{called, closed};
    use crate::text::i18n::Lang;

    #[test]
    fn the_door_says_in_both_languages_why_nobody_comes_in() {
        let reasons = [
            Unavailable::ReadOnly,
            Unavailable::JournalBroken,
            Unavailable::RolledBack,
            Unavailable::DiskFull,
            Unavailable::DiskFails,
            Unavailable::Busy,
        ];
        for why in reasons {
            for lang in [Lang::Fr, Lang::En] {
                let said = closed(&why.into(), lang);
                assert!(said.contains(' ') && !said.contains(why.code()), "{said}");
            }
        }
    }

    #[test]
    fn a_browser_is_called_as_people_call_it() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox · Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
                "Safari · macOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36",
                "Chrome · Android",
            ),
            ("curl/8.0", "— · —"),
        ] {
            assert_eq!(called(agent), name);
        }
    }
}
