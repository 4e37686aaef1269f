//! Extractor for API requests with an access token, and the responses of the handlers.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::auth::personal_tokens::is_personal;
use pecule_app::{Error, Member, Person, Reason, Refusal, Result};
use serde::Serialize;

use crate::api::request::problem::ApiProblem;
use crate::options::HttpOptions;
use crate::request::rate_limit::RequestKind;
use crate::request::record_ids;
use crate::request::record_ids::RequestedRecords;
use crate::state::AppState;

/// Path prefix of the API.
pub(crate) const ROOT: &str = "/api/v1";

/// Result of a handler.
pub(crate) type Reply = Result<Response, ApiProblem>;

/// The person a program acts for, from its bearer token. Cookies are ignored.
pub(crate) struct Caller {
    site: AppState,
    person: Person,
    named: RequestedRecords,
    /// Whether the token is a personal token, which may only read books.
    reads_only: bool,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, site: &AppState) -> Result<Self, ApiProblem> {
        let Some(token) = bearer(&parts.headers).map(str::to_owned) else {
            return Err(Error::from(Refusal::NotSignedIn).into());
        };
        let reads_only = is_personal(&token);
        if reads_only && !parts.method.is_safe() {
            return Err(reads_nothing_else());
        }
        let required_step = may_come_first(&parts.method, &path_of(parts));
        let taken_up = site.run(move |app| match (reads_only, required_step) {
            (true, _) => app.read_with(&token),
            (false, true) => app.bearer_at_first(&token),
            (false, false) => app.bearer(&token),
        });
        let person = taken_up.await?;
        let kind = RequestKind::of(!parts.method.is_safe(), &path_of(parts));
        let paced = site.reach.pace.take(person.session(), kind, site.app.clock().now());
        paced.map_err(Error::from)?;
        refuse_unclear(parts.uri.query().unwrap_or_default())?;
        let named = parts.extensions.get::<RequestedRecords>().cloned().unwrap_or_default();
        Ok(Self { site: site.clone(), person, named, reads_only })
    }
}

impl Caller {
    /// Returns the HTTP options.
    pub(crate) fn reach(&self) -> Arc<HttpOptions> {
        Arc::clone(&self.site.reach)
    }
}

/// Whether the path is allowed before a missing second factor is set up.
fn may_come_first(method: &Method, path: &str) -> bool {
    let path = path.strip_prefix(ROOT).unwrap_or(path);
    path == "/second-factor"
        || path.starts_with("/second-factor/")
        || path == "/tokens/reauthenticate"
        || (path == "/tokens" && *method == Method::DELETE)
}

/// Returns the full path, also inside a nested router.
fn path_of(parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    uri.path().to_owned()
}

/// Returns the error for a write request with a personal token.
fn reads_nothing_else() -> ApiProblem {
    ApiProblem::request(
        StatusCode::FORBIDDEN,
        "read-only-token",
        "a personal token reads, and does nothing else",
        "Sign the program in with a name and a password at /api/v1/tokens: nothing was changed.",
    )
}

/// Rejects unknown values of the `books` and `scope` parameters.
fn refuse_unclear(query: &str) -> Result<(), ApiProblem> {
    if let Some(name) = record_ids::unclear(query) {
        return Err(Error::invalid(name, Reason::NotInList).into());
    }
    Ok(())
}

/// Returns the token of `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl Caller {
    /// Runs `work` on the selected books and answers 200 with its result.
    pub(crate) async fn read<T: Serialize>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<T> + Send + 'static,
    ) -> Reply {
        let bytes = self.open(move |member| bytes(&work(member)?)).await?;
        Ok(json(StatusCode::OK, bytes))
    }

    /// Like [`Caller::read`], but answers 204 for `None`.
    pub(crate) async fn find<T: Serialize>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<Option<T>> + Send + 'static,
    ) -> Reply {
        let found = self.open(move |member| work(member)?.as_ref().map(bytes).transpose());
        Ok(match found.await? {
            Some(bytes) => json(StatusCode::OK, bytes),
            None => StatusCode::NO_CONTENT.into_response(),
        })
    }

    /// Adds a record to the selected books and answers 201 with it. `work` returns its address
    /// below the API root as well.
    pub(crate) async fn make<T: Serialize>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<(String, T)> + Send + 'static,
    ) -> Reply {
        let made = self.open(move |member| {
            let (address, made) = work(member)?;
            Ok((address, bytes(&made)?))
        });
        let (address, bytes) = made.await?;
        Ok(created(&address, bytes))
    }

    /// Removes a record from the selected books and answers 204.
    pub(crate) async fn remove(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<()> + Send + 'static,
    ) -> Reply {
        self.open(work).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// Runs `work` on the books that the request selects, by default the person's own.
    pub(crate) async fn open<T: Send + 'static>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T, ApiProblem> {
        let (person, named) = (self.person, self.named);
        Ok(self.site.run(move |_| work(&person.member_at(&named.seek())?)).await?)
    }

    /// Runs `work` outside of any books and answers 200 with its result.
    pub(crate) async fn tell<T: Serialize>(
        self,
        work: impl FnOnce(&Person) -> Result<T> + Send + 'static,
    ) -> Reply {
        let bytes = self.run(move |person| bytes(&work(person)?)).await?;
        Ok(json(StatusCode::OK, bytes))
    }

    /// Runs `work` outside of any books. A personal token gets `NotFound`.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&Person) -> Result<T> + Send + 'static,
    ) -> Result<T, ApiProblem> {
        if self.reads_only {
            return Err(Error::NotFound.into());
        }
        let person = self.person;
        Ok(self.site.run(move |_| work(&person)).await?)
    }
}

/// Serializes a value as JSON.
pub(crate) fn bytes(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::Internal(error.to_string()))
}

/// Answers 201 with the record and its address, given below the API root.
pub(crate) fn created(address: &str, bytes: Vec<u8>) -> Response {
    let mut answer = json(StatusCode::CREATED, bytes);
    if let Ok(address) = HeaderValue::from_str(&format!("{ROOT}{address}")) {
        answer.headers_mut().insert(LOCATION, address);
    }
    answer
}

/// Builds a JSON response.
pub(crate) fn json(status: StatusCode, bytes: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(CONTENT_TYPE, kind)], bytes).into_response()
}
