//! Tests the middleware around every route.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};

use crate::site::{NAME, PASSWORD, Site};

#[tokio::test]
async fn an_unknown_host_name_gets_421() {
    let site = Site::new();
    for host in ["evil.example", "localhost.evil.example", "pecule.test.evil.example:8017", ""] {
        let request = site.request(Method::GET, "/sign-in");
        let mut request = request.body(Body::empty()).unwrap();
        request.headers_mut().insert(header::HOST, host.parse().unwrap());
        assert_eq!(site.send(request).await.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    for host in ["localhost", "127.0.0.1:8017", "[::1]:8017", "pecule.test", "PECULE.TEST:8017"] {
        let mut request = site.request(Method::GET, "/sign-in").body(Body::empty()).unwrap();
        request.headers_mut().insert(header::HOST, host.parse().unwrap());
        assert_eq!(site.send(request).await.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn from_another_machine_in_the_clear_nobody_signs_in() {
    let site = Site::new();
    let elsewhere = ConnectInfo(SocketAddr::from(([192, 168, 1, 20], 40_000)));
    for path in ["/", "/sign-in", "/setup", "/static"] {
        let mut request = site.request(Method::GET, path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(elsewhere);
        let reply = site.send(request).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
        assert!(reply.body.contains("n’est pas chiffrée"), "{}", reply.body);
        assert!(!reply.body.contains("type=\"password\""));
    }
    let mut request = site.request(Method::GET, "/healthz").body(Body::empty()).unwrap();
    request.extensions_mut().insert(elsewhere);
    assert_eq!(site.send(request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_write_that_another_site_starts_is_refused() {
    let site = Site::signed_in().await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for origin in ["cross-site", "same-site"] {
            let mut request =
                site.request(method.clone(), "/sign-out").body(Body::empty()).unwrap();
            request.headers_mut().insert("sec-fetch-site", origin.parse().unwrap());
            assert_eq!(site.send(request).await.status, StatusCode::FORBIDDEN, "{method} {origin}");
        }
        // Browsers without Sec-Fetch-Site send Origin; a request with neither is rejected.
        for origin in [Some("https://evil.example"), Some("null"), None] {
            let mut request =
                site.request(method.clone(), "/sign-out").body(Body::empty()).unwrap();
            request.headers_mut().remove("sec-fetch-site");
            if let Some(origin) = origin {
                request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(
                site.send(request).await.status,
                StatusCode::FORBIDDEN,
                "{method} {origin:?}"
            );
        }
    }
    assert_eq!(site.get("/").await.status, StatusCode::OK, "the session is still there");
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let site = Site::new();
    for path in ["/", "/sign-in", "/nowhere", "/healthz", "/assets/missing", "/api/v1/nowhere"] {
        let reply = site.get(path).await;
        let policy = reply.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.headers.get(name).unwrap(), value, "{path}");
        }
        assert_eq!(reply.headers.get(header::CACHE_CONTROL).unwrap(), "no-store", "{path}");
        assert!(reply.headers.get(header::SERVER).is_none());
    }
}

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_do_not_see() {
    let site = Site::new();
    let reply = site
        .post("/sign-in", &[("name", NAME), ("password", PASSWORD), ("next", "//evil.example")])
        .await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/"));
    let cookie = reply.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert!(
        cookie.starts_with("pecule-sid=")
            && cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax")
    );
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let site = Site::signed_in().await;
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    let reply = site.post("/sign-out", &[]).await;
    assert_eq!(reply.headers.get("clear-site-data").unwrap(), "\"cache\", \"storage\"");
    let after = site.get("/").await;
    assert_eq!((after.status, after.location()), (StatusCode::SEE_OTHER, "/sign-in"));
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_sound_the_same() {
    let (one, other) = (Site::new(), Site::new());
    let wrong_name = one.post("/sign-in", &[("name", "Personne"), ("password", PASSWORD)]).await;
    let wrong_password =
        other.post("/sign-in", &[("name", "Personne"), ("password", "faux")]).await;
    assert_eq!(wrong_name.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong_name.body, wrong_password.body);
    let known = Site::new().post("/sign-in", &[("name", NAME), ("password", "faux")]).await;
    assert_eq!(known.body.replace(NAME, "Personne"), wrong_name.body);
}

#[tokio::test]
async fn the_first_person_needs_the_code_that_the_terminal_shows() {
    let mut site = Site::empty();
    assert_eq!(site.get("/sign-in").await.location(), "/setup");
    let code = site.app.new_setup_code().unwrap().unwrap();
    let form = |code: &str| {
        vec![
            ("code", code.to_owned()),
            ("name", NAME.into()),
            ("password", PASSWORD.into()),
            ("repeat", PASSWORD.into()),
        ]
    };
    let send = async |site: &Site, code: &str| {
        let fields = form(code);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post("/setup", &fields).await
    };
    assert_eq!(send(&site, "AAAA-BBBB-CCCC-DDDD").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = send(&site, &code).await;
    assert_eq!(
        (made.status, made.location()),
        (StatusCode::SEE_OTHER, "/recovery"),
        "{}",
        made.body
    );
    site.keep(&made);
    assert_eq!(
        site.get("/").await.location(),
        "/recovery",
        "nothing before the code is typed back"
    );
    let page = site.get("/recovery").await.body;
    let groups: Vec<&str> = page
        .split("</small>")
        .skip(1)
        .filter_map(|rest| rest.split("</li>").next())
        .filter(|group| group.len() == 4)
        .collect();
    let wrong = site.post("/recovery", &[("group-2", groups[2]), ("group-6", "0000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = site.post("/recovery", &[("group-2", groups[2]), ("group-6", groups[6])]).await;
    assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, "/"), "{}", right.body);
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    assert_eq!(site.get("/setup").await.location(), "/sign-in", "the way in is closed behind them");
}

#[tokio::test]
async fn a_lost_password_is_replaced_with_the_recovery_code_once() {
    let site = Site::empty();
    let newcomer = pecule_app::people::registration::NewPerson {
        name: NAME,
        password: PASSWORD,
        language: "fr",
        recovery_kept: true,
    };
    let code = site.app.guest().set_up(&newcomer).unwrap().recovery;
    let new = "gravier lucarne pastis 71 moineau";
    let form = |code: &str| {
        [("name", NAME), ("password", new), ("repeat", new)]
            .map(|(name, value)| (name, value.to_owned()))
            .into_iter()
            .chain([("code", code.to_owned())])
            .collect::<Vec<_>>()
    };
    let send = async |code: &str| {
        let fields = form(code);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        site.post("/recover", &fields).await
    };
    assert_eq!(send(&code).await.location(), "/sign-in");
    let old = site.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let again = send(&code).await;
    assert!(matches!(again.status, StatusCode::UNPROCESSABLE_ENTITY), "a code counts once");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let mut site = Site::signed_in().await;
    let other = site.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
    let first = site.get("/").await;
    // Signing in again ends the earlier session of the same browser.
    assert_eq!(first.location(), "/sign-in");
    site.keep(&other);
    let elsewhere =
        site.app.guest().sign_in(NAME, PASSWORD, None, &pecule_app::Device::default()).unwrap();
    let new = "gravier lucarne pastis 71 moineau";
    let fields = [("present", PASSWORD), ("password", new), ("repeat", new)];
    assert_eq!(site.post("/settings/password", &fields).await.location(), "/settings");
    assert_eq!(site.get("/").await.status, StatusCode::OK, "this session goes on");
    assert!(site.app.resume(&elsewhere.token).is_err(), "the other one does not");
    let fields = [("present", "faux"), ("password", new), ("repeat", new)];
    let wrong = site.post("/settings/password", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
