//! What every request must pass, and what every answer carries.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::i18n::Lang;
use crate::pages::refused;
use crate::site::Site;

/// What pages may load and do: only what comes from here, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'none'";

/// Headers of every answer, assets included.
static HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Adds the headers that every answer carries; what is not an asset is never stored.
pub async fn dress(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// Refuses names that are not ours, other machines in the clear, and writes that another site started.
pub async fn admit(State(site): State<Site>, request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    if !host_is_ours(&site, request.headers()) {
        return (StatusCode::MISDIRECTED_REQUEST, "This name does not lead here.\n")
            .into_response();
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let path = request.uri().path();
    let harmless = path == "/healthz" || path.starts_with("/static/");
    if peer.is_some_and(|peer| !is_this_machine(peer)) && !harmless {
        return refused::in_the_clear(lang);
    }
    if !request.method().is_safe() && !is_from_here(request.headers()) {
        return refused::from_elsewhere(lang);
    }
    if request.method() == Method::TRACE {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    next.run(request).await
}

/// The language of somebody who has not signed in.
pub fn language(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map_or_else(Lang::default, Lang::from_accept_language)
}

const fn is_this_machine(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(peer) => peer.is_loopback(),
        IpAddr::V6(peer) => match peer.to_ipv4_mapped() {
            Some(peer) => peer.is_loopback(),
            None => peer.is_loopback(),
        },
    }
}

/// A name of ours, or an address: only names can be bound to another machine behind a browser's back.
fn host_is_ours(site: &Site, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || site.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

/// Whether a write was started by a page of ours, or by no page at all.
///
/// Browsers say so in Sec-Fetch-Site; older ones in Origin. A program that sends neither carries no cookie.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(&header::ORIGIN), text(&header::HOST)) {
        (Some(origin), Some(host)) => {
            let name = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            name == Some(host)
        }
        (Some(_), None) => false,
        (None, _) => !headers.contains_key(header::COOKIE),
    }
}
