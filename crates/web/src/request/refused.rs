//! Responses to rejected requests and unknown addresses, as pages for browsers and problem details
//! for programs.

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use jiff::civil::Date;
use pecule_app::Error;

use crate::error::{ErrorResponse, ProblemDetails};
use crate::request::guest_language::language;
use crate::text::i18n::{Lang, t};
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "errors/plain_http.html")]
struct InTheClear {
    page: Page,
}

/// Reason to reject a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// The host name is not permitted.
    AnotherName,
    /// The method is not supported.
    UnknownMethod,
    /// The address is too long.
    LongAddress,
    /// It comes from another machine without encryption.
    InTheClear,
    /// Another site started it.
    FromElsewhere,
    /// The installation waits for its passphrase.
    Locked,
}

impl RefusalReason {
    const fn status(self) -> StatusCode {
        match self {
            Self::AnotherName => StatusCode::MISDIRECTED_REQUEST,
            Self::UnknownMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::LongAddress => StatusCode::URI_TOO_LONG,
            Self::InTheClear | Self::FromElsewhere => StatusCode::FORBIDDEN,
            Self::Locked => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Returns stable code, title and advice.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::AnotherName => (
                "another-name",
                "this name does not lead here",
                "Use the address of this machine, or have its name added with --host.",
            ),
            Self::UnknownMethod => (
                "method-not-allowed",
                "this method is not taken here",
                "Use GET, POST, PUT, PATCH or DELETE.",
            ),
            Self::LongAddress => {
                ("address-too-long", "this address is too long", "Send less in the address.")
            }
            Self::InTheClear => (
                "in-the-clear",
                "from another machine nothing is answered in the clear",
                "Use https, or ask on the machine itself.",
            ),
            Self::FromElsewhere => (
                "from-elsewhere",
                "another site started this request",
                "Nothing was done. Send it from here, without a cookie.",
            ),
            Self::Locked => (
                "locked",
                "the installation waits for its passphrase",
                "Whoever runs the household types it on the page, or at start.",
            ),
        }
    }
}

/// Builds the response to a rejected request.
pub fn answer(why: RefusalReason, path: &str, lang: Lang) -> Response {
    if is_api(path) {
        let (code, title, detail) = why.words();
        return problem(why.status(), code, title, detail);
    }
    match why {
        RefusalReason::InTheClear => {
            let show =
                InTheClear { page: Page::new(lang, t(lang, "plain-http-title"), Date::default()) };
            (why.status(), Html(show.render().unwrap_or_default())).into_response()
        }
        RefusalReason::FromElsewhere => {
            (why.status(), t(lang, "refused-from-elsewhere")).into_response()
        }
        RefusalReason::AnotherName => {
            (why.status(), "This name does not lead here.\n").into_response()
        }
        RefusalReason::UnknownMethod | RefusalReason::LongAddress | RefusalReason::Locked => {
            why.status().into_response()
        }
    }
}

/// Answers 404 for unknown addresses.
pub async fn nowhere(uri: Uri, headers: HeaderMap) -> Response {
    if is_api(uri.path()) {
        let (title, detail) =
            ("there is no such address here", "See /api/v1/docs for every address.");
        return problem(StatusCode::NOT_FOUND, "not-found", title, detail);
    }
    ErrorResponse::new(Error::NotFound, language(&headers)).into_response()
}

/// Whether the path belongs to the API, whose errors are JSON.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Builds problem details (RFC 9457).
fn problem(status: StatusCode, code: &'static str, title: &str, detail: &'static str) -> Response {
    let body = ProblemDetails {
        kind: "about:blank",
        code,
        title: title.to_owned(),
        status: status.as_u16(),
        detail,
        errors: Vec::new(),
    };
    let json = serde_json::to_vec(&body).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    (status, [(CONTENT_TYPE, kind)], json).into_response()
}
