//! Tests enabling, one-time codes and disabling of the second factor over the API.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use pecule_app::Clock;
use serde_json::{Value, json};

use crate::account::Hands;
use crate::authenticator::shows;
use crate::site::{NAME, PASSWORD, Reply, Site};

const ROOT: &str = "/api/v1/second-factor";

async fn sign_in(site: &Site, otp: Option<&str>) -> Reply {
    let given = json!({ "name": NAME, "password": PASSWORD, "otp": otp });
    site.send_json(Method::POST, "/api/v1/tokens", &given).await
}

async fn with_program(hands: &Arc<Hands>) -> Site {
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(hands);
    let mut site = Site::by(clock).inhabited();
    let tokens = sign_in(&site, None).await.json();
    site.bear(tokens["access_token"].as_str());
    site
}

async fn send(site: &Site, path: &str, body: &Value) -> Reply {
    site.send_json(Method::POST, &format!("{ROOT}{path}"), body).await
}

fn code(hands: &Hands, secret: &str) -> String {
    shows(secret, hands.now().as_second())
}

/// Enables the second factor. Returns the secret and the one-time codes.
async fn enrol(site: &Site, hands: &Hands) -> (String, Vec<String>) {
    let begun = send(site, "", &Value::Null).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
    let (secret, uri) = (begun.json()["secret"].clone(), begun.json()["uri"].clone());
    let secret = secret.as_str().unwrap().to_owned();
    assert!(uri.as_str().unwrap().starts_with("otpauth://totp/"));
    assert!(uri.as_str().unwrap().contains(&secret));
    let wrong = send(site, "/confirm", &json!({ "code": "000000" })).await;
    assert_eq!(
        (wrong.status, wrong.json()["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("wrong-code"))
    );
    let confirmed = send(site, "/confirm", &json!({ "code": code(hands, &secret) })).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.body);
    hands.forward(30);
    (secret, serde_json::from_value(confirmed.json()["one_time_codes"].clone()).unwrap())
}

async fn state(site: &Site) -> Value {
    let state = site.get(ROOT).await;
    assert_eq!(state.status, StatusCode::OK, "{}", state.body);
    state.json()
}

#[tokio::test]
async fn a_program_enrols_signs_in_with_one_call_and_switches_off() {
    let hands = Hands::new();
    let site = with_program(&hands).await;
    assert_eq!(
        state(&site).await,
        json!({ "enrolled": false, "required": false, "one_time_codes_left": 0 })
    );
    let (secret, codes) = enrol(&site, &hands).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(
        state(&site).await,
        json!({ "enrolled": true, "required": false, "one_time_codes_left": 10 })
    );
    let again = send(&site, "", &Value::Null).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it is to be switched off first");
    // A single request with password and code signs in; without the code, the response asks for it.
    let plain = sign_in(&site, None).await;
    assert_eq!(
        (plain.status, plain.json()["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("second-factor-needed"))
    );
    assert_eq!(sign_in(&site, Some(&code(&hands, &secret))).await.status, StatusCode::OK);
    let renewed = send(&site, "/one-time-codes", &Value::Null).await;
    let renewed: Vec<String> =
        serde_json::from_value(renewed.json()["one_time_codes"].clone()).unwrap();
    assert_eq!(renewed.len(), 10);
    assert_eq!(sign_in(&site, Some(&codes[0])).await.status, StatusCode::UNAUTHORIZED);
    hands.forward(60);
    assert_eq!(sign_in(&site, Some(&renewed[0])).await.status, StatusCode::OK);
    let off = json!({ "password": "une autre phrase", "code": renewed[1] });
    assert_eq!(send(&site, "/off", &off).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    hands.forward(60);
    let off = json!({ "password": PASSWORD, "code": renewed[1] });
    assert_eq!(send(&site, "/off", &off).await.status, StatusCode::NO_CONTENT);
    assert_eq!(state(&site).await["enrolled"], json!(false));
    assert_eq!(sign_in(&site, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_of_them_asks_for_the_password_again() {
    let hands = Hands::new();
    let mut site = with_program(&hands).await;
    let program = sign_in(&site, None).await.json();
    site.bear(program["access_token"].as_str());
    hands.forward(599);
    let refreshed = json!({ "refresh_token": program["refresh_token"] });
    let program = site.send_json(Method::POST, "/api/v1/tokens/refresh", &refreshed).await.json();
    site.bear(program["access_token"].as_str());
    hands.forward(2);
    // The access token is fresh, but its session was reauthenticated more than ten minutes ago.
    let off = json!({ "password": PASSWORD, "code": "000000" });
    for (path, body) in [("", &Value::Null), ("/one-time-codes", &Value::Null), ("/off", &off)] {
        let refused = send(&site, path, body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(refused.json()["code"].as_str(), Some("confirm-first"), "{path}");
    }
    let given = json!({ "password": PASSWORD });
    let given = site.send_json(Method::POST, "/api/v1/tokens/reauthenticate", &given).await;
    assert_eq!(given.status, StatusCode::NO_CONTENT);
    enrol(&site, &hands).await;
}

#[tokio::test]
async fn who_must_enrol_can_do_so_over_the_api_and_nothing_else() {
    let hands = Hands::new();
    let site = with_program(&hands).await;
    let admin = site.app.guest().verify_password(NAME, PASSWORD).unwrap();
    admin.admin().unwrap().require_second_factor(true).unwrap();
    for path in ["/api/v1/dashboard", "/api/v1/me", "/api/v1/sessions"] {
        let refused = site.get(path).await;
        assert_eq!(
            (refused.status, refused.json()["code"].as_str()),
            (StatusCode::FORBIDDEN, Some("enrol-first")),
            "{path}"
        );
    }
    assert_eq!(state(&site).await["required"], json!(true));
    let (secret, _codes) = enrol(&site, &hands).await;
    assert_eq!(site.get("/api/v1/dashboard").await.status, StatusCode::OK);
    let off = json!({ "password": PASSWORD, "code": code(&hands, &secret) });
    let stays = send(&site, "/off", &off).await;
    assert_eq!(
        (stays.status, stays.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("second-factor-required"))
    );
}
