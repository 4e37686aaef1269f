//! Serves the JSON API under `/api/v1`, with the same methods and read models as the pages.
//!
//! | module | subject |
//! |---|---|
//! | [`request`] | caller, input, problem details (RFC 9457), lists and collections |
//! | [`openapi`] | the OpenAPI document, its chapters, its HTML page |
//! | the others | one collection or report each |

pub mod audit;
pub mod auth;
pub mod backup;
pub mod books;
pub mod monitoring;
pub mod openapi;
pub mod people;
pub mod request;
pub mod wealth;

use std::sync::LazyLock;

use axum::http::Method;
use axum::routing::any;
use axum::{Extension, Router};
use utoipa::openapi::{OpenApi, PathItem};
use utoipa_axum::router::OpenApiRouter;

use crate::api::audit::log;
use crate::api::auth::{personal_tokens, second_factor, sessions, tokens};
use crate::api::backup::{backups, restore_books};
use crate::api::books::list;
use crate::api::monitoring::{doctor, notifications};
use crate::api::openapi::document;
use crate::api::people::removal_notices;
use crate::api::request::{caller, problem};
use crate::api::wealth::{
    accounts, assets, banks, exchange_rates, holdings, imports, notes, operations, reports,
    settings, tasks, taxonomies,
};
use crate::route_table::Address;
use crate::state::AppState;

/// Returns the router for everything under `/api/v1`, with JSON answers for unknown paths and
/// methods.
pub fn routes() -> Router<AppState> {
    let (router, _document) = described().split_for_parts();
    let router = router.route("/", any(problem::nowhere));
    let router = router.layer(Extension(document()));
    router.fallback(problem::nowhere).method_not_allowed_fallback(problem::wrong_method)
}

/// Returns the complete description of the API, made once.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
        let (_router, document) = described().split_for_parts();
        document::complete(document)
    });
    &DOCUMENT
}

/// Lists every method and path under `/api/v1`, read from the OpenAPI document.
pub fn addresses() -> Vec<Address> {
    let of_path = |(path, item): (&String, &PathItem)| {
        let operations = [
            (Method::GET, item.get.is_some()),
            (Method::POST, item.post.is_some()),
            (Method::PUT, item.put.is_some()),
            (Method::PATCH, item.patch.is_some()),
            (Method::DELETE, item.delete.is_some()),
        ];
        let path = format!("{}{path}", caller::ROOT);
        operations
            .into_iter()
            .filter(|(_method, there)| *there)
            .map(|(method, _there)| Address { method, path: path.clone() })
            .collect::<Vec<_>>()
    };
    document().paths.paths.iter().flat_map(of_path).collect()
}

/// Merges the routes of all modules with their OpenAPI description.
fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(document::about())
        .merge(tokens::routes())
        .merge(personal_tokens::routes())
        .merge(sessions::routes())
        .merge(second_factor::routes())
        .merge(reports::routes())
        .merge(list::routes())
        .merge(restore_books::routes())
        .merge(banks::routes())
        .merge(accounts::routes())
        .merge(assets::routes())
        .merge(assets::parts())
        .merge(holdings::routes())
        .merge(holdings::statements())
        .merge(tasks::routes())
        .merge(notes::routes())
        .merge(exchange_rates::routes())
        .merge(taxonomies::routes())
        .merge(taxonomies::assignments())
        .merge(imports::routes())
        .merge(operations::routes())
        .merge(log::routes())
        .merge(settings::routes())
        .merge(doctor::routes())
        .merge(removal_notices::routes())
        .merge(notifications::routes())
        .merge(backups::routes())
        .merge(backups::places())
        .merge(document::routes())
}
