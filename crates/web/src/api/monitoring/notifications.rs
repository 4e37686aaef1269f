//! Messages about findings: the relay, for whoever runs the household, and where oneself is told.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::monitoring::notifications::settings::{
    AddressForm, AddressLine, RelayForm, RelayLine,
};
use pecule_app::{Error, Person};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::Sent;
use crate::server::serve::Site;
use crate::text::notification::say;

/// How a try went.
#[derive(Debug, Serialize, ToSchema)]
struct Tried {
    /// Whether the server took the message.
    sent: bool,
    /// What went wrong, as a stable word.
    failure: Option<String>,
    /// The same, in English.
    failure_sentence: Option<String>,
}

/// The routes of messages.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(relay, name, remove))
        .routes(routes!(address, choose, stop))
        .routes(routes!(try_out))
}

#[utoipa::path(get, path = "/household/relay", tag = "household", operation_id = "show_relay",
    summary = "Shows the server through which findings are told; its credentials are never shown",
    responses((status = 200, description = "The relay.", body = RelayLine), (status = 404, description = "There is none: no messages are sent.")))]
async fn relay(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.relay()?.ok_or(Error::NotFound)).await
}

#[utoipa::path(put, path = "/household/relay", tag = "household", operation_id = "name_relay",
    summary = "Names the server through which findings are told; asks for the password again",
    request_body(content = RelayForm, example = json!({ "kind": "smtp", "host": "localhost", "port": 25, "security": "none",
        "from": "pecule@example.org", "link": "https://pecule.example" })),
    responses((status = 200, description = "The relay.", body = RelayLine)))]
async fn name(caller: Caller, Sent(form): Sent<RelayForm>) -> Reply {
    caller.tell(move |person| person.admin()?.name_relay(&form)).await
}

#[utoipa::path(delete, path = "/household/relay", tag = "household", operation_id = "remove_relay",
    summary = "Forgets the server and its credentials: no messages are sent any more. Asks for the password again",
    responses((status = 204, description = "It is forgotten.")))]
async fn remove(caller: Caller) -> Reply {
    caller.run(|person| person.admin()?.remove_relay()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(get, path = "/message-address", tag = "settings", operation_id = "show_message_address",
    summary = "Shows where one is told of findings",
    responses((status = 200, description = "Where, if at all.", body = AddressLine)))]
async fn address(caller: Caller) -> Reply {
    caller.tell(Person::message_address).await
}

#[utoipa::path(put, path = "/message-address", tag = "settings", operation_id = "choose_message_address",
    summary = "Chooses where one is told of findings, and from which severity on; asks for the password again",
    request_body(content = AddressForm, example = json!({ "address": "claire@example.org", "severity": "serious" })),
    responses((status = 200, description = "Where.", body = AddressLine)))]
async fn choose(caller: Caller, Sent(form): Sent<AddressForm>) -> Reply {
    caller.tell(move |person| person.be_told(&form)).await
}

#[utoipa::path(delete, path = "/message-address", tag = "settings", operation_id = "remove_message_address",
    summary = "Has oneself told nothing any more",
    responses((status = 204, description = "Nothing is told.")))]
async fn stop(caller: Caller) -> Reply {
    caller.run(Person::be_told_nothing).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/message-address/try", tag = "settings", operation_id = "try_message_address",
    summary = "Sends oneself a message that tells nothing, and says how it went",
    responses((status = 200, description = "How it went.", body = Tried)))]
async fn try_out(caller: Caller) -> Reply {
    caller
        .tell(|person| {
            let failed = person.try_message(say)?.err();
            Ok(Tried {
                sent: failed.is_none(),
                failure: failed.map(|unsent| unsent.key().to_owned()),
                failure_sentence: failed.map(|unsent| unsent.to_string()),
            })
        })
        .await
}
