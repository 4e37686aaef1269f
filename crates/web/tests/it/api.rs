//! Tests authentication, rejected requests and problem details of the JSON API.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::site::{NAME, PASSWORD, Reply, Site};

/// Fetches the OpenAPI document from the site.
pub(crate) async fn document(site: &Site) -> Value {
    let reply = site.get("/api/v1/openapi.json").await;
    assert_eq!(reply.status, StatusCode::OK);
    reply.json()
}

/// Returns method, address and description of every operation, with keys filled in.
fn operations(document: &Value) -> Vec<(Method, String, Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{day}", "2026-01-01")
            .replace("{base}", "EUR")
            .replace("{counter}", "USD")
            .replace("{taxonomy}", "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10")
            .replace("{precaution}", "disk-encryption")
            .replace("{person}", "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10")
            .replace("{id}", "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10");
        assert!(!path.contains('{'), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            operations.push((method, format!("/api/v1{path}"), operation.clone()));
        }
    }
    assert!(operations.len() > 60, "{}", operations.len());
    operations
}

async fn ask(site: &Site, method: Method, path: &str) -> Reply {
    let request = site.request(method, path).header(header::CONTENT_TYPE, "application/json");
    site.send(request.body(Body::from("{}")).unwrap()).await
}

/// Returns the code of a problem after checking its structure.
fn code(reply: &Reply) -> String {
    let kind = &reply.headers[header::CONTENT_TYPE];
    assert_eq!(kind, "application/problem+json", "{}: {}", reply.status, reply.body);
    let problem = reply.json();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["status"], reply.status.as_u16());
    assert!(!problem["title"].as_str().unwrap().is_empty());
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    problem["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn nothing_is_given_without_a_token() {
    let site = Site::new();
    let public = ["sign_in", "refresh", "show_openapi", "show_docs"];
    let mut open = 0;
    for (method, path, operation) in operations(&document(&site).await) {
        if operation.get("security").is_some() {
            assert!(public.contains(&operation["operationId"].as_str().unwrap()), "{path}");
            open += 1;
            continue;
        }
        let reply = ask(&site, method.clone(), &path).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        assert_eq!(code(&reply), "not-signed-in", "{method} {path}");
        assert_eq!(reply.headers[header::WWW_AUTHENTICATE], "Bearer");
    }
    assert_eq!(open, public.len());
}

#[tokio::test]
async fn nothing_is_given_for_a_bad_token() {
    let mut site = Site::new();
    let none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
    for token in ["x", none, "", "a.b.c"] {
        site.bear(Some(token));
        let reply = site.get("/api/v1/banks").await;
        assert_eq!((reply.status, code(&reply).as_str()), (StatusCode::UNAUTHORIZED, "bad-token"));
    }
    site.bear(None);
    let basic =
        site.request(Method::GET, "/api/v1/banks").header(header::AUTHORIZATION, "Basic QTpC");
    let reply = site.send(basic.body(Body::empty()).unwrap()).await;
    assert_eq!((reply.status, code(&reply).as_str()), (StatusCode::UNAUTHORIZED, "not-signed-in"));
}

