//! Builds the OpenAPI 3.1 document from the handlers' own descriptions.

use std::sync::OnceLock;

use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::openapi::{books_parameters, formats, problems};
use crate::api::request::caller::{bytes, json};
use crate::error::{FieldProblem, ProblemDetails};
use crate::state::AppState;

/// Name of the security scheme.
const BEARER: &str = "bearer";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Pécule",
        description = "JSON access to everything on the pages. Amounts, shares and rates are decimal \
            strings, and shares are fractions of 1; days are written 2026-11-22. A request with an unknown \
            field is rejected. Each change is one operation, which can be undone."
    ),
    servers((url = "/api/v1")),
    components(schemas(ProblemDetails, FieldProblem)),
    security(("bearer" = [])),
    tags(
        (name = "tokens", description = "Signing in, refreshing access tokens, signing out."),
        (name = "personal-tokens", description = "Read-only tokens for one set of books, to be stored in programs. \
            They allow GET only, and give no access to people, tokens or other books."),
        (name = "sessions", description = "The caller's sessions."),
        (name = "second-factor", description = "Codes of an authenticator app (TOTP), and one-time codes."),
        (name = "reports", description = "The figures of the pages."),
        (name = "books", description = "Sets of books, their owners and readers."),
        (name = "banks", description = "Institutions that hold accounts."),
        (name = "accounts", description = "Accounts at banks, in which assets are held."),
        (name = "assets", description = "Assets that can be held, each described once."),
        (name = "holdings", description = "Assets in accounts."),
        (name = "tasks", description = "Tasks with an optional due day."),
        (name = "notes", description = "Dated texts, attached to an asset or free-standing."),
        (name = "exchange-rates", description = "Exchange rates by day."),
        (name = "taxonomies", description = "User-defined classifications."),
        (name = "imports", description = "Imports of other programs' files."),
        (name = "operations", description = "Changes to books, and undoing them."),
        (name = "audit", description = "The caller's entries in the household's audit log, and alerts."),
        (name = "settings", description = "Settings of the books, and the caller's identity."),
        (name = "household", description = "The installation, for administrators. Never gives access to wealth."),
        (name = "backups", description = "Backups, their verification and backup targets, for administrators."),
        (name = "description", description = "The description of the API itself.")
    )
)]
struct About;

/// Returns the document without paths.
pub(crate) fn about() -> OpenApi {
    let mut about = About::openapi();
    let components = about.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The access token of POST /tokens. Cookies count for nothing here."));
    components
        .security_schemes
        .insert(BEARER.to_owned(), SecurityScheme::Http(bearer.build()).into());
    about
}

/// Completes the document that the routes make of themselves.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    books_parameters::offer(&mut document);
    formats::refine(&mut document);
    problems::complete(&mut document);
    document
}

/// Returns the route that serves the document.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(crate::api::openapi::page::show))
}

#[utoipa::path(get, path = "/openapi.json", tag = "description", operation_id = "show_openapi", security(()),
    summary = "Shows the API description as an OpenAPI 3.1 document",
    responses((status = 200, description = "The OpenAPI document.", body = Object)))]
async fn show(Extension(document): Extension<&'static OpenApi>) -> Response {
    static JSON: OnceLock<Vec<u8>> = OnceLock::new();
    let text = JSON.get_or_init(|| bytes(document).unwrap_or_default());
    json(StatusCode::OK, text.clone())
}
