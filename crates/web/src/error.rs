//! Renders errors as HTML pages for browsers and as problem details (RFC 9457) for programs.

use askama::Template;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use jiff::civil::Date;
use pecule_app::{Error, Problem, Refusal, Unavailable};
use serde::Serialize;
use utoipa::ToSchema;

use crate::text::i18n::{Lang, t, t_args};
use crate::view::page::Page;
use crate::view::render::page;

/// `Retry-After` in seconds while too many requests wait.
const BUSY: u32 = 5;
/// `Retry-After` in seconds while the disk is full or fails.
const DISK: u32 = 60;

/// An error to be rendered as a page.
pub struct ErrorResponse {
    error: Error,
    lang: Lang,
}

/// An error to be rendered as problem details.
pub struct ApiError(pub Error);

/// Problem details (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// Always `about:blank`; `status` and `code` identify the problem.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Stable error code.
    pub code: &'static str,
    /// What happened, as a sentence.
    pub title: String,
    /// HTTP status of the response.
    pub status: u16,
    /// Advice: how to resolve the problem.
    pub detail: &'static str,
    /// Invalid fields, each with a reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// One invalid field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Name of the field.
    pub field: String,
    /// Stable code of the reason.
    pub reason: String,
    /// The reason as a sentence.
    pub sentence: String,
}

#[derive(Template)]
#[template(path = "errors/show.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    faults: Vec<String>,
    signed_out: bool,
}

