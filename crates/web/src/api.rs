//! The JSON API: the same methods and read models as the pages, for programs.

use axum::Router;

use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
}
