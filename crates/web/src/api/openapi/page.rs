//! Renders the API description as an HTML page.

#![expect(unused_qualifications, reason = "the descriptions of routes write paths out in full")]

use std::sync::OnceLock;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::OpenApi;

use crate::api::openapi::reading::Reading;
use crate::api::request::input::ApiQuery;
use crate::request::guest_language::language;
use crate::state::AppState;
use crate::text::i18n::{Lang, t};
use crate::view::page::Page;
use crate::view::render::page;

#[derive(Template)]
#[template(path = "api/show.html")]
struct ApiPage {
    page: Page,
    reading: &'static Reading,
}

/// Language of the headings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Spoken {
    /// `fr` or `en`; by default from the `Accept-Language` header.
    lang: Option<String>,
}

#[utoipa::path(get, path = "/docs", tag = "description", operation_id = "show_docs", security(()),
    summary = "Shows the API description as an HTML page", params(Spoken),
    responses((status = 200, description = "The HTML page.", body = String, content_type = "text/html")))]
pub(crate) async fn show(
    State(site): State<AppState>,
    Extension(document): Extension<&'static OpenApi>,
    headers: HeaderMap,
    ApiQuery(spoken): ApiQuery<Spoken>,
) -> Response {
    static READING: OnceLock<Reading> = OnceLock::new();
    let reading = READING.get_or_init(|| Reading::of(document));
    let lang =
        spoken.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(|| language(&headers));
    let framed = Page::new(lang, t(lang, "api-heading"), site.app.clock().today());
    page(&ApiPage { page: framed, reading })
}
