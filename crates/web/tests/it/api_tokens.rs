//! Tests signing in, refreshing and revoking of API tokens.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::site::{NAME, PASSWORD, Reply, Site};

async fn sign_in(site: &Site, password: &str) -> Reply {
    let body = json!({ "name": NAME, "password": password });
    site.send_json(Method::POST, "/api/v1/tokens", &body).await
}

async fn refresh(site: &Site, token: &Value) -> Reply {
    let body = json!({ "refresh_token": token });
    site.send_json(Method::POST, "/api/v1/tokens/refresh", &body).await
}

async fn knocks(site: &mut Site, tokens: &Value) -> StatusCode {
    site.bear(tokens["access_token"].as_str());
    let status = site.get("/api/v1/me").await.status;
    site.bear(None);
    status
}

#[tokio::test]
async fn a_name_and_a_password_give_tokens() {
    let mut site = Site::new();
    let reply = sign_in(&site, PASSWORD).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    let tokens = reply.json();
    let mut names: Vec<&str> = tokens.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["access_token", "expires_in", "refresh_token", "token_type"]);
    assert_eq!(
        (tokens["token_type"].as_str(), tokens["expires_in"].as_i64()),
        (Some("Bearer"), Some(600))
    );
    assert_eq!(knocks(&mut site, &tokens).await, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_name_sound_the_same() {
    let (one, other) = (Site::new(), Site::new());
    let wrong_password = sign_in(&one, "faux").await;
    let body = json!({ "name": "Personne", "password": "faux" });
    let wrong_name = other.send_json(Method::POST, "/api/v1/tokens", &body).await;
    assert_eq!(wrong_password.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong_password.json()["code"], "wrong-password");
    assert_eq!(wrong_password.body, wrong_name.body);
    let again = sign_in(&one, PASSWORD).await;
    assert_eq!(
        (again.status, again.json()["code"].as_str()),
        (StatusCode::TOO_MANY_REQUESTS, Some("too-often"))
    );
    assert_eq!(again.headers[header::RETRY_AFTER], "1");
}

#[tokio::test]
async fn a_refresh_token_gives_new_tokens() {
    let mut site = Site::new();
    let first = sign_in(&site, PASSWORD).await.json();
    let second = refresh(&site, &first["refresh_token"]).await;
    assert_eq!(second.status, StatusCode::OK);
    let second = second.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(knocks(&mut site, &second).await, StatusCode::OK);
    for bad in [json!("x"), json!(""), first["access_token"].clone()] {
        let reply = refresh(&site, &bad).await;
        assert_eq!(
            (reply.status, reply.json()["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("bad-token"))
        );
    }
}

#[tokio::test]
async fn a_refresh_token_that_is_used_again_ends_the_session() {
    let mut site = Site::new();
    let first = sign_in(&site, PASSWORD).await.json();
    let second = refresh(&site, &first["refresh_token"]).await.json();
    let third = refresh(&site, &second["refresh_token"]).await.json();
    assert_eq!(knocks(&mut site, &third).await, StatusCode::OK);
    assert_eq!(refresh(&site, &first["refresh_token"]).await.status, StatusCode::UNAUTHORIZED);
    for tokens in [&first, &second, &third] {
        assert_eq!(knocks(&mut site, tokens).await, StatusCode::UNAUTHORIZED);
        assert_eq!(refresh(&site, &tokens["refresh_token"]).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn revocation_works_at_the_next_call() {
    let mut site = Site::new();
    let (one, other) =
        (sign_in(&site, PASSWORD).await.json(), sign_in(&site, PASSWORD).await.json());
    site.bear(one["access_token"].as_str());
    let gone = site.send_json(Method::DELETE, "/api/v1/tokens", &Value::Null).await;
    assert_eq!((gone.status, gone.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(site.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    site.bear(None);
    assert_eq!(refresh(&site, &one["refresh_token"]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(knocks(&mut site, &other).await, StatusCode::OK, "another session goes on");
}

#[tokio::test]
async fn a_browser_session_is_no_refresh_token() {
    let site = Site::new();
    let reply = site.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    let token = cookie.split_once('=').unwrap().1.split(';').next().unwrap();
    assert_eq!(refresh(&site, &json!(token)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sign_in_is_small() {
    let site = Site::new();
    assert_eq!(sign_in(&site, &"a".repeat(5_000)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let body = json!({ "name": NAME, "password": PASSWORD, "remember": true });
    let reply = site.send_json(Method::POST, "/api/v1/tokens", &body).await;
    assert_eq!(
        (reply.status, reply.json()["errors"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("remember"))
    );
    assert!(!reply.body.contains(PASSWORD));
}
