//! Extractors for JSON bodies, queries and keys in paths. Errors name each invalid field.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use pecule_app::Error;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::api::request::problem::ApiProblem;
use crate::error::FieldProblem;
use crate::state::AppState;

/// Maximum nesting of a JSON body. Protects the stack of the parser.
const DEEPEST: usize = 64;

/// JSON body of a request.
pub(crate) struct ApiJson<T>(pub(crate) T);

/// Query of a request.
pub(crate) struct ApiQuery<T>(pub(crate) T);

/// Key of a record in the path. A malformed key answers "not found".
pub(crate) struct Key<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for ApiJson<T> {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, site: &AppState) -> Result<Self, ApiProblem> {
        if !is_json(request.headers()) {
            return Err(ApiProblem::request(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "a body is sent as JSON",
                "Send JSON, with the header Content-Type: application/json.",
            ));
        }
        let bytes =
            Bytes::from_request(request, site).await.map_err(|_cut| ApiProblem::too_large())?;
        parse(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned> FromRequestParts<AppState> for ApiQuery<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, _site: &AppState) -> Result<Self, ApiProblem> {
        // Every request may carry these two; `Named` reads them.
        let query = parts.uri.query().unwrap_or_default().split('&');
        let rest: Vec<&str> = query
            .filter(|pair| !pair.starts_with("books=") && !pair.starts_with("scope="))
            .collect();
        let uri = format!("/?{}", rest.join("&")).parse().unwrap_or_else(|_same| parts.uri.clone());
        match Query::try_from_uri(&uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejected) => {
                let text = rejected.body_text();
                let text = text.split_once("query string: ").map_or(text.as_str(), |(_, why)| why);
                let (field, why) = match text.split_once(": ") {
                    Some((field, why)) if is_name(field) => (field, why),
                    _ => ("", text),
                };
                Err(ApiProblem::field(blame(field, why)))
            }
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Key<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, site: &AppState) -> Result<Self, ApiProblem> {
        match Path::from_request_parts(parts, site).await {
            Ok(Path(key)) => Ok(Self(key)),
            Err(_not_a_key) => Err(Error::NotFound.into()),
        }
    }
}

/// Returns the media type of the body in lower case, without parameters.
pub(crate) fn kind(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(kind.split(';').next()?.trim().to_ascii_lowercase())
}

fn is_json(headers: &HeaderMap) -> bool {
    kind(headers).is_some_and(|kind| kind == "application/json")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiProblem> {
    if depth(bytes) > DEEPEST {
        return Err(ApiProblem::request(
            StatusCode::BAD_REQUEST,
            "too-deep",
            "this JSON is nested too deeply",
            "Nothing that is taken here is nested like that: nothing was changed.",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader);
    let read = read.map_err(|error| {
        let path = error.path().to_string();
        (if path == "." { String::new() } else { path }, error.into_inner())
    });
    let ended = |read: T| reader.end().map(|()| read).map_err(|error| (String::new(), error));
    read.and_then(ended).map_err(|(path, error)| match error.classify() {
        Category::Data => ApiProblem::field(blame(&path, &error.to_string())),
        Category::Io | Category::Syntax | Category::Eof => ApiProblem::request(
            StatusCode::BAD_REQUEST,
            "malformed-json",
            format!("this is not JSON: {error}"),
            "Correct the JSON, then send it again: nothing was changed.",
        ),
    })
}

/// Measures how deeply arrays and objects are nested, ignoring brackets in strings.
fn depth(bytes: &[u8]) -> usize {
    let (mut deepest, mut depth, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in bytes {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_text = !in_text,
            (false, b'[' | b'{') => depth += 1,
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            (true | false, _) => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// Turns an error of serde into a field name and a reason.
fn blame(path: &str, why: &str) -> FieldProblem {
    // Positions are useless to a person who did not type the JSON.
    let why = why.rsplit_once(" at line ").map_or(why, |(why, _)| why);
    let named = |opening: &str| why.strip_prefix(opening)?.split('`').next();
    let beside = |name: &str| match path.rsplit_once('.') {
        Some((_, last)) if last == name => path.to_owned(),
        _ if path.is_empty() || path == name => name.to_owned(),
        _ => format!("{path}.{name}"),
    };
    let (field, reason) = if let Some(name) = named("unknown field `") {
        (beside(name), "unknown-field")
    } else if let Some(name) = named("missing field `") {
        (beside(name), "required")
    } else if let Some(name) = named("duplicate field `") {
        (beside(name), "twice")
    } else {
        (path.to_owned(), "not-understood")
    };
    FieldProblem { field, reason: reason.to_owned(), sentence: why.to_owned() }
}

#[cfg(test)]
mod tests;
