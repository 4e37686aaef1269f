//! Remembers the page to return to after a detour (sign-in, reauthentication). Only local paths are
//! accepted.

use axum::http::HeaderMap;
use axum::http::header::{HOST, HeaderName, REFERER};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use pecule_app::{Error, Refusal};

use crate::error::ErrorResponse;
use crate::request::redirect::{form_urlencoded, go_from, local};
use crate::text::i18n::Lang;

/// Query parameter that asks the person to press the button again.
const AGAIN: &str = "again=1";

/// Origin of a request.
pub struct ReturnTo {
    headers: HeaderMap,
    /// Page to return to: the requested one, or the one that holds the form.
    back: String,
    /// Whether the request was a write, which must be repeated after the detour.
    sent: bool,
}

impl ReturnTo {
    /// Determines the origin of a request.
    pub fn of(parts: &Parts, address: &str) -> Self {
        let sent = !parts.method.is_safe();
        let back = if sent { came_from(&parts.headers) } else { Some(address.to_owned()) };
        let back = back.map_or_else(|| above(address), |back| local(&back).to_owned());
        let hx = HeaderName::from_static("hx-request");
        let headers = parts.headers.get(&hx).map(|value| (hx, value.clone())).into_iter().collect();
        Self { headers, back, sent }
    }

    /// Redirects to a page that must come first, with the way back.
    pub fn aside(&self, place: &str) -> Response {
        let back = if self.sent { with_again(&self.back) } else { self.back.clone() };
        go_from(&self.headers, &format!("{place}?next={}", form_urlencoded(&back)))
    }

    /// Answers with an error; if reauthentication is required, redirects there first.
    pub fn refuse(&self, error: Error, lang: Lang) -> Response {
        if matches!(error, Error::Refused(Refusal::ConfirmFirst)) {
            return self.aside("/reauthenticate");
        }
        ErrorResponse::new(error, lang).into_response()
    }
}

/// Returns the page that holds the form, from `Referer`, if it is on this host.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (_scheme, rest) = text(REFERER)?.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    (Some(host) == text(HOST)).then(|| format!("/{path}"))
}

/// Returns the parent path: actions have addresses below their page.
fn above(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    match path.rsplit_once('/') {
        Some((above, _)) if !above.is_empty() => above.to_owned(),
        Some(_) | None => "/".to_owned(),
    }
}

/// Whether an address asks to press the button again.
pub fn says_again(address: &str) -> bool {
    address.split_once('?').is_some_and(|(_, query)| query.split('&').any(|pair| pair == AGAIN))
}

fn with_again(address: &str) -> String {
    if says_again(address) {
        return address.to_owned();
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{AGAIN}")
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::{ReturnTo, above, says_again};

    fn way(method: &str, address: &str, referer: Option<&str>) -> ReturnTo {
        let mut request = Request::builder().method(method).uri(address).header("host", "here:1");
        if let Some(referer) = referer {
            request = request.header("referer", referer);
        }
        ReturnTo::of(&request.body(()).unwrap().into_parts().0, address)
    }

    fn led(way: &ReturnTo) -> String {
        let answer = way.aside("/reauthenticate");
        answer.headers()["location"].to_str().unwrap().replace("%3F", "?").replace("%3D", "=")
    }

    #[test]
    fn a_page_comes_back_to_itself_and_a_form_to_its_page() {
        assert_eq!(led(&way("GET", "/a/b?c=d", None)), "/reauthenticate?next=/a/b?c=d");
        let form = way("POST", "/a/b/c", Some("http://here:1/a?x=y"));
        assert_eq!(led(&form), "/reauthenticate?next=/a?x=y%26again=1");
        assert_eq!(led(&way("POST", "/a/b/c", None)), "/reauthenticate?next=/a/b?again=1");
    }

    #[test]
    fn nobody_is_led_to_another_site() {
        for foreign in ["http://evil:1/a", "http://here:1//evil/a", "nonsense", "http://here:1"] {
            let led = led(&way("POST", "/a/b", Some(foreign)));
            assert!(!led.contains("evil"), "{led}");
        }
        assert_eq!(above("/a"), "/");
    }

    #[test]
    fn it_is_said_once() {
        let form = way("POST", "/a/b", Some("http://here:1/a?again=1"));
        assert_eq!(led(&form), "/reauthenticate?next=/a?again=1");
        assert!(says_again("/a?again=1") && !says_again("/a?again=10") && !says_again("/again=1"));
    }
}
