//! Departures: what is lost with somebody, that they were told, and that they have what they need.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::people::removal::Removal;
use pecule_domain::id::PersonId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::Key;
use crate::server::serve::Site;

/// The routes of departures.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(show, announce, withdraw))
        .routes(routes!(own))
        .routes(routes!(ready))
}

#[utoipa::path(get, path = "/people/{id}/departure", tag = "household", operation_id = "show_removal",
    summary = "Says what is lost if somebody is removed, and whether it was announced to them",
    params(("id" = String, Path, description = "Who.")),
    responses((status = 200, description = "Numbers and sizes, never what is in their books.", body = Removal)))]
async fn show(caller: Caller, Key(id): Key<PersonId>) -> Reply {
    caller.tell(move |person| person.admin()?.removal(id)).await
}

#[utoipa::path(put, path = "/people/{id}/departure", tag = "household", operation_id = "announce_departure",
    summary = "Announces to somebody that they are to be removed, so that they take their books away first; asks for the password again",
    params(("id" = String, Path, description = "Who.")),
    responses((status = 200, description = "What is lost with them.", body = Removal)))]
async fn announce(caller: Caller, Key(id): Key<PersonId>) -> Reply {
    caller
        .tell(move |person| {
            let admin = person.admin()?;
            admin.announce_departure(id)?;
            admin.removal(id)
        })
        .await
}

#[utoipa::path(delete, path = "/people/{id}/departure", tag = "household", operation_id = "withdraw_departure",
    summary = "Takes the announcement back; asks for the password again",
    params(("id" = String, Path, description = "Who.")),
    responses((status = 204, description = "They stay.")))]
async fn withdraw(caller: Caller, Key(id): Key<PersonId>) -> Reply {
    caller.run(move |person| person.admin()?.withdraw_departure(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(get, path = "/departure", tag = "settings", operation_id = "show_own_departure",
    summary = "Says what is lost if one is removed oneself, and whether that was announced",
    responses((status = 200, description = "`departure` is null where nothing was announced.", body = Removal)))]
async fn own(caller: Caller) -> Reply {
    caller
        .tell(|person| {
            person.see_departure()?;
            person.own_removal()
        })
        .await
}

#[utoipa::path(put, path = "/departure/ready", tag = "settings", operation_id = "confirm_departure",
    summary = "Says that one has what one needs before one is removed",
    responses((status = 204, description = "It is noted.")))]
async fn ready(caller: Caller) -> Reply {
    caller.run(Person::ready_to_depart).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
