//! Middleware for every route. Checks the host and cross-site requests, limits size and time, and adds
//! security headers.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::Once;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::options::HttpOptions;
use crate::request::guest_language::language;
use crate::request::proxy::{ClientAddress, Scheme};
use crate::request::refused::RefusalReason;
use crate::request::{proxy, refused};

/// Content security policy: own resources only, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'none'; report-uri /csp-report";

/// Permissions policy: denies every feature that browsers know by these names.
///
/// Clipboard writing is not listed, as the copy buttons use it.
const NO_FEATURES: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), \
     clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
     geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), \
     interest-cohort=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), \
     screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), \
     window-management=(), xr-spatial-tracking=()";

/// Headers of every response, assets included.
static HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not "no-referrer": browsers then send `Origin: null` with a form, and the check for
    // cross-site writes falls back to `Origin` without TLS and in older browsers. Other sites learn
    // nothing either way.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (HeaderName::from_static("permissions-policy"), NO_FEATURES),
];

/// One year, without subdomains, which may be other machines.
const ONLY_TLS: &str = "max-age=31536000";
/// Maximum length of path and query, in bytes.
const LONGEST_ADDRESS: usize = 4 * 1024;
/// Time limit of a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// Adds the middleware that applies to every route.
pub fn fence(router: Router, reach: &Arc<HttpOptions>) -> Router {
    router
        .layer(from_fn_with_state(Arc::clone(reach), admit))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(Arc::clone(reach), dress))
}

/// Adds the security headers. Responses other than assets are marked `no-store`.
async fn dress(State(reach): State<Arc<HttpOptions>>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if reach.hsts {
        // Browsers ignore this header without TLS, so the channel need not be checked.
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_TLS));
    }
    answer
}

/// Rejects unknown host names, unencrypted requests of other machines, and cross-site writes.
async fn admit(
    State(reach): State<Arc<HttpOptions>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let asker = ClientAddress::of(&reach, request.headers(), peer);
    if let Some(why) = refusal(&reach, &request, asker.channel) {
        return refused::answer(why, request.uri().path(), language(request.headers()));
    }
    if peer.is_some_and(|peer| proxy::is_unnamed_proxy(&reach, request.headers(), peer.ip())) {
        warn_of_proxy(peer);
    }
    // From here on `ConnectInfo` is the client's address, not the proxy's: sessions and the
    // throttle use it.
    let port = peer.map_or(0, |peer| peer.port());
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(asker.address, port)));
    proxy::over(asker.channel, next.run(request)).await
}

/// Returns the reason to reject a request.
fn refusal(reach: &HttpOptions, request: &Request, channel: Scheme) -> Option<RefusalReason> {
    let (headers, path) = (request.headers(), request.uri().path());
    if !host_is_ours(reach, headers) {
        return Some(RefusalReason::AnotherName);
    }
    if !is_known(request.method()) {
        return Some(RefusalReason::UnknownMethod);
    }
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > LONGEST_ADDRESS {
        return Some(RefusalReason::LongAddress);
    }
    if channel == Scheme::Clear && !reach.plain_by_name && !is_harmless(path) {
        return Some(RefusalReason::InTheClear);
    }
    if !request.method().is_safe() && !is_from_here(headers, channel) {
        return Some(RefusalReason::FromElsewhere);
    }
    None
}

/// Whether a path is safe without encryption: probes, assets, and the certificate to trust.
fn is_harmless(path: &str) -> bool {
    let exact = matches!(path, "/healthz" | "/readyz" | "/trust");
    exact || path.starts_with("/static/") || path.starts_with("/trust/")
}

fn is_known(method: &Method) -> bool {
    const KNOWN: [Method; 7] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    KNOWN.contains(method)
}

/// Warns once that a proxy is ignored because it is not in `trusted_proxies`.
fn warn_of_proxy(peer: Option<SocketAddr>) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let peer = peer.map(|peer| peer.ip().to_string()).unwrap_or_default();
        tracing::warn!(
            peer,
            "a proxy passes requests on and is not believed: name it with --trusted-proxy"
        );
    });
}

/// Whether the `Host` header is a configured name or an IP address. This stops DNS rebinding, which
/// needs a name.
fn host_is_ours(reach: &HttpOptions, headers: &HeaderMap) -> bool {
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
        || reach.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

/// Whether a write comes from one of our pages or from a program.
///
/// Checks `Sec-Fetch-Site`, or `Origin` in older browsers. A request with neither must not carry a
/// cookie.
fn is_from_here(headers: &HeaderMap, channel: Scheme) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let scheme = if channel == Scheme::Sealed { "https://" } else { "http://" };
    match (text(&header::ORIGIN), text(&header::HOST)) {
        (Some(origin), Some(host)) => origin.strip_prefix(scheme) == Some(host),
        (Some(_), None) => false,
        (None, _) => !headers.contains_key(header::COOKIE),
    }
}
