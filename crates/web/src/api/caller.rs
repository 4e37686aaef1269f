//! A program that asks with an access token, and how it is answered.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use pecule_app::{Error, Member, Person, Refusal, Result};
use serde::Serialize;

use crate::api::trouble::Trouble;
use crate::site::Site;

/// Where the API begins.
pub(super) const ROOT: &str = "/api/v1";

/// What a handler gives.
pub(super) type Reply = Result<Response, Trouble>;

/// A person, on whose behalf a program asks. Cookies count for nothing here.
pub(super) struct Caller {
    site: Site,
    person: Person,
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Trouble> {
        let Some(token) = bearer(&parts.headers).map(str::to_owned) else {
            return Err(Error::from(Refusal::NotSignedIn).into());
        };
        let person = site.run(move |app| app.bearer(&token)).await?;
        Ok(Self { site: site.clone(), person })
    }
}

/// The token of `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl Caller {
    /// Works on the person's books and answers with what that gives.
    pub(super) async fn read<T: Serialize>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<T> + Send + 'static,
    ) -> Reply {
        let bytes = self.run(move |person| bytes(&work(&person.member()?)?)).await?;
        Ok(json(StatusCode::OK, bytes))
    }

    /// As [`Caller::read`]; nothing is answered as "no content".
    pub(super) async fn find<T: Serialize>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<Option<T>> + Send + 'static,
    ) -> Reply {
        let found =
            self.run(move |person| work(&person.member()?)?.as_ref().map(bytes).transpose());
        Ok(match found.await? {
            Some(bytes) => json(StatusCode::OK, bytes),
            None => StatusCode::NO_CONTENT.into_response(),
        })
    }

    /// Adds to the person's books, and answers with what was made and its address under the root.
    pub(super) async fn make<T: Serialize>(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<(String, T)> + Send + 'static,
    ) -> Reply {
        let made = self.run(move |person| {
            let (address, made) = work(&person.member()?)?;
            Ok((address, bytes(&made)?))
        });
        let (address, bytes) = made.await?;
        let mut answer = json(StatusCode::CREATED, bytes);
        if let Ok(address) = HeaderValue::from_str(&format!("{ROOT}{address}")) {
            answer.headers_mut().insert(LOCATION, address);
        }
        Ok(answer)
    }

    /// Takes something away from the person's books.
    pub(super) async fn remove(
        self,
        work: impl FnOnce(&Member<'_>) -> Result<()> + Send + 'static,
    ) -> Reply {
        self.run(move |person| work(&person.member()?)).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// Does what concerns the person alone.
    pub(super) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&Person) -> Result<T> + Send + 'static,
    ) -> Result<T, Trouble> {
        let person = self.person;
        Ok(self.site.run(move |_| work(&person)).await?)
    }
}

/// A value as JSON.
pub(super) fn bytes(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::Internal(error.to_string()))
}

/// JSON as an answer.
pub(super) fn json(status: StatusCode, bytes: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(CONTENT_TYPE, kind)], bytes).into_response()
}