#[tokio::test]
async fn a_cookie_counts_for_nothing_here() {
    let site = Site::signed_in().await;
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    assert_eq!(site.get("/api/v1/banks").await.status, StatusCode::UNAUTHORIZED);
    let reply = ask(&site, Method::POST, "/api/v1/banks").await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_opens_no_page() {
    let site = Site::with_program().await;
    assert_eq!(site.get("/").await.location(), "/sign-in");
    let reply = site.get("/api/v1/me").await;
    assert_eq!((reply.status, reply.json()["name"].as_str()), (StatusCode::OK, Some(NAME)));
    let tokens = json!({ "name": NAME, "password": PASSWORD });
    let tokens = site.send_json(Method::POST, "/api/v1/tokens", &tokens).await.json();
    for secret in ["access_token", "refresh_token"] {
        let cookie = format!("pecule-sid={}", tokens[secret].as_str().unwrap());
        let request = site.request(Method::GET, "/").header(header::COOKIE, cookie);
        assert_eq!(
            site.send(request.body(Body::empty()).unwrap()).await.location(),
            "/sign-in",
            "{secret}"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let site = Site::with_program().await;
    let id = "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10";
    for path in [
        "",
        "/nowhere",
        "/banks/",
        "/banks/x/y",
        "/banks/x",
        "/exchange-rates/EUR/USD/someday",
        "/exchange-rates/EUR/XYZ/2026-01-01",
    ] {
        let reply = site.get(&format!("/api/v1{path}")).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::NOT_FOUND, "not-found"),
            "{path}"
        );
    }
    for collection in
        ["banks", "accounts", "assets", "holdings", "tasks", "notes", "taxonomies", "operations"]
    {
        let reply = site.get(&format!("/api/v1/{collection}/{id}")).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::NOT_FOUND, "not-found"),
            "{collection}"
        );
    }
    for path in ["sheet", "allocation", "composition", "compositions", "prices"] {
        let reply = site.get(&format!("/api/v1/assets/{id}/{path}")).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::NOT_FOUND, "not-found"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_wrong_method_is_named_with_the_right_ones() {
    let site = Site::with_program().await;
    for (method, path, allowed) in [
        (Method::PATCH, "/banks", "GET,HEAD,POST"),
        (Method::DELETE, "/banks", "GET,HEAD,POST"),
        (Method::POST, "/breakdown?by=class", "GET,HEAD"),
        (Method::GET, "/tokens/refresh", "POST"),
        (Method::PUT, "/imports/legacy", "POST"),
    ] {
        let reply = ask(&site, method, &format!("/api/v1{path}")).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
        );
        assert_eq!(reply.headers[header::ALLOW], allowed, "{path}");
    }
}

#[tokio::test]
async fn a_body_is_json_and_nothing_else() {
    let site = Site::with_program().await;
    for kind in [
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        None,
    ] {
        let mut request = site.request(Method::POST, "/api/v1/banks");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let reply = site.send(request.body(Body::from(r#"{"name":"A"}"#)).unwrap()).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json")
        );
    }
    let send = async |body: &str| {
        let request = site.request(Method::POST, "/api/v1/banks");
        let request = request.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
        site.send(request.body(Body::from(body.to_owned())).unwrap()).await
    };
    assert_eq!(code(&send("{\"name\":").await), "malformed-json");
    assert_eq!(code(&send("").await), "malformed-json");
    assert_eq!(
        send(&format!("{{\"name\":\"{}\"}}", "a".repeat(300_000))).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(send(r#"{"name":"A"}"#).await.status, StatusCode::CREATED);
    assert_eq!(site.get("/api/v1/banks").await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_field_that_is_not_known_is_named() {
    let site = Site::with_program().await;
    for (body, field, reason) in [
        (json!({ "name": "A", "nom": "B" }), "nom", "unknown-field"),
        (json!({}), "name", "required"),
        (json!({ "name": 3 }), "name", "not-understood"),
        (json!({ "name": "  " }), "name", "required"),
        (json!({ "name": "A\u{7}" }), "name", "bad-character"),
        (json!({ "name": "a".repeat(201) }), "name", "too-long"),
    ] {
        let reply = site.send_json(Method::POST, "/api/v1/banks", &body).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid")
        );
        let errors = reply.json()["errors"].clone();
        assert_eq!(
            (errors[0]["field"].as_str(), errors[0]["reason"].as_str()),
            (Some(field), Some(reason)),
            "{errors}"
        );
        assert!(reply.json()["title"].as_str().unwrap().contains(field), "{}", reply.body);
    }
    for (query, field) in [
        ("by=class&banque=x", "banque"),
        ("at=2026-01-01", "by"),
        ("by=nothing", "by"),
        ("by=taxonomy", "by"),
        ("by=class&at=tomorrow", "at"),
        ("by=class&wrapper=sock", "wrapper"),
        ("by=class&bank=x", "bank"),
        ("by=class&bank=0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10", "bank"),
        ("by=class&by=zone", "by"),
    ] {
        let reply = site.get(&format!("/api/v1/breakdown?{query}")).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{query}"
        );
        assert_eq!(reply.json()["errors"][0]["field"], field, "{}", reply.body);
    }
    for query in ["limit=0", "limit=5001", "limit=many", "limit=-1", "after=x", "page=2"] {
        let reply = site.get(&format!("/api/v1/banks?{query}")).await;
        assert_eq!(
            (reply.status, code(&reply).as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{query}"
        );
        assert_eq!(
            reply.json()["errors"][0]["field"],
            query.split('=').next().unwrap(),
            "{}",
            reply.body
        );
    }
}
