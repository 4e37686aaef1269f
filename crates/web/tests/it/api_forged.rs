//! Tests forged and outdated access tokens, and what remains valid after a restart.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use pecule_app::Clock;
use serde_json::{Value, json};

use crate::account::Hands;
use crate::site::{NAME, PASSWORD, Site};

async fn tokens(site: &Site) -> Value {
    let given = json!({ "name": NAME, "password": PASSWORD });
    site.send_json(Method::POST, "/api/v1/tokens", &given).await.json()
}

fn encoded(value: &Value) -> String {
    Base64UrlUnpadded::encode_string(value.to_string().as_bytes())
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&Base64UrlUnpadded::decode_vec(part).unwrap()).unwrap()
}

/// Returns variants of a valid token, each with one modification.
fn variants(honest: &str) -> Vec<String> {
    let parts: Vec<&str> = honest.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("three parts") };
    let mut forged = vec![
        honest.to_uppercase(),
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{honest}."),
        format!("{honest}A"),
        format!("{header}.{signature}.{payload}"),
        format!("{}.{payload}.", encoded(&json!({ "alg": "none", "typ": "at+jwt" }))),
        "A".repeat(5_000),
    ];
    for (name, values) in HEADERS {
        for value in *values {
            let mut changed = decoded(header);
            changed[name] = serde_json::from_str(value).unwrap();
            forged.push(format!("{}.{payload}.{signature}", encoded(&changed)));
        }
    }
    for (name, value) in CLAIMS {
        let mut changed = decoded(payload);
        changed[name] = serde_json::from_str(value).unwrap();
        forged.push(format!("{header}.{}.{signature}", encoded(&changed)));
    }
    forged
}

/// JSON values for the header.
const HEADERS: &[(&str, &[&str])] = &[
    (
        "alg",
        &[
            r#""none""#,
            r#""None""#,
            r#""NONE""#,
            r#""HS384""#,
            r#""HS512""#,
            r#""RS256""#,
            r#""ES256""#,
            r#""EdDSA""#,
            r#""""#,
        ],
    ),
    ("typ", &[r#""JWT""#, r#""jwt""#, r#""refresh+jwt""#, r#""""#]),
    ("kid", &[r#""none of ours""#]),
    ("jku", &[r#""https://evil.example/keys""#]),
    ("jwk", &[r#"{"kty":"oct","k":"AAAA"}"#]),
    ("x5u", &[r#""https://evil.example/cert""#]),
    ("crit", &[r#"["b64"]"#]),
];

/// JSON values for the claims.
const CLAIMS: &[(&str, &str)] = &[
    ("sub", r#""0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10""#),
    ("sid", r#""0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b10""#),
    ("aud", r#""pecule-web""#),
    ("iss", r#""elsewhere""#),
    ("exp", "4102444800"),
    ("nbf", "0"),
    ("iat", "0"),
    ("jti", r#""""#),
    ("admin", "true"),
    ("sub", "null"),
];

#[tokio::test]
async fn forged_access_tokens_are_refused() {
    let mut site = Site::new();
    let honest = tokens(&site).await["access_token"].as_str().unwrap().to_owned();
    let mut forged = variants(&honest);
    // Another household uses another signing key.
    forged.push(tokens(&Site::new()).await["access_token"].as_str().unwrap().to_owned());
    forged.push(tokens(&site).await["refresh_token"].as_str().unwrap().to_owned());
    assert!(forged.len() >= 38, "{}", forged.len());
    for token in forged {
        site.bear(Some(&token));
        let reply = site.get("/api/v1/me").await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(reply.json()["code"], "bad-token", "{token}");
    }
    site.bear(Some(&honest));
    assert_eq!(site.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn after_a_restart_a_program_refreshes_and_a_browser_goes_on() {
    let site = Site::signed_in().await;
    let given = tokens(&site).await;
    let mut site = site.restarted();
    assert_eq!(site.get("/wealth").await.status, StatusCode::OK, "a restart signs nobody out");
    site.bear(given["access_token"].as_str());
    assert_eq!(
        site.get("/api/v1/me").await.status,
        StatusCode::UNAUTHORIZED,
        "its key is not loaded"
    );
    let refresh = json!({ "refresh_token": given["refresh_token"] });
    let next = site.send_json(Method::POST, "/api/v1/tokens/refresh", &refresh).await;
    assert_eq!(next.status, StatusCode::OK, "{}", next.body);
    site.bear(next.json()["access_token"].as_str());
    assert_eq!(site.get("/api/v1/me").await.json()["name"], NAME);
}

#[tokio::test]
async fn a_refresh_token_used_again_ends_the_whole_family() {
    let hands = Hands::new();
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(&hands);
    let mut site = Site::by(clock).inhabited();
    let first = tokens(&site).await;
    let refresh = async |site: &Site, token: &Value| {
        let body = json!({ "refresh_token": token });
        site.send_json(Method::POST, "/api/v1/tokens/refresh", &body).await
    };
    let second = refresh(&site, &first["refresh_token"]).await.json();
    hands.forward(11);
    let reused = refresh(&site, &first["refresh_token"]).await;
    assert_eq!(reused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refresh(&site, &second["refresh_token"]).await.status, StatusCode::UNAUTHORIZED);
    site.bear(second["access_token"].as_str());
    assert_eq!(site.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}
