//! Redirects to local addresses.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::HeaderName;
use axum::http::header::LOCATION;
use axum::response::IntoResponse as _;
use axum::response::Response;
use std::fmt::Write as _;

pub(crate) fn form_urlencoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Redirects. A request of htmx gets a header that loads the whole page.
pub(crate) fn go_from(headers: &HeaderMap, place: &str) -> Response {
    if headers.contains_key(HeaderName::from_static("hx-request")) {
        let value = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
        return (StatusCode::OK, [(HeaderName::from_static("hx-redirect"), value)]).into_response();
    }
    go(place)
}

/// Redirects with 303 See Other.
pub fn go(place: &str) -> Response {
    let value = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, value)]).into_response()
}

/// Returns the path if it is local, else `/`. Prevents open redirects.
pub fn local(path: &str) -> &str {
    let plain =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if plain { path } else { "/" }
}
