//! Sessions: where one is signed in, and ending that.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::auth::sessions::SessionLine;
use pecule_domain::id::SessionId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{Asked, Key};
use crate::api::request::list::{List, Slice};
use crate::server::serve::Site;

/// The routes of sessions.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(list, end_all)).routes(routes!(end))
}

#[utoipa::path(get, path = "/sessions", tag = "sessions", operation_id = "list_sessions",
    summary = "Lists where one is signed in, the newest first", params(Slice),
    responses((status = 200, description = "What was asked for.", body = List<SessionLine>)))]
async fn list(caller: Caller, Asked(slice): Asked<Slice>) -> Reply {
    caller.tell(move |person| List::cut_back(person.sessions()?, &slice, |line| line.id)).await
}

#[utoipa::path(delete, path = "/sessions", tag = "sessions", operation_id = "end_sessions",
    summary = "Ends every session of one's own, this one too",
    responses((status = 204, description = "They are ended.")))]
async fn end_all(caller: Caller) -> Reply {
    caller.run(Person::sign_out_everywhere).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(delete, path = "/sessions/{id}", tag = "sessions", operation_id = "end_session",
    summary = "Ends a session: its tokens are refused from the next call on",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 204, description = "It is ended.")))]
async fn end(caller: Caller, Key(id): Key<SessionId>) -> Reply {
    caller.run(move |person: &Person| person.end_session(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
