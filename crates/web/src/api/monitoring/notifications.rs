//! Endpoints for the notification relay and for the caller's notification address.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::monitoring::notifications::relay::{RelayInput, RelayView};
use pecule_app::monitoring::notifications::settings::{AddressInput, AddressView};
use pecule_app::{Error, Person};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::ApiJson;
use crate::state::AppState;
use crate::text::notification::say;

/// Result of a test notification.
#[derive(Debug, Serialize, ToSchema)]
struct Tried {
    /// Whether the server accepted the message.
    sent: bool,
    /// Stable error code; null on success.
    failure: Option<String>,
    /// The same as an English sentence.
    failure_sentence: Option<String>,
}

/// Returns the routes for notifications.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(relay, name, remove))
        .routes(routes!(address, choose, stop))
        .routes(routes!(try_out))
}

#[utoipa::path(get, path = "/household/notification-relay", tag = "household", operation_id = "show_notification_relay",
    summary = "Shows the notification relay, without its credentials",
    responses((status = 200, description = "The relay.", body = RelayView), (status = 404, description = "No relay is set; no notifications are sent.")))]
async fn relay(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.relay()?.ok_or(Error::NotFound)).await
}

#[utoipa::path(put, path = "/household/notification-relay", tag = "household", operation_id = "set_notification_relay",
    summary = "Sets the notification relay; requires reauthentication",
    request_body(content = RelayInput, example = json!({ "kind": "smtp", "host": "localhost", "port": 25, "security": "none",
        "from": "pecule@example.org", "link": "https://pecule.example" })),
    responses((status = 200, description = "The relay.", body = RelayView)))]
async fn name(caller: Caller, ApiJson(form): ApiJson<RelayInput>) -> Reply {
    caller.tell(move |person| person.admin()?.set_relay(&form)).await
}

#[utoipa::path(delete, path = "/household/notification-relay", tag = "household", operation_id = "remove_notification_relay",
    summary = "Removes the notification relay and its credentials; no more notifications are sent. Requires reauthentication",
    responses((status = 204, description = "The relay was removed.")))]
async fn remove(caller: Caller) -> Reply {
    caller.run(|person| person.admin()?.remove_relay()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(get, path = "/notification-address", tag = "settings", operation_id = "show_notification_address",
    summary = "Shows the caller's notification address",
    responses((status = 200, description = "The address; empty without a subscription.", body = AddressView)))]
async fn address(caller: Caller) -> Reply {
    caller.tell(Person::notification_address).await
}

#[utoipa::path(put, path = "/notification-address", tag = "settings", operation_id = "set_notification_address",
    summary = "Sets the caller's notification address and minimum severity; requires reauthentication",
    request_body(content = AddressInput, example = json!({ "address": "claire@example.org", "severity": "serious" })),
    responses((status = 200, description = "The updated address.", body = AddressView)))]
async fn choose(caller: Caller, ApiJson(form): ApiJson<AddressInput>) -> Reply {
    caller.tell(move |person| person.subscribe(&form)).await
}

#[utoipa::path(delete, path = "/notification-address", tag = "settings", operation_id = "remove_notification_address",
    summary = "Unsubscribes the caller from notifications",
    responses((status = 204, description = "The caller is unsubscribed.")))]
async fn stop(caller: Caller) -> Reply {
    caller.run(Person::unsubscribe).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/notification-address/test", tag = "settings", operation_id = "test_notification_address",
    summary = "Sends a test notification to the caller",
    responses((status = 200, description = "Result of the test.", body = Tried)))]
async fn try_out(caller: Caller) -> Reply {
    caller
        .tell(|person| {
            let failed = person.test_notification(say)?.err();
            Ok(Tried {
                sent: failed.is_none(),
                failure: failed.map(|unsent| unsent.key().to_owned()),
                failure_sentence: failed.map(|unsent| unsent.to_string()),
            })
        })
        .await
}
