//! Endpoints for personal tokens, which read one set of books until they expire.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::auth::personal_tokens::{TokenInput, TokenView};
use pecule_domain::id::SessionId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::api::request::list::{List, Slice};
use crate::state::AppState;

/// A new personal token.
#[derive(Serialize, ToSchema)]
struct MadeToken {
    /// Value for `Authorization: Bearer …`. Returned only once.
    token: String,
    line: TokenView,
}

/// Returns the routes for personal tokens.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(revoke))
}

#[utoipa::path(get, path = "/personal-tokens", tag = "personal-tokens", operation_id = "list_personal_tokens",
    summary = "Lists the caller's personal tokens, newest first", params(Slice),
    responses((status = 200, description = "One page of personal tokens, newest first.", body = List<TokenView>)))]
async fn list(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller
        .tell(move |person| List::cut_back(person.personal_tokens()?, &slice, |line| line.id))
        .await
}

#[utoipa::path(post, path = "/personal-tokens", tag = "personal-tokens", operation_id = "create_personal_token",
    summary = "Creates a token that reads one set of books; requires reauthentication",
    request_body(content = TokenInput, example = json!({ "name": "spreadsheet", "days": 90 })),
    responses((status = 201, description = "The new token; it is returned only once.", body = MadeToken)))]
async fn make(caller: Caller, ApiJson(form): ApiJson<TokenInput>) -> Reply {
    let made = caller.run(move |person| {
        let made = person.make_personal_token(&form)?;
        bytes(&MadeToken { token: made.token.as_str().to_owned(), line: made.line })
    });
    Ok(json(StatusCode::CREATED, made.await?))
}

#[utoipa::path(delete, path = "/personal-tokens/{id}", tag = "personal-tokens", operation_id = "revoke_personal_token",
    summary = "Revokes a token, effective from the next request",
    params(("id" = String, Path, description = "Identity of the token.")),
    responses((status = 204, description = "The token was revoked.")))]
async fn revoke(caller: Caller, Key(id): Key<SessionId>) -> Reply {
    caller.run(move |person: &Person| person.revoke_personal_token(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
