//! Endpoints for the settings of the books and the caller's identity.

use pecule_domain::id::PersonId;
use pecule_domain::money::currency::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::ApiJson;
use crate::state::AppState;

/// Settings of the books.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Reporting currency of totals.
    #[schema(value_type = String)]
    currency: Currency,
}

/// The person a program acts for.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    #[schema(value_type = String)]
    id: PersonId,
    name: String,
    /// Whether the person is an administrator.
    is_admin: bool,
    /// Language of the person's screens: `fr` or `en`.
    language: String,
}

/// Returns the routes for settings.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(me)).routes(routes!(show, change))
}

#[utoipa::path(get, path = "/me", tag = "settings", operation_id = "show_me",
    summary = "Shows the person the program acts for",
    responses((status = 200, description = "The person.", body = Me)))]
async fn me(caller: Caller) -> Reply {
    caller
        .tell(|person| {
            Ok(Me {
                id: person.id(),
                name: person.name().to_owned(),
                is_admin: person.is_admin(),
                language: person.language().to_owned(),
            })
        })
        .await
}

#[utoipa::path(get, path = "/settings", tag = "settings", operation_id = "show_settings",
    summary = "Shows the settings of the books",
    responses((status = 200, description = "The settings.", body = Settings)))]
async fn show(caller: Caller) -> Reply {
    caller.read(|member| Ok(Settings { currency: member.reporting_currency()? })).await
}

#[utoipa::path(put, path = "/settings", tag = "settings", operation_id = "edit_settings",
    summary = "Changes the settings of the books",
    request_body(content = Settings, example = json!({ "currency": "EUR" })),
    responses((status = 200, description = "The updated settings.", body = Settings)))]
async fn change(caller: Caller, ApiJson(settings): ApiJson<Settings>) -> Reply {
    let changed = caller.read(move |member| {
        member.set_reporting_currency(settings.currency)?;
        Ok(Settings { currency: member.reporting_currency()? })
    });
    changed.await
}
