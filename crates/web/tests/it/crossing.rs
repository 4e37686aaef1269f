//! Tests cross-site writes on every route, with every method and browser header.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use pecule_web::routes::addresses;

use crate::site::Site;

/// Headers of a write that another site started.
const FOREIGN: [&[(&str, &str)]; 9] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:8017")],
    &[("sec-fetch-site", "\u{ff}")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "http://localhost:8017.evil.example")],
    &[("origin", "https://localhost:8017")],
    &[],
];

/// Fills in the parameters of an address.
fn filled(path: &str) -> String {
    let mut filled = String::new();
    for part in path.split('/').skip(1) {
        filled.push('/');
        let is_name = part.starts_with('{');
        filled.push_str(if is_name { "0198c7a0-0000-7000-8000-000000000001" } else { part });
    }
    filled
}

#[tokio::test]
async fn no_write_that_another_site_started_is_taken() {
    let site = Site::signed_in().await;
    let before = site.get("/settings/changes").await.body;
    let unsafe_methods = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let mut paths: Vec<String> = addresses().iter().map(|address| filled(&address.path)).collect();
    paths.sort();
    paths.dedup();
    let mut tried = 0;
    for path in &paths {
        for method in &unsafe_methods {
            for headers in FOREIGN {
                let mut request =
                    site.request(method.clone(), path).body(Body::from("{}")).unwrap();
                request.headers_mut().remove("sec-fetch-site");
                for (name, value) in headers {
                    let value = header::HeaderValue::from_bytes(value.as_bytes()).unwrap();
                    request.headers_mut().insert(*name, value);
                }
                let reply = site.send(request).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{method} {path} {headers:?}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 200, "{tried}");
    assert_eq!(site.get("/settings/changes").await.body, before, "nothing was done");
    assert_eq!(site.get("/").await.status, StatusCode::OK, "and the session goes on");
}

#[tokio::test]
async fn methods_of_other_times_are_not_known() {
    let site = Site::signed_in().await;
    for method in ["TRACE", "CONNECT", "PROPFIND", "PURGE", "get"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = site.request(method.clone(), "/sign-in").body(Body::empty()).unwrap();
        assert_eq!(site.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    let request = site.request(Method::OPTIONS, "/sign-in").body(Body::empty()).unwrap();
    let reply = site.send(request).await;
    let opened = |name: &str| reply.headers.contains_key(name);
    assert!(!opened("access-control-allow-origin") && !opened("access-control-allow-methods"));
}

#[tokio::test]
async fn every_answer_of_every_address_is_dressed() {
    let (guest, member) = (Site::new(), Site::signed_in().await);
    let odd = ["/nowhere", "/api", "/api/v1/", "/api/v1/nowhere", "/static/missing", "/healthz/x"];
    let odd = odd.map(|path| (Method::GET, path.to_owned()));
    let all = addresses().into_iter().map(|address| (address.method, filled(&address.path)));
    for (method, path) in all.chain(odd) {
        for site in [&guest, &member] {
            let request = site.request(method.clone(), &path).body(Body::empty()).unwrap();
            let reply = site.send(request).await;
            let headers = &reply.headers;
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cross-origin-embedder-policy", "require-corp"),
                ("x-robots-tag", "noindex"),
            ] {
                assert_eq!(headers[name], value, "{method} {path}");
            }
            let features = headers["permissions-policy"].to_str().unwrap();
            assert!(features.split(", ").all(|feature| feature.ends_with("=()")), "{features}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{method} {path}");
            assert!(!headers.contains_key(header::SERVER), "{method} {path}");
            assert!(!headers.contains_key("x-powered-by"));
        }
    }
}
