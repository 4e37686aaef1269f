//! Explains, without sign-in, how a device comes to trust the household's own certificates.

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

use crate::error::ErrorResponse;
use crate::options::HttpOptions;
use crate::request::guest_language::language;
use crate::server::tls::certificate::CertificateInfo;
use crate::text::i18n::{Lang, t};
use crate::view::page::Page;
use crate::view::render::page;

#[derive(Template)]
#[template(path = "installation/trust.html")]
struct TrustCertificatePage {
    page: Page,
    /// Fingerprint in short lines, for comparison by eye.
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "installation/pecule.mobileconfig", escape = "html")]
struct Profile {
    name: String,
    what: String,
    certificate: String,
    /// UUID of the profile, derived from the authority, so that another download replaces the first.
    whole: String,
    part: String,
}

/// Language chosen on the page.
#[derive(Debug, Deserialize, Default)]
pub struct Spoken {
    lang: Option<String>,
}

/// Shows the steps.
pub async fn show(
    State(reach): State<Arc<HttpOptions>>,
    headers: HeaderMap,
    Query(spoken): Query<Spoken>,
) -> Response {
    let lang =
        spoken.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(|| language(&headers));
    let Some((_, seen)) = authority(&reach) else { return nothing(lang) };
    let pairs: Vec<&str> = seen.fingerprint.split(':').collect();
    let lines = pairs.chunks(8).map(|line| line.join(" ")).collect();
    page(&TrustCertificatePage {
        page: Page::new(lang, t(lang, "trust-title"), Date::default()),
        lines,
    })
}

/// Downloads the authority's certificate as DER, for Android and computers.
pub async fn certificate(State(reach): State<Arc<HttpOptions>>, headers: HeaderMap) -> Response {
    let Some((der, _)) = authority(&reach) else { return nothing(language(&headers)) };
    file("application/x-x509-ca-cert", "attachment; filename=\"pecule-ca.crt\"", der)
}

/// Downloads the certificate in a configuration profile, for iOS.
pub async fn profile(State(reach): State<Arc<HttpOptions>>, headers: HeaderMap) -> Response {
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

/// Returns the authority's certificate, if the household has its own.
fn authority(reach: &HttpOptions) -> Option<(Vec<u8>, CertificateInfo)> {
    let der = reach.own.as_ref()?.authority().ok()?;
    let seen = CertificateInfo::of(&der)?;
    Some((der, seen))
}

fn nothing(lang: Lang) -> Response {
    ErrorResponse::new(Error::NotFound, lang).into_response()
}

fn file(kind: &'static str, name: &'static str, bytes: Vec<u8>) -> Response {
    let kind = (CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = (CONTENT_DISPOSITION, HeaderValue::from_static(name));
    ([kind, name], bytes).into_response()
}

/// Formats 32 hexadecimal digits as a UUID.
fn uuid(hex: &str) -> String {
    uuid::Uuid::parse_str(hex).unwrap_or_default().hyphenated().to_string().to_uppercase()
}
