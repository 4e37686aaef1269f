//! Tests that personal tokens read one set of books and nothing else.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use pecule_app::Clock;
use serde_json::{Value, json};

use crate::account::Hands;
use crate::api::document;
use crate::site::{NAME, PASSWORD, Site};

/// A site with a movable clock and a signed-in program.
async fn with_program(hands: &Arc<Hands>) -> Site {
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(hands);
    let mut site = Site::by(clock).inhabited();
    let given = json!({ "name": NAME, "password": PASSWORD });
    let tokens = site.send_json(Method::POST, "/api/v1/tokens", &given).await.json();
    site.bear(tokens["access_token"].as_str());
    site
}

async fn make(site: &Site) -> Value {
    let form = json!({ "name": "tableur", "days": 30 });
    let made = site.send_json(Method::POST, "/api/v1/personal-tokens", &form).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    made.json()
}

#[tokio::test]
async fn making_one_asks_for_the_password_again() {
    let hands = Hands::new();
    let mut site = with_program(&hands).await;
    make(&site).await;
    hands.forward(601);
    let given = json!({ "name": NAME, "password": PASSWORD });
    let tokens = site.send_json(Method::POST, "/api/v1/tokens", &given).await.json();
    site.bear(tokens["access_token"].as_str());
    hands.forward(599);
    let refreshed = json!({ "refresh_token": tokens["refresh_token"] });
    let tokens = site.send_json(Method::POST, "/api/v1/tokens/refresh", &refreshed).await.json();
    site.bear(tokens["access_token"].as_str());
    hands.forward(2);
    let form = json!({ "name": "tableur", "days": 30 });
    let refused = site.send_json(Method::POST, "/api/v1/personal-tokens", &form).await;
    assert_eq!(
        (refused.status, refused.json()["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("confirm-first"))
    );
    let wrong = json!({ "password": "une autre" });
    let wrong = site.send_json(Method::POST, "/api/v1/tokens/reauthenticate", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    hands.forward(5);
    let again = json!({ "password": PASSWORD });
    let given = site.send_json(Method::POST, "/api/v1/tokens/reauthenticate", &again).await;
    assert_eq!(given.status, StatusCode::NO_CONTENT, "{}", given.body);
    make(&site).await;
}

#[tokio::test]
async fn nothing_but_reading_books_answers_a_personal_token() {
    let hands = Hands::new();
    let mut site = with_program(&hands).await;
    site.send_json(Method::POST, "/api/v1/banks", &json!({ "name": "Banque" })).await;
    let made = make(&site).await;
    let token = made["token"].as_str().unwrap().to_owned();
    let described = document(&site).await;
    site.bear(Some(&token));
    let banks = site.get("/api/v1/banks").await;
    assert_eq!(
        (banks.status, banks.json()["items"].as_array().unwrap().len()),
        (StatusCode::OK, 1)
    );
    let alone = ["tokens", "sessions", "personal-tokens", "people", "household"];
    let (mut read, mut refused) = (0, 0);
    for (path, item) in described["paths"].as_object().unwrap() {
        let address =
            path.split('/')
                .map(|part| {
                    if part.starts_with('{') {
                        "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10"
                    } else {
                        part
                    }
                })
                .collect::<Vec<_>>()
                .join("/");
        for (method, operation) in item.as_object().unwrap() {
            if operation.get("security").is_some() {
                continue;
            }
            let method: Method = method.to_uppercase().parse().unwrap();
            let reads = method == Method::GET;
            let reply =
                site.send_json(method.clone(), &format!("/api/v1{address}"), &json!({})).await;
            assert!(reply.status.as_u16() < 500, "{method} {path}: {}", reply.body);
            if reads {
                let tag = operation["tags"][0].as_str().unwrap();
                assert!(!alone.contains(&tag) || reply.status == StatusCode::NOT_FOUND, "{path}");
                read += 1;
            } else {
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{method} {path}: {}", reply.body);
                assert_eq!(reply.json()["code"], "read-only-token");
                refused += 1;
            }
        }
    }
    assert!(read > 30 && refused > 30, "{read} {refused}");
    assert_eq!(site.get("/api/v1/me").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/").await.location(), "/sign-in", "it opens no page");
    hands.forward(31 * 86_400);
    assert_eq!(site.get("/api/v1/banks").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn tokens_and_sessions_are_listed_and_ended() {
    let hands = Hands::new();
    let mut site = with_program(&hands).await;
    let made = make(&site).await;
    let listed = site.get("/api/v1/personal-tokens").await.json();
    assert_eq!(listed["items"][0]["name"], "tableur");
    assert!(!listed.to_string().contains(made["token"].as_str().unwrap()));
    let path = format!("/api/v1/personal-tokens/{}", made["line"]["id"].as_str().unwrap());
    assert_eq!(
        site.send_json(Method::DELETE, &path, &json!({})).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        site.send_json(Method::DELETE, &path, &json!({})).await.status,
        StatusCode::NOT_FOUND
    );
    let sessions = site.get("/api/v1/sessions").await.json();
    assert_eq!(sessions["items"][0]["current"], true);
    let id = sessions["items"][0]["id"].as_str().unwrap();
    let mut other = site.also();
    let given = json!({ "name": NAME, "password": PASSWORD });
    let tokens = other.send_json(Method::POST, "/api/v1/tokens", &given).await.json();
    other.bear(tokens["access_token"].as_str());
    let ended =
        other.send_json(Method::DELETE, &format!("/api/v1/sessions/{id}"), &json!({})).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(site.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    let all = other.send_json(Method::DELETE, "/api/v1/sessions", &json!({})).await;
    assert_eq!(all.status, StatusCode::NO_CONTENT);
    assert_eq!(other.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    site.bear(Some(made["token"].as_str().unwrap()));
    assert_eq!(site.get("/api/v1/banks").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_program_that_hurries_is_told_to_wait() {
    let site = Site::with_program().await.paced(1);
    for _ in 0..3 {
        assert_eq!(site.get("/api/v1/me").await.status, StatusCode::OK);
    }
    let slow = site.get("/api/v1/me").await;
    assert_eq!(
        (slow.status, slow.json()["code"].as_str()),
        (StatusCode::TOO_MANY_REQUESTS, Some("too-fast"))
    );
    assert!(slow.headers.contains_key("retry-after"));
}
