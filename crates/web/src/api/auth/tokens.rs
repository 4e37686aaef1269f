//! Endpoints for signing in, refreshing tokens, reauthentication and signing out.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse as _;
use pecule_app::auth::sessions::Tokens;
use pecule_app::{Device, Person};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::ApiJson;
use crate::state::AppState;

/// Maximum size of a sign-in body, in bytes.
const SIGN_IN: usize = 4 * 1024;
/// Maximum length of the stored `User-Agent`, in characters.
const LABEL: usize = 60;

/// Credentials for signing in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    name: String,
    #[schema(format = Password)]
    password: String,
    /// Code of the second factor, if enabled.
    #[serde(default)]
    otp: Option<String>,
}

/// Request for new tokens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Refresh {
    /// Refresh token; valid once.
    #[schema(format = Password)]
    refresh_token: String,
}

/// Password for reauthentication.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Again {
    /// Password of the person the session belongs to.
    #[schema(format = Password)]
    password: String,
}

/// Returns the routes for tokens.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, sign_out))
        .routes(routes!(refresh))
        .routes(routes!(confirm))
        .layer(DefaultBodyLimit::max(SIGN_IN))
}

#[utoipa::path(post, path = "/tokens", tag = "tokens", operation_id = "sign_in", security(()),
    summary = "Signs a program in with a person's name and password",
    request_body(content = Credentials, example = json!({ "name": "Claire", "password": "several words that do not belong together" })),
    responses((status = 200, description = "Access and refresh token.", body = Tokens)))]
async fn sign_in(
    State(site): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    ApiJson(given): ApiJson<Credentials>,
) -> Reply {
    let device = device(&headers, peer);
    let tokens = site.run(move |app| {
        let otp = given.otp.as_deref();
        let signed_in = app.guest().sign_in_program(&given.name, &given.password, otp, &device)?;
        bytes(&signed_in.person.tokens(&signed_in.token)?)
    });
    Ok(json(StatusCode::OK, tokens.await?))
}

#[utoipa::path(post, path = "/tokens/refresh", tag = "tokens", operation_id = "refresh", security(()),
    summary = "Exchanges a refresh token for new tokens; reusing a refresh token ends the session",
    request_body(content = Refresh, example = json!({ "refresh_token": "…" })),
    responses((status = 200, description = "Access and refresh token.", body = Tokens)))]
async fn refresh(State(site): State<AppState>, ApiJson(given): ApiJson<Refresh>) -> Reply {
    let tokens = site.run(move |app| bytes(&app.refresh(&given.refresh_token)?));
    Ok(json(StatusCode::OK, tokens.await?))
}

#[utoipa::path(post, path = "/tokens/reauthenticate", tag = "tokens", operation_id = "reauthenticate",
    summary = "Reauthenticates with the password; operations that require reauthentication then work for ten minutes",
    request_body(content = Again, example = json!({ "password": "several words that do not belong together" })),
    responses((status = 204, description = "The session is reauthenticated.")))]
async fn confirm(caller: Caller, ApiJson(given): ApiJson<Again>) -> Reply {
    caller.run(move |person| person.confirm(&given.password)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(delete, path = "/tokens", tag = "tokens", operation_id = "sign_out",
    summary = "Ends the session; its tokens are rejected from the next request on",
    responses((status = 204, description = "The session was ended.")))]
async fn sign_out(caller: Caller) -> Reply {
    caller.run(Person::sign_out).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Describes the client for the session list: its `User-Agent` and address.
fn device(headers: &HeaderMap, peer: SocketAddr) -> Device {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("API");
    let label: String = agent.chars().filter(|c| !c.is_control()).take(LABEL).collect();
    Device::new(label, peer.ip().to_string())
}
