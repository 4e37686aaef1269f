//! Pages for requests that go no further: from another machine in the clear, or started by another site.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use jiff::civil::Date;

use crate::i18n::{Lang, t};
use crate::view::Page;

#[derive(Template)]
#[template(path = "errors/in_the_clear.html")]
struct InTheClear {
    page: Page,
}

/// Why nobody is signed in from another machine without encryption, and what to do.
pub fn in_the_clear(lang: Lang) -> Response {
    let show = InTheClear { page: Page::new(lang, t(lang, "clear-title"), Date::default()) };
    (StatusCode::FORBIDDEN, Html(show.render().unwrap_or_default())).into_response()
}

/// Why a write that another site started is not taken.
pub fn from_elsewhere(lang: Lang) -> Response {
    (StatusCode::FORBIDDEN, t(lang, "refused-from-elsewhere")).into_response()
}
