//! Settings of the books, and who asks.

use pecule_domain::id::PersonId;
use pecule_domain::money::currency::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::Sent;
use crate::server::serve::Site;

/// Settings of the books.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// The currency in which totals are given.
    #[schema(value_type = String)]
    currency: Currency,
}

/// The person on whose behalf a program asks.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// Which.
    #[schema(value_type = String)]
    id: PersonId,
    /// Their name.
    name: String,
    /// Whether they run the household.
    is_admin: bool,
    /// The language of their screens: `fr` or `en`.
    language: String,
}

/// The routes of settings.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(me)).routes(routes!(show, change))
}

#[utoipa::path(get, path = "/me", tag = "settings", operation_id = "show_me",
    summary = "Shows on whose behalf the program asks",
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
    responses((status = 200, description = "As they are now.", body = Settings)))]
async fn show(caller: Caller) -> Reply {
    caller.read(|member| Ok(Settings { currency: member.reporting_currency()? })).await
}

#[utoipa::path(put, path = "/settings", tag = "settings", operation_id = "edit_settings",
    summary = "Changes the settings of the books",
    request_body(content = Settings, example = json!({ "currency": "EUR" })),
    responses((status = 200, description = "As they are now.", body = Settings)))]
async fn change(caller: Caller, Sent(settings): Sent<Settings>) -> Reply {
    let changed = caller.read(move |member| {
        member.report_in(settings.currency)?;
        Ok(Settings { currency: member.reporting_currency()? })
    });
    changed.await
}
