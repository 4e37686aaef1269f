//! Tests the notification relay and notification addresses, in pages and over the API.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::push_server::push_server;
use crate::site::Site;

#[tokio::test]
async fn a_relay_is_named_tried_and_forgotten_on_pages() {
    let site = Site::signed_in().await;
    let (url, heard) = push_server(|| "200 OK");
    assert!(
        site.get("/household/notifications")
            .await
            .body
            .contains("Aucune notification n’est envoyée")
    );
    assert!(site.get("/settings/notifications").await.body.contains("/household/notifications"));
    assert!(site.get("/settings").await.body.contains("/settings/notifications"));
    assert!(site.get("/household").await.body.contains("/household/notifications"));
    let form = site.get("/household/notifications/relay?kind=push").await;
    assert!(
        form.body.contains("http://localhost:8017"),
        "the address that was just used: {}",
        form.body
    );
    let relay = |address| {
        [
            ("kind", "push"),
            ("address", address),
            ("secret", "tk_very_secret"),
            ("link", "https://pecule.example"),
        ]
    };
    let wrong = site.post("/household/notifications/relay", &relay("http://nas.example")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("address-error") && !wrong.body.contains("tk_very_secret"));
    let named = site.post("/household/notifications/relay", &relay(&url)).await;
    assert_eq!(named.location(), "/household/notifications", "{}", named.body);
    let shown = site.get("/household/notifications").await.body;
    assert!(shown.contains("identifiants scellés") && !shown.contains("tk_very_secret"));

    let short = [("address", "court"), ("severity", "serious")];
    let short = site.post("/settings/notifications", &short).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("address-error"), "{}", short.body);
    let own = [("address", "pecule-9fJq2LmZ"), ("severity", "notice")];
    assert_eq!(
        site.post("/settings/notifications", &own).await.location(),
        "/settings/notifications"
    );
    let tried = site.post("/settings/notifications/test", &[]).await;
    assert!(tried.body.contains("La notification est partie"), "{}", tried.body);
    let message = heard.recv().unwrap();
    assert!(message.starts_with("POST /pecule-9fJq2LmZ "), "{message}");
    assert!(
        message.contains("Bearer tk_very_secret") && message.contains("Il n’y a aucune alerte")
    );
    assert_eq!(
        site.post("/settings/notifications/unsubscribe", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let removed = site.post("/household/notifications/relay/remove", &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(
        site.get("/household/notifications")
            .await
            .body
            .contains("Aucune notification n’est envoyée")
    );
}

#[tokio::test]
async fn programs_name_a_relay_and_are_told_how_a_try_went() {
    let site = Site::with_program().await;
    let (url, heard) = push_server(|| "200 OK");
    let none = site.get("/api/v1/household/notification-relay").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let body = json!({ "kind": "push", "address": url, "link": "https://pecule.example" });
    let named = site.send_json(Method::PUT, "/api/v1/household/notification-relay", &body).await;
    assert_eq!(named.status, StatusCode::OK, "{}", named.body);
    let own = json!({ "address": "pecule-9fJq2LmZ", "severity": "serious" });
    let own = site.send_json(Method::PUT, "/api/v1/notification-address", &own).await;
    assert_eq!(own.json()["kind"], "push");
    let tried = site.send_json(Method::POST, "/api/v1/notification-address/test", &json!({})).await;
    assert_eq!(tried.json()["sent"], true, "{}", tried.body);
    assert!(heard.recv().is_ok());
    let gone = site.send_json(Method::DELETE, "/api/v1/notification-address", &json!({})).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let gone =
        site.send_json(Method::DELETE, "/api/v1/household/notification-relay", &json!({})).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
}
