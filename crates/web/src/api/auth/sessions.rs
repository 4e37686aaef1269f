//! Endpoints for listing and ending the caller's sessions.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::auth::sessions::SessionView;
use pecule_domain::id::SessionId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{ApiQuery, Key};
use crate::api::request::list::{List, Slice};
use crate::state::AppState;

/// Returns the routes for sessions.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, end_all)).routes(routes!(end))
}

#[utoipa::path(get, path = "/sessions", tag = "sessions", operation_id = "list_sessions",
    summary = "Lists the caller's sessions, newest first", params(Slice),
    responses((status = 200, description = "One page of sessions, newest first.", body = List<SessionView>)))]
async fn list(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller.tell(move |person| List::cut_back(person.sessions()?, &slice, |line| line.id)).await
}

#[utoipa::path(delete, path = "/sessions", tag = "sessions", operation_id = "end_sessions",
    summary = "Ends all sessions of the caller, including the current one",
    responses((status = 204, description = "The sessions were ended.")))]
async fn end_all(caller: Caller) -> Reply {
    caller.run(Person::sign_out_everywhere).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(delete, path = "/sessions/{id}", tag = "sessions", operation_id = "end_session",
    summary = "Ends a session; its tokens are rejected from the next request on",
    params(("id" = String, Path, description = "Identity of the session.")),
    responses((status = 204, description = "The session was ended.")))]
async fn end(caller: Caller, Key(id): Key<SessionId>) -> Reply {
    caller.run(move |person: &Person| person.end_session(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
