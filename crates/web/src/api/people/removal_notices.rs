//! Endpoints for removal notices.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::people::removal::RemovalImpact;
use pecule_domain::id::PersonId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::Key;
use crate::state::AppState;

/// Returns the routes for removal notices.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show, announce, withdraw))
        .routes(routes!(own))
        .routes(routes!(ready))
}

#[utoipa::path(get, path = "/people/{id}/removal-notice", tag = "household", operation_id = "show_removal",
    summary = "Shows what the household loses with a person's removal, and the removal notice",
    params(("id" = String, Path, description = "Identity of the person.")),
    responses((status = 200, description = "Counts and sizes; never the contents of the person's books.", body = RemovalImpact)))]
async fn show(caller: Caller, Key(id): Key<PersonId>) -> Reply {
    caller.tell(move |person| person.admin()?.removal(id)).await
}

#[utoipa::path(put, path = "/people/{id}/removal-notice", tag = "household", operation_id = "announce_removal",
    summary = "Announces a person's removal, so that they can export their books first; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the person.")),
    responses((status = 200, description = "Impact of the removal, with the new notice.", body = RemovalImpact)))]
async fn announce(caller: Caller, Key(id): Key<PersonId>) -> Reply {
    caller
        .tell(move |person| {
            let admin = person.admin()?;
            admin.announce_removal(id)?;
            admin.removal(id)
        })
        .await
}

#[utoipa::path(delete, path = "/people/{id}/removal-notice", tag = "household", operation_id = "withdraw_removal",
    summary = "Withdraws the removal notice; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the person.")),
    responses((status = 204, description = "The notice was withdrawn.")))]
async fn withdraw(caller: Caller, Key(id): Key<PersonId>) -> Reply {
    caller.run(move |person| person.admin()?.withdraw_removal(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(get, path = "/removal-notice", tag = "settings", operation_id = "show_own_removal",
    summary = "Shows the impact of the caller's own removal, and the removal notice",
    responses((status = 200, description = "Impact of the removal; `removal_notice` is null without a notice.", body = RemovalImpact)))]
async fn own(caller: Caller) -> Reply {
    caller
        .tell(|person| {
            person.acknowledge_removal()?;
            person.own_removal()
        })
        .await
}

#[utoipa::path(put, path = "/removal-notice/confirm", tag = "settings", operation_id = "confirm_removal",
    summary = "Confirms that the caller is ready for their removal",
    responses((status = 204, description = "The confirmation was recorded.")))]
async fn ready(caller: Caller) -> Reply {
    caller.run(Person::confirm_ready_for_removal).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
