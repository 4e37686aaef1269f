//! Reads and sets the cookies of sessions, of sign-ins that wait for a code, and of known devices.

use axum::http::header::{COOKIE, HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use pecule_app::auth::pending_sign_in;

use crate::request::proxy;
use crate::request::proxy::Scheme;

/// Lifetime of the device cookie in seconds; 400 days is the maximum that browsers allow.
const DEVICE_LIFE: u32 = 400 * 24 * 60 * 60;

/// Returns name and attributes of the session cookie. Each channel has its own, so that none is
/// accepted on another.
///
/// `__Host-` requires TLS, and Safari drops `Secure` cookies without it.
fn cookie_of(channel: Scheme) -> (&'static str, &'static str) {
    match channel {
        Scheme::Sealed => ("__Host-pecule", "; Secure"),
        Scheme::Here | Scheme::Clear => ("pecule-sid", ""),
    }
}

/// Returns name and attributes of the device cookie.
fn device_of(channel: Scheme) -> (&'static str, &'static str) {
    match channel {
        Scheme::Sealed => ("__Host-pecule-device", "; Secure"),
        Scheme::Here | Scheme::Clear => ("pecule-device", ""),
    }
}

/// Returns name and attributes of the cookie of a sign-in that waits for its code.
fn awaited_of(channel: Scheme) -> (&'static str, &'static str) {
    match channel {
        Scheme::Sealed => ("__Host-pecule-code", "; Secure"),
        Scheme::Here | Scheme::Clear => ("pecule-code", ""),
    }
}

/// Returns the secret of a sign-in that waits for its code.
pub fn awaited_token(headers: &HeaderMap) -> Option<String> {
    find(headers, awaited_of(proxy::channel()).0)
}

/// Returns the session's secret.
pub fn cookie(headers: &HeaderMap) -> Option<String> {
    find(headers, cookie_of(proxy::channel()).0)
}

/// Returns the token of a known device.
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

/// Sets the session cookie.
pub fn keep_session(answer: &mut Response, token: &str) {
    let (name, sealed) = cookie_of(proxy::channel());
    set_cookie(answer, &format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{sealed}"));
}

/// Sets the cookie of a sign-in that waits for its code, for as long as the server waits.
pub fn keep_awaited(answer: &mut Response, token: &str) {
    let (name, sealed) = awaited_of(proxy::channel());
    let life = format!("Max-Age={}", pending_sign_in::LIFE.as_secs());
    set_cookie(
        answer,
        &format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; {life}{sealed}"),
    );
}

/// Deletes the cookie of a sign-in that waited for its code.
pub fn forget_awaited(answer: &mut Response) {
    let (name, sealed) = awaited_of(proxy::channel());
    set_cookie(answer, &format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{sealed}"));
}

/// Sets the device cookie, which gives this device its own throttle counter at the next sign-in.
pub fn keep_device(answer: &mut Response, token: &str) {
    let (name, sealed) = device_of(proxy::channel());
    let life = format!("Max-Age={DEVICE_LIFE}");
    set_cookie(
        answer,
        &format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; {life}{sealed}"),
    );
}

/// Deletes the session cookie and clears cache and storage of this origin. Other cookies are kept,
/// because programs on other ports of the host share them.
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
