//! Converts errors into problem details (RFC 9457).

use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use pecule_app::Error;

use crate::error::{ApiError, FieldProblem, ProblemDetails};

/// Reason why a request failed.
pub(crate) enum ApiProblem {
    /// An error of the application.
    App(Error),
    /// A malformed or unsupported request.
    Request(Refused),
}

/// A rejected request.
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    /// Stable error code.
    pub(crate) code: &'static str,
    pub(crate) title: String,
    /// Advice to the caller.
    pub(crate) detail: &'static str,
    /// Problems by field.
    pub(crate) errors: Vec<FieldProblem>,
}

impl ApiProblem {
    /// Rejects a request as a whole.
    pub(crate) fn request(
        status: StatusCode,
        code: &'static str,
        title: impl Into<String>,
        detail: &'static str,
    ) -> Self {
        Self::Request(Refused { status, code, title: title.into(), detail, errors: Vec::new() })
    }

    /// Rejects a request because of one field.
    pub(crate) fn field(problem: FieldProblem) -> Self {
        let title = match problem.field.as_str() {
            "" => problem.sentence.clone(),
            field => format!("{field}: {}", problem.sentence),
        };
        Self::Request(Refused {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "invalid",
            title,
            detail: "Correct what is named, then send it again: nothing was changed.",
            errors: vec![problem],
        })
    }

    /// Returns the error for a body over the size limit.
    pub(crate) fn too_large() -> Self {
        Self::request(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "this is more than is taken at once",
            "Send less at once: nothing was changed.",
        )
    }
}

impl From<Error> for ApiProblem {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let mut answer = match self {
            Self::App(error) => ApiError(error).into_response(),
            Self::Request(refused) => refused.into_response(),
        };
        if answer.status() == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = ProblemDetails {
            kind: "about:blank",
            code: self.code,
            title: self.title,
            status: self.status.as_u16(),
            detail: self.detail,
            errors: self.errors,
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        (self.status, [(CONTENT_TYPE, kind)], json).into_response()
    }
}

/// Answers 404 for unknown paths.
pub(crate) async fn nowhere() -> ApiProblem {
    ApiProblem::request(
        StatusCode::NOT_FOUND,
        "not-found",
        "there is no such address here",
        "See /api/v1/docs for every address.",
    )
}

/// Answers 405 for unsupported methods.
pub(crate) async fn wrong_method() -> ApiProblem {
    ApiProblem::request(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "this address does not take this method",
        "The Allow header names those that it takes.",
    )
}
