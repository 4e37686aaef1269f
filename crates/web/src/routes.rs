//! Every address, on one screen: guests, members, programs.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::pages::{home, passwords, recovery, session, setup};
use crate::site::Site;
use crate::{api, assets, guard};

/// The most bytes of a form, of a sign-in, of an import.
const FORM: usize = 256 * 1024;
const SIGN_IN: usize = 4 * 1024;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What somebody may ask for who has not signed in.
fn guest() -> Router<Site> {
    Router::new()
        .route("/healthz", get(session::healthz))
        .route("/sign-in", get(session::show).post(session::enter))
        .route("/setup", get(setup::show).post(setup::make))
        .route("/recover", get(passwords::lost).post(passwords::recover))
        .layer(DefaultBodyLimit::max(SIGN_IN))
}

/// What somebody who is signed in may ask for.
fn member() -> Router<Site> {
    Router::new()
        .route("/", get(home::show))
        .route("/recovery", get(recovery::show).post(recovery::confirm))
        .route("/sign-out", post(session::leave))
        .route("/settings/password", get(passwords::show).post(passwords::change))
}

/// Everything.
pub fn all(site: Site) -> Router {
    Router::new()
        .merge(guest())
        .merge(member())
        .nest("/api/v1", api::routes())
        .layer(DefaultBodyLimit::max(FORM))
        .layer(CompressionLayer::new())
        .route("/static/{file}", get(assets::serve))
        .fallback(home::nowhere)
        .layer(middleware::from_fn_with_state(site.clone(), guard::admit))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(guard::dress))
        .with_state(site)
}