/// Returns the HTTP status of an error.
pub const fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Refused(refusal) => match refusal {
            Refusal::TooOften(_) | Refusal::TooFast(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::SetUpAlready | Refusal::NotSetUp => StatusCode::CONFLICT,
            Refusal::ConfirmFirst | Refusal::EnrolFirst | Refusal::LengthenFirst => {
                StatusCode::FORBIDDEN
            }
            Refusal::NotSignedIn
            | Refusal::WrongPassword
            | Refusal::SecondFactorNeeded
            | Refusal::WrongCode
            | Refusal::PasswordAgain
            | Refusal::WrongSetupCode
            | Refusal::BadToken
            | Refusal::StaleToken
            | Refusal::Locked
            | Refusal::BadInvitation => StatusCode::UNAUTHORIZED,
        },
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Unavailable(unavailable) => match unavailable {
            Unavailable::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Unavailable::ReadOnly
            | Unavailable::JournalBroken
            | Unavailable::RolledBack
            | Unavailable::DiskFails
            | Unavailable::Busy => StatusCode::SERVICE_UNAVAILABLE,
        },
        Error::BadBackup(bad) if bad.lacks().is_some() => StatusCode::CONFLICT,
        Error::Installation(_) | Error::BadBackup(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl ErrorResponse {
    /// Creates an answer in the given language.
    pub const fn new(error: Error, lang: Lang) -> Self {
        Self { error, lang }
    }
}

/// Logs details that no client may see.
fn log(error: &Error) {
    match error {
        Error::Internal(what) => tracing::error!(what, "a defect"),
        Error::Installation(what) => tracing::error!(what, "the installation"),
        Error::BadBackup(bad) if bad.lacks().is_none() => {
            tracing::error!(what = %bad, "the installation");
        }
        Error::NotFound
        | Error::Refused(_)
        | Error::Invalid(_)
        | Error::Conflict(_)
        | Error::BadBackup(_)
        | Error::Unavailable(_) => {}
    }
}

/// Returns the invalid fields of an error.
fn problems(error: &Error) -> &[Problem] {
    if let Error::Invalid(problems) = error { problems } else { &[] }
}

/// Sets `Retry-After` if the error tells how long to wait.
fn wait(error: &Error, answer: &mut Response) {
    let seconds = match error {
        Error::Refused(Refusal::TooOften(seconds) | Refusal::TooFast(seconds)) => *seconds,
        Error::Unavailable(Unavailable::Busy) => BUSY,
        Error::Unavailable(Unavailable::DiskFull | Unavailable::DiskFails) => DISK,
        Error::Refused(_)
        | Error::Unavailable(_)
        | Error::NotFound
        | Error::Invalid(_)
        | Error::Conflict(_)
        | Error::Installation(_)
        | Error::BadBackup(_)
        | Error::Internal(_) => return,
    };
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
}

/// Renders a page with the status of the error.
pub(crate) fn refused_page(template: &impl Template, error: &Error) -> Response {
    let mut answer = page(template);
    *answer.status_mut() = status(error);
    wait(error, &mut answer);
    answer
}

/// Returns the error as a sentence.
pub fn sentence(error: &Error, lang: Lang) -> String {
    match error {
        Error::Refused(refusal @ (Refusal::TooOften(seconds) | Refusal::TooFast(seconds))) => {
            let key = format!("refused-{}", refusal.code());
            t_args(lang, &key, &[("seconds", i64::from(*seconds).into())])
        }
        Error::Refused(refusal) => t(lang, &format!("refused-{}", refusal.code())),
        Error::Conflict(pecule_app::Conflict::InUse(users)) => {
            t_args(lang, "conflict-in-use", &[("users", users.join(", ").as_str().into())])
        }
        Error::Conflict(pecule_app::Conflict::KeyChanged { name, pinned, found }) => {
            let values = [("name", name), ("pinned", pinned), ("found", found)];
            let values = values.map(|(key, value)| (key, value.as_str().into()));
            t_args(lang, "conflict-key-changed", &values)
        }
        Error::Conflict(conflict) => t(lang, &format!("conflict-{}", conflict.code())),
        Error::Unavailable(unavailable) => t(lang, &format!("unavailable-{}", unavailable.code())),
        Error::NotFound => t(lang, "error-not-found"),
        Error::Invalid(_) => t(lang, "error-invalid"),
        Error::Installation(_) => t(lang, "error-installation"),
        Error::BadBackup(_) => t(lang, "error-unavailable"),
        Error::Internal(_) => t(lang, "error-internal-plain"),
    }
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        log(&self.error);
        let title = match &self.error {
            Error::NotFound => "error-not-found-title",
            Error::Refused(_) => "error-refused-title",
            Error::Invalid(_) => "error-invalid-title",
            Error::Conflict(_) => "error-conflict-plain-title",
            Error::Unavailable(_) | Error::Installation(_) | Error::BadBackup(_) => {
                "error-unavailable-title"
            }
            Error::Internal(_) => "error-internal-title",
        };
        let title = t(self.lang, title);
        let faults = problems(&self.error)
            .iter()
            .map(|problem| crate::request::form::sentence(problem, self.lang))
            .collect();
        let show = ErrorPage {
            page: Page::new(self.lang, title.clone(), Date::default()),
            title,
            text: sentence(&self.error, self.lang),
            faults,
            signed_out: matches!(self.error, Error::Refused(_)),
        };
        let html = show.render().unwrap_or_default();
        let mut answer = (status(&self.error), Html(html)).into_response();
        wait(&self.error, &mut answer);
        answer
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<&Problem> for FieldProblem {
    fn from(problem: &Problem) -> Self {
        Self {
            field: problem.field.clone(),
            reason: problem.reason.key().to_owned(),
            sentence: problem.to_string(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        log(&self.0);
        let status = status(&self.0);
        let errors = problems(&self.0).iter().map(FieldProblem::from).collect();
        let unsound = matches!(&self.0, Error::BadBackup(bad) if bad.lacks().is_none());
        let title = if unsound || matches!(self.0, Error::Installation(_)) {
            // The message names files, so it is for the administrator's log only.
            "the installation needs its administrator".to_owned()
        } else {
            self.0.to_string()
        };
        let body = ProblemDetails {
            kind: "about:blank",
            code: self.0.code(),
            title,
            status: status.as_u16(),
            detail: self.0.advice(),
            errors,
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut answer = (status, [(CONTENT_TYPE, kind)], json).into_response();
        wait(&self.0, &mut answer);
        answer
    }
}
