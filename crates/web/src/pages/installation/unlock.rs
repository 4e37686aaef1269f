//! Shows the page of an installation that waits for its passphrase.

use askama::Template;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use jiff::civil::Date;

use crate::request::proxy;
use crate::request::proxy::Scheme;
use crate::text::i18n::{Lang, t, t_args};
use crate::view::field::Field;
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "installation/unlock.html")]
struct Unlock {
    page: Page,
    field: Option<Field>,
    fault: Option<String>,
}

/// Reason why the installation is still locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The passphrase is wrong.
    Wrong,
    /// Too many failed attempts; holds the seconds to wait.
    TooOften(u32),
    /// The passphrase is right, but another error occurred. The log has the details.
    Broken,
}

/// Whether the passphrase may be typed over this channel. Never true without encryption, except on
/// loopback.
pub fn may_be_typed() -> bool {
    matches!(proxy::channel(), Scheme::Here | Scheme::Sealed)
}

/// Shows the passphrase form, or where to open it.
pub fn show(lang: Lang, fault: Option<Fault>) -> Response {
    let sentence = fault.map(|fault| match fault {
        Fault::Wrong => t(lang, "unlock-wrong"),
        Fault::TooOften(wait) => {
            t_args(lang, "refused-too-often", &[("seconds", i64::from(wait).into())])
        }
        Fault::Broken => t(lang, "unlock-broken"),
    });
    let field = Field::password("passphrase", t(lang, "unlock-passphrase"), "current-password");
    let show = Unlock {
        page: Page::new(lang, t(lang, "unlock-title"), Date::default()),
        field: may_be_typed().then(|| field.required().focused()),
        fault: sentence,
    };
    let html = Html(show.render().unwrap_or_default());
    let mut answer = (StatusCode::SERVICE_UNAVAILABLE, html).into_response();
    if let Some(Fault::TooOften(wait)) = fault {
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait));
    }
    answer
}
