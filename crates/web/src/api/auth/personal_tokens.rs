//! Personal tokens: what reads one set of books for a while, and nothing else.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::auth::personal_tokens::{TokenForm, TokenLine};
use pecule_domain::id::SessionId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::{Asked, Key, Sent};
use crate::api::request::list::{List, Slice};
use crate::server::serve::Site;

/// A token that was just made.
#[derive(Serialize, ToSchema)]
struct MadeToken {
    /// What to send as `Authorization: Bearer …`; it is given this once.
    token: String,
    /// Which it is, and what it reads.
    line: TokenLine,
}

/// The routes of personal tokens.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(revoke))
}

#[utoipa::path(get, path = "/personal-tokens", tag = "personal-tokens", operation_id = "list_personal_tokens",
    summary = "Lists one's personal tokens, the newest first", params(Slice),
    responses((status = 200, description = "What was asked for.", body = List<TokenLine>)))]
async fn list(caller: Caller, Asked(slice): Asked<Slice>) -> Reply {
    caller
        .tell(move |person| List::cut_back(person.personal_tokens()?, &slice, |line| line.id))
        .await
}

#[utoipa::path(post, path = "/personal-tokens", tag = "personal-tokens", operation_id = "make_personal_token",
    summary = "Makes a token that reads one set of books; asks for the password again",
    request_body(content = TokenForm, example = json!({ "name": "spreadsheet", "days": 90 })),
    responses((status = 201, description = "The token, this once.", body = MadeToken)))]
async fn make(caller: Caller, Sent(form): Sent<TokenForm>) -> Reply {
    let made = caller.run(move |person| {
        let made = person.make_personal_token(&form)?;
        bytes(&MadeToken { token: made.token.as_str().to_owned(), line: made.line })
    });
    Ok(json(StatusCode::CREATED, made.await?))
}

#[utoipa::path(delete, path = "/personal-tokens/{id}", tag = "personal-tokens", operation_id = "revoke_personal_token",
    summary = "Revokes a token: it is refused from the next call on",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 204, description = "It is revoked.")))]
async fn revoke(caller: Caller, Key(id): Key<SessionId>) -> Reply {
    caller.run(move |person: &Person| person.revoke_personal_token(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
