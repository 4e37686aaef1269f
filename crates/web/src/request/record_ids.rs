//! Finds the books and records that a request names in its address and body.
//!
//! A person may have access to several sets of books. A change applies to the books that hold the
//! named records, so an address such as `/assets/{id}` does not need to name them.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_domain::id::BooksId;
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// Maximum number of records looked up per request.
const MOST: usize = 32;
/// Length of a UUID as text.
const LENGTH: usize = 36;
/// Maximum size of a form or JSON body, in bytes. Larger bodies are files, which name no records.
const FORM: usize = 256 * 1024;

/// Books and records that a request names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RequestedRecords {
    books: Option<BooksId>,
    records: Vec<Uuid>,
    scope: BooksScope,
}

impl RequestedRecords {
    /// Returns the query for the books of this request.
    pub(crate) fn seek(&self) -> BooksQuery<'_> {
        BooksQuery { books: self.books, records: &self.records, scope: self.scope }
    }

    /// Whether the request is about these books themselves, not about a record in them.
    pub(crate) fn names(&self, books: BooksId) -> bool {
        let asked = self.books.or_else(|| self.scope.books());
        asked == Some(books) || self.records.contains(&books.uuid())
    }

    /// Reads an address.
    fn of_address(path: &str, query: &str) -> Self {
        let mut named = Self { scope: requested_scope(query), ..Self::default() };
        named.take_books(query);
        named.take_records(path.as_bytes());
        named.take_records(query.as_bytes());
        named
    }

    fn take_books(&mut self, form: &str) {
        self.books = self.books.or_else(|| field(form, "books").and_then(|id| id.parse().ok()));
    }

    /// Collects all identities in a text, in order.
    fn take_records(&mut self, text: &[u8]) {
        for window in text.windows(LENGTH) {
            if self.records.len() >= MOST {
                return;
            }
            let hyphens = [8, 13, 18, 23].iter().all(|at| window.get(*at) == Some(&b'-'));
            if hyphens && let Ok(id) = Uuid::try_parse_ascii(window) {
                self.records.push(id);
            }
        }
    }
}

/// Returns a raw form field; identities need no decoding.
fn field<'a>(form: &'a str, name: &str) -> Option<&'a str> {
    form.split('&').filter_map(|pair| pair.split_once('=')).find(|pair| pair.0 == name).map(|p| p.1)
}

/// Decodes a percent-encoded colon, which separates an identity from a word.
fn unescaped(text: &str) -> String {
    text.replace("%3A", ":").replace("%3a", ":")
}

/// Reads the `scope` parameter; invalid values are ignored.
fn requested_scope(query: &str) -> BooksScope {
    let text = field(query, "scope").map(unescaped);
    BooksScope::parse(text.as_deref()).unwrap_or_default()
}

/// Returns the name of the first parameter with an invalid value. The API reports it.
pub(crate) fn unclear(query: &str) -> Option<&'static str> {
    let books = field(query, "books").map(|id| id.parse::<BooksId>().is_ok());
    let scope = field(query, "scope").map(|text| BooksScope::parse(Some(&unescaped(text))).is_ok());
    match (books, scope) {
        (Some(false), _) => Some("books"),
        (_, Some(false)) => Some("scope"),
        (Some(true) | None, Some(true) | None) => None,
    }
}

/// Middleware that attaches [`RequestedRecords`] to each request.
pub(crate) async fn note(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut named =
        RequestedRecords::of_address(parts.uri.path(), parts.uri.query().unwrap_or_default());
    let body = if is_small_text(&parts.headers) {
        let Ok(bytes) = to_bytes(body, FORM).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let form = std::str::from_utf8(&bytes).unwrap_or_default();
        named.take_books(form);
        if named.scope == BooksScope::Mine {
            named.scope = requested_scope(form);
        }
        named.take_records(&bytes);
        Body::from(bytes)
    } else {
        body
    };
    parts.extensions.insert(named);
    next.run(Request::from_parts(parts, body)).await
}

/// Whether a body is a form or JSON. Files of other programs name no records.
fn is_small_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("application/x-www-form-urlencoded") || kind.starts_with("application/json")
}
