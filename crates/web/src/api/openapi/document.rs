//! The description of the API (OpenAPI 3.1), made of the handlers themselves.

use std::sync::LazyLock;

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
use crate::server::serve::Site;

/// The name of the way in.
const BEARER: &str = "bearer";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Pécule",
        description = "What the pages show and take, for programs. Amounts, shares and rates are decimal \
            strings, and shares are fractions of one; days are written 2026-11-22. A request with a field \
            that is not known is refused. Each change is one operation, which can be undone."
    ),
    servers((url = "/api/v1")),
    components(schemas(ProblemDetails, FieldProblem)),
    security(("bearer" = [])),
    tags(
        (name = "tokens", description = "Signing in, going on, signing out."),
        (name = "personal-tokens", description = "Tokens that read one set of books, for programs that keep them: \
            nothing but GET, and neither people, tokens nor other books."),
        (name = "sessions", description = "Where one is signed in."),
        (name = "second-factor", description = "A code beside the password: its authenticator, and one-time codes."),
        (name = "reports", description = "What the pages show, as figures."),
        (name = "books", description = "Sets of books: whose they are, and who may open them."),
        (name = "banks", description = "Institutions that keep accounts."),
        (name = "accounts", description = "Where assets are kept."),
        (name = "assets", description = "Things that can be held, each described once."),
        (name = "holdings", description = "Assets in accounts."),
        (name = "tasks", description = "What is to be done."),
        (name = "notes", description = "Dated texts, beside an asset or alone."),
        (name = "rates", description = "Exchange rates by day."),
        (name = "taxonomies", description = "Axes of one's own."),
        (name = "imports", description = "Files of other programs."),
        (name = "operations", description = "What was changed, and undoing it."),
        (name = "journal", description = "One's own entries in the household's journal, and what was noticed."),
        (name = "settings", description = "Choices, and who asks."),
        (name = "household", description = "The installation, for whoever runs it; never anyone's wealth."),
        (name = "backups", description = "Backups, their proof, and the places elsewhere; for whoever runs the household."),
        (name = "description", description = "This description.")
    )
)]
struct About;

/// The description without routes.
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

/// The whole description.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
        let (_router, mut document) = crate::api::described().split_for_parts();
        books_parameters::offer(&mut document);
        formats::refine(&mut document);
        problems::complete(&mut document);
        document
    });
    &DOCUMENT
}

/// The routes of the description.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(crate::api::openapi::page::show))
}

#[utoipa::path(get, path = "/openapi.json", tag = "description", operation_id = "show_openapi", security(()),
    summary = "Shows this description as an OpenAPI 3.1 document",
    responses((status = 200, description = "The document.", body = Object)))]
async fn show() -> Response {
    static JSON: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(document()).unwrap_or_default());
    json(StatusCode::OK, JSON.clone())
}
