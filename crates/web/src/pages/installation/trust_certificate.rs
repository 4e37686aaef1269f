//! How a phone or a computer comes to trust the household's own certificates: step by step, without signing in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;
use pecule_app::Error;
use serde::Deserialize;

use crate::error::Answer;
use crate::request::guard::language;
use crate::request::visit::page;
use crate::server::serve::Reach;
use crate::server::tls::certificate::Seen;
use crate::text::i18n::{Lang, t};
use crate::view::page::Page;

#[derive(Template)]
#[template(path = "installation/trust.html")]
struct Show {
    page: Page,
    /// The fingerprint in lines that an eye can compare.
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "installation/pecule.mobileconfig", escape = "html")]
struct Profile {
    name: String,
    what: String,
    certificate: String,
    /// Of this authority alone, so that a second download replaces the first.
    whole: String,
    part: String,
}

/// The language chosen on the page.
#[derive(Debug, Deserialize, Default)]
pub struct Spoken {
    lang: Option<String>,
}

/// The steps.
pub async fn show(
    State(reach): State<Arc<Reach>>,
    headers: HeaderMap,
    Query(spoken): Query<Spoken>,
) -> Response {
    let lang =
        spoken.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(|| language(&headers));
    let Some((_, seen)) = authority(&reach) else { return nothing(lang) };
    let pairs: Vec<&str> = seen.fingerprint.split(':').collect();
    let lines = pairs.chunks(8).map(|line| line.join(" ")).collect();
    page(&Show { page: Page::new(lang, t(lang, "trust-title"), Date::default()), lines })
}

/// The authority's certificate, as Android and computers take it.
pub async fn certificate(State(reach): State<Arc<Reach>>, headers: HeaderMap) -> Response {
    let Some((der, _)) = authority(&reach) else { return nothing(language(&headers)) };
    file("application/x-x509-ca-cert", "attachment; filename=\"pecule-ca.crt\"", der)
}

/// The same in a profile, as an iPhone takes it.
pub async fn profile(State(reach): State<Arc<Reach>>, headers: HeaderMap) -> Response {
    let lang = language(&headers);
    let Some((der, seen)) = authority(&reach) else { return nothing(lang) };
    let hex: String = seen.fingerprint.split(':').collect();
    let profile = Profile {
        name: t(lang, "trust-profile"),
        what: t(lang, "trust-profile-what"),
        certificate: Base64::encode_string(&der),
        whole: uuid(hex.get(..32).unwrap_or_default()),
        part: uuid(hex.get(32..).unwrap_or_default()),
    };
    let text = profile.render().unwrap_or_default();
    let name = "attachment; filename=\"pecule.mobileconfig\"";
    file("application/x-apple-aspen-config", name, text.into_bytes())
}

/// The authority's certificate, where the household has its own.
fn authority(reach: &Reach) -> Option<(Vec<u8>, Seen)> {
    let der = reach.own.as_ref()?.authority().ok()?;
    let seen = Seen::of(&der)?;
    Some((der, seen))
}

fn nothing(lang: Lang) -> Response {
    Answer::new(Error::NotFound, lang).into_response()
}

fn file(kind: &'static str, name: &'static str, bytes: Vec<u8>) -> Response {
    let kind = (CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = (CONTENT_DISPOSITION, HeaderValue::from_static(name));
    ([kind, name], bytes).into_response()
}

/// 32 hexadecimal digits in the shape of a UUID.
fn uuid(hex: &str) -> String {
    uuid::Uuid::parse_str(hex).unwrap_or_default().hyphenated().to_string().to_uppercase()
}
