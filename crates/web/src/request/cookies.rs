//! What browsers keep for us: the secret of a session, or of one that waits for its code, and the token of a
//! device that is known.

use axum::http::header::{COOKIE, HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use pecule_app::auth::pending_sign_in;

use crate::request::proxy;
use crate::request::proxy::Channel;

/// How long a device stays known, in seconds: as long as browsers keep anything.
const DEVICE_LIFE: u32 = 400 * 24 * 60 * 60;

/// The cookie of a session, and what goes with it: each channel has its own, and takes no other's.
///
/// `__Host-` needs TLS, and Safari drops cookies that are `Secure` where there is none.
fn cookie_of(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Sealed => ("__Host-pecule", "; Secure"),
        Channel::Here | Channel::Clear => ("pecule-sid", ""),
    }
}

/// The cookie of a known device, and what goes with it.
fn device_of(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Sealed => ("__Host-pecule-device", "; Secure"),
        Channel::Here | Channel::Clear => ("pecule-device", ""),
    }
}

/// The cookie of a sign-in that waits for its code, and what goes with it.
fn awaited_of(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Sealed => ("__Host-pecule-code", "; Secure"),
        Channel::Here | Channel::Clear => ("pecule-code", ""),
    }
}

/// The secret of a sign-in that waits for its code.
pub fn awaited_token(headers: &HeaderMap) -> Option<String> {
    find(headers, awaited_of(proxy::channel()).0)
}

/// The secret of the session in the cookie.
pub fn cookie(headers: &HeaderMap) -> Option<String> {
    find(headers, cookie_of(proxy::channel()).0)
}

/// The token of a device from which somebody signed in.
pub fn device_token(headers: &HeaderMap) -> Option<String> {
    find(headers, device_of(proxy::channel()).0)
}

fn find(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}

/// Keeps a session in the browser.
pub fn keep_session(answer: &mut Response, token: &str) {
    let (name, sealed) = cookie_of(proxy::channel());
    set_cookie(answer, &format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{sealed}"));
}

/// Keeps a sign-in that waits for its code, as long as it may wait.
pub fn keep_awaited(answer: &mut Response, token: &str) {
    let (name, sealed) = awaited_of(proxy::channel());
    let life = format!("Max-Age={}", pending_sign_in::LIFE.as_secs());
    set_cookie(
        answer,
        &format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; {life}{sealed}"),
    );
}

/// Forgets a sign-in that waited for its code.
pub fn forget_awaited(answer: &mut Response) {
    let (name, sealed) = awaited_of(proxy::channel());
    set_cookie(answer, &format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{sealed}"));
}

/// Keeps what tells this device from a stranger's the next time somebody signs in.
pub fn keep_device(answer: &mut Response, token: &str) {
    let (name, sealed) = device_of(proxy::channel());
    let life = format!("Max-Age={DEVICE_LIFE}");
    set_cookie(
        answer,
        &format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; {life}{sealed}"),
    );
}

/// Forgets the session and everything of ours in the browser, but nothing of other programs on this host.
pub fn forget_session(answer: &mut Response) {
    let (name, sealed) = cookie_of(proxy::channel());
    set_cookie(answer, &format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{sealed}"));
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
}

fn set_cookie(answer: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(SET_COOKIE, value);
    }
}
