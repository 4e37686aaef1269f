//! Tests cookies, proxies and banners on each channel.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use pecule_web::HttpOptions;
use tower::ServiceExt as _;

use crate::site::{NAME, PASSWORD, Site};

const PROXY: &str = "10.0.0.2:5000";
const HTTPS: (&str, &str) = ("x-forwarded-proto", "https");

/// Options of a site under test.
struct Door {
    router: Router,
    _site: Site,
}

struct Seen {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Seen {
    fn cookie(&self) -> &str {
        self.headers.get(header::SET_COOKIE).map_or("", |cookie| cookie.to_str().unwrap())
    }
}

impl Door {
    fn new(reach: HttpOptions) -> Self {
        let site = Site::new();
        let reached = pecule_web::state::AppState::reached(site.app.clone(), Arc::new(reach));
        Self { router: pecule_web::routes::all(reached), _site: site }
    }

    async fn ask(&self, peer: &str, method: Method, path: &str, headers: &[(&str, &str)]) -> Seen {
        let mut request = Request::builder().method(method.clone()).uri(path);
        request = request.header(header::HOST, "localhost").header(header::ACCEPT_LANGUAGE, "fr");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            Body::from(format!("name={NAME}&password={}", PASSWORD.replace(' ', "+")))
        } else {
            Body::empty()
        };
        let peer = ConnectInfo(peer.parse::<SocketAddr>().unwrap());
        let request = request.extension(peer).body(body).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn sign_in(&self, peer: &str, headers: &[(&str, &str)]) -> Seen {
        self.ask(peer, Method::POST, "/sign-in", headers).await
    }
}

/// Returns the cookie of a response as a browser sends it back.
fn kept(cookie: &str) -> String {
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn each_channel_has_its_own_cookie_and_takes_no_other() {
    let sealed = Door::new(HttpOptions { tls: true, ..HttpOptions::default() });
    let here = "127.0.0.1:9";
    let answer = sealed.sign_in("192.168.1.20:9", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let cookie = answer.cookie();
    assert!(cookie.starts_with("__Host-pecule="), "{cookie}");
    for part in ["; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let own = kept(cookie);
    let other = own.replace("__Host-pecule=", "pecule-sid=");
    let get =
        async |cookie: &str| sealed.ask(here, Method::GET, "/", &[("cookie", cookie)]).await.status;
    assert_eq!(get(&own).await, StatusCode::OK);
    assert_eq!(get(&other).await, StatusCode::SEE_OTHER, "the one of plain HTTP is not taken");

    let plain = Door::new(HttpOptions::default());
    let answer = plain.sign_in(here, &[]).await;
    let cookie = answer.cookie();
    assert!(cookie.starts_with("pecule-sid=") && !cookie.contains("Secure"), "{cookie}");
    let own = kept(cookie);
    let other = own.replace("pecule-sid=", "__Host-pecule=");
    let get =
        async |cookie: &str| plain.ask(here, Method::GET, "/", &[("cookie", cookie)]).await.status;
    assert_eq!(get(&own).await, StatusCode::OK);
    assert_eq!(get(&other).await, StatusCode::SEE_OTHER, "the one of TLS is not taken");
}

#[tokio::test]
async fn a_named_proxy_with_tls_is_as_good_as_tls() {
    let trusted_proxies = vec!["10.0.0.2".parse().unwrap()];
    let door = Door::new(HttpOptions { trusted_proxies, ..HttpOptions::default() });
    let from = ("x-forwarded-for", "203.0.113.9");
    let answer = door.sign_in(PROXY, &[from, HTTPS]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let cookie = kept(answer.cookie());
    assert!(cookie.starts_with("__Host-pecule="));
    let settings =
        door.ask(PROXY, Method::GET, "/settings", &[from, HTTPS, ("cookie", &cookie)]).await;
    assert_eq!(settings.status, StatusCode::OK);
    assert!(settings.body.contains("203.0.113"), "the session names who asked, not the proxy");
    assert!(!settings.body.contains("10.0.0.2"));
    // A request that the proxy received without encryption is rejected.
    for sent in [&[from][..], &[from, ("x-forwarded-proto", "http")]] {
        assert_eq!(door.sign_in(PROXY, sent).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn nobody_signs_in_by_claiming_to_be_a_proxy() {
    let claims: [&[(&str, &str)]; 5] = [
        &[HTTPS],
        &[("x-forwarded-for", "127.0.0.1")],
        &[("x-forwarded-for", "127.0.0.1"), HTTPS],
        &[("x-forwarded-for", "10.0.0.2"), HTTPS],
        &[("forwarded", "for=127.0.0.1;proto=https"), ("x-real-ip", "127.0.0.1")],
    ];
    let trusted = vec!["10.0.0.2".parse().unwrap()];
    for trusted_proxies in [Vec::new(), trusted] {
        let door = Door::new(HttpOptions { trusted_proxies, ..HttpOptions::default() });
        for claim in claims {
            let answer = door.sign_in("192.168.1.20:9", claim).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{claim:?}");
            assert_eq!(answer.cookie(), "");
        }
    }
}

#[tokio::test]
async fn in_the_clear_by_name_works_and_every_page_says_so() {
    let door = Door::new(HttpOptions { plain_by_name: true, ..HttpOptions::default() });
    let elsewhere = "192.168.1.20:9";
    let answer = door.sign_in(elsewhere, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let cookie = kept(answer.cookie());
    assert!(cookie.starts_with("pecule-sid="));
    for path in [
        "/",
        "/wealth",
        "/assets",
        "/analysis",
        "/tasks",
        "/settings",
        "/imports",
        "/sign-in",
        "/recover",
        "/nowhere",
    ] {
        let page = door.ask(elsewhere, Method::GET, path, &[("cookie", &cookie)]).await;
        assert!(
            page.body.contains("Cette connexion n’est pas chiffrée"),
            "{path}: {}",
            page.status
        );
        let here = door.ask("127.0.0.1:9", Method::GET, path, &[("cookie", &cookie)]).await;
        assert!(!here.body.contains("Cette connexion n’est pas chiffrée"), "{path}");
    }
}

#[tokio::test]
async fn where_a_browser_says_no_more_than_the_origin_that_is_enough() {
    let sealed = Door::new(HttpOptions { tls: true, ..HttpOptions::default() });
    let clear = Door::new(HttpOptions { plain_by_name: true, ..HttpOptions::default() });
    for (door, ours, others) in [
        (&sealed, "https://localhost", "http://localhost"),
        (&clear, "http://localhost", "https://localhost"),
    ] {
        let cookie = kept(door.sign_in("192.168.1.20:9", &[]).await.cookie());
        for origin in [others, "null", "http://localhost:8017"] {
            let sent = [("cookie", cookie.as_str()), ("origin", origin)];
            let refused = door.ask("192.168.1.20:9", Method::POST, "/sign-out", &sent).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{origin}");
        }
        let sent = [("cookie", cookie.as_str()), ("origin", ours)];
        let left = door.ask("192.168.1.20:9", Method::POST, "/sign-out", &sent).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
        assert_eq!(left.headers["referrer-policy"], "same-origin", "or browsers write null");
    }
}

#[tokio::test]
async fn browsers_are_bound_to_tls_only_when_asked() {
    let header = "strict-transport-security";
    for (hsts, expected) in [(true, Some("max-age=31536000")), (false, None)] {
        let door = Door::new(HttpOptions { tls: true, hsts, ..HttpOptions::default() });
        for path in ["/sign-in", "/nowhere", "/api/v1/nowhere", "/static/missing"] {
            let answer = door.ask("127.0.0.1:9", Method::GET, path, &[]).await;
            let sent = answer.headers.get(header).map(|value| value.to_str().unwrap());
            assert_eq!(sent, expected, "{path}");
        }
    }
}

/// Method, address, headers, expected status, expected text.
type Case =
    (&'static str, &'static str, &'static [(&'static str, &'static str)], u16, &'static str);

#[tokio::test]
async fn a_program_is_refused_in_the_words_of_programs() {
    let door = Door::new(HttpOptions::default());
    let cases: [Case; 5] = [
        ("192.168.1.20:9", "/api/v1/banks", &[], 403, "in-the-clear"),
        ("127.0.0.1:9", "/api/nowhere", &[], 404, "not-found"),
        ("127.0.0.1:9", "/api", &[], 404, "not-found"),
        ("127.0.0.1:9", "/api/v1/", &[], 404, "not-found"),
        ("127.0.0.1:9", "/api/v1/nowhere", &[], 404, "not-found"),
    ];
    for (peer, path, headers, status, code) in cases {
        let answer = door.ask(peer, Method::GET, path, headers).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
        assert!(answer.body.contains(&format!("\"code\":\"{code}\"")), "{path}: {}", answer.body);
    }
    let crossed = door.ask(
        "127.0.0.1:9",
        Method::POST,
        "/api/v1/tokens",
        &[("sec-fetch-site", "cross-site")],
    );
    let crossed = crossed.await;
    assert_eq!(crossed.status, StatusCode::FORBIDDEN);
    assert!(crossed.body.contains("\"code\":\"from-elsewhere\""), "{}", crossed.body);
}
