//! Endpoints for sets of books, with their owners, readers, keys and exports.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::books::list::{BooksInput, BooksView};
use pecule_app::books::sharing::{Candidate, RevokeOutcome};
use pecule_app::wealth::export::Readable;
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, created};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::state::AppState;

/// New title of a set of books.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TitleForm {
    title: String,
}

/// Person who is granted read access.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReaderForm {
    #[schema(value_type = String)]
    person: PersonId,
    /// Fingerprint of the person's key, as they read it out.
    #[serde(default)]
    fingerprint: Option<String>,
}

/// Person who becomes an owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartForm {
    #[schema(value_type = String)]
    person: PersonId,
    /// A fraction of 1.
    #[schema(value_type = String)]
    share: Share,
    /// Fingerprint of the person's key, as they read it out.
    #[serde(default)]
    fingerprint: Option<String>,
}

/// Ownership shares of a set of books.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SharesForm {
    /// Each owner with their share; the sum is at most 1.
    shares: Vec<ShareOf>,
}

/// Ownership share of one owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShareOf {
    #[schema(value_type = String)]
    person: PersonId,
    /// A fraction of 1.
    #[schema(value_type = String)]
    share: Share,
}

/// Whether the server may open a set of books by itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnattendedForm {
    /// Whether the server may open the books while no owner is signed in.
    unattended: bool,
}

/// Format of an export.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Manner {
    /// `json` (default): everything; `csv`: today's wealth, one row per holding.
    format: Option<String>,
}

/// Returns the routes for books and the people with access to them.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(one, rename))
        .routes(routes!(export))
        .routes(routes!(candidates))
        .routes(routes!(read))
        .routes(routes!(own))
        .routes(routes!(share))
        .routes(routes!(revoke))
        .routes(routes!(confirm))
        .routes(routes!(unattended))
        .routes(routes!(rotate))
        .routes(routes!(leave))
}

#[utoipa::path(get, path = "/books", tag = "books", operation_id = "list_books",
    summary = "Lists the books that the caller may open, their own first",
    responses((status = 200, description = "The books, the caller's own first.", body = Vec<BooksView>)))]
async fn list(caller: Caller) -> Reply {
    caller.tell(Person::my_books).await
}

#[utoipa::path(post, path = "/books", tag = "books", operation_id = "add_books",
    summary = "Creates own or joint books; requires reauthentication",
    request_body(content = BooksInput, example = json!({ "title": "Immobilier" })),
    responses((status = 201, description = "The created books.", body = BooksView)))]
async fn make(caller: Caller, ApiJson(form): ApiJson<BooksInput>) -> Reply {
    let made = caller.run(move |person| {
        let made = person.add_books(&form)?;
        Ok((format!("/books/{}", made.id), bytes(&made)?))
    });
    let (address, bytes) = made.await?;
    Ok(created(&address, bytes))
}

#[utoipa::path(get, path = "/books/{id}", tag = "books", operation_id = "show_books",
    summary = "Shows a set of books and the people with access to it",
    params(("id" = String, Path, description = "Identity of the books.")),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn one(caller: Caller, Key(id): Key<BooksId>) -> Reply {
    caller.tell(move |person| person.books(id)).await
}

#[utoipa::path(put, path = "/books/{id}", tag = "books", operation_id = "rename_books",
    summary = "Renames a set of books",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = TitleForm, example = json!({ "title": "Compte joint" })),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn rename(caller: Caller, Key(id): Key<BooksId>, ApiJson(form): ApiJson<TitleForm>) -> Reply {
    caller.tell(move |person| person.rename_books(id, &form.title)).await
}

#[utoipa::path(get, path = "/books/{id}/export", tag = "books", operation_id = "export_books",
    summary = "Exports a set of books unencrypted; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books."), Manner),
    responses((status = 200, description = "The export: a table as CSV, or everything as JSON.", content((String = "text/csv"), (Object = "application/json")))))]
async fn export(caller: Caller, Key(id): Key<BooksId>, ApiQuery(asked): ApiQuery<Manner>) -> Reply {
    let exported = caller.run(move |person| {
        let form = Readable::parse(asked.format.as_deref())?;
        Ok((form.media(), person.export_books(id, form)?))
    });
    let (media, bytes) = exported.await?;
    Ok(([(CONTENT_TYPE, media)], bytes).into_response())
}

#[utoipa::path(get, path = "/fingerprints", tag = "books", operation_id = "list_fingerprints",
    summary = "Lists the other people of the household with their key fingerprints",
    responses((status = 200, description = "The people, without the caller.", body = Vec<Candidate>)))]
async fn candidates(caller: Caller) -> Reply {
    caller.tell(Person::candidates).await
}

#[utoipa::path(post, path = "/books/{id}/readers", tag = "books", operation_id = "grant_read",
    summary = "Grants a person read access to a set of books; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = ReaderForm),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn read(caller: Caller, Key(id): Key<BooksId>, ApiJson(form): ApiJson<ReaderForm>) -> Reply {
    let compared = form.fingerprint;
    caller.tell(move |person| person.grant_read(id, form.person, compared.as_deref())).await
}

#[utoipa::path(post, path = "/books/{id}/owners", tag = "books", operation_id = "add_owner",
    summary = "Makes a person an owner with a share; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = PartForm),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn own(caller: Caller, Key(id): Key<BooksId>, ApiJson(form): ApiJson<PartForm>) -> Reply {
    let compared = form.fingerprint;
    caller
        .tell(move |person| person.make_owner(id, form.person, form.share, compared.as_deref()))
        .await
}

#[utoipa::path(put, path = "/books/{id}/shares", tag = "books", operation_id = "set_shares",
    summary = "Changes the owners' shares; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = SharesForm),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn share(caller: Caller, Key(id): Key<BooksId>, ApiJson(form): ApiJson<SharesForm>) -> Reply {
    let shares: Vec<_> = form.shares.iter().map(|one| (one.person, one.share)).collect();
    caller.tell(move |person| person.set_shares(id, &shares)).await
}

#[utoipa::path(delete, path = "/books/{id}/people/{person}", tag = "books", operation_id = "revoke_books",
    summary = "Revokes a person's access to a set of books and rotates its key; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books."), ("person" = String, Path, description = "Identity of the person.")),
    responses((status = 200, description = "What the person may still hold.", body = RevokeOutcome)))]
async fn revoke(caller: Caller, Key((id, who)): Key<(BooksId, PersonId)>) -> Reply {
    caller.tell(move |person| person.revoke(id, who)).await
}

#[utoipa::path(post, path = "/books/{id}/pinned-keys", tag = "books", operation_id = "pin_key",
    summary = "Accepts a person's current key as genuine; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = ReaderForm),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn confirm(
    caller: Caller,
    Key(id): Key<BooksId>,
    ApiJson(form): ApiJson<ReaderForm>,
) -> Reply {
    let compared = form.fingerprint.unwrap_or_default();
    caller.tell(move |person| person.confirm_fingerprint(id, form.person, &compared)).await
}

#[utoipa::path(put, path = "/books/{id}/unattended", tag = "books", operation_id = "set_unattended",
    summary = "Allows or forbids the server to open a set of books while no owner is signed in; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = UnattendedForm, example = json!({ "unattended": false })),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn unattended(
    caller: Caller,
    Key(id): Key<BooksId>,
    ApiJson(form): ApiJson<UnattendedForm>,
) -> Reply {
    caller.tell(move |person| person.set_unattended(id, form.unattended)).await
}

#[utoipa::path(post, path = "/books/{id}/rotate", tag = "books", operation_id = "rotate_books",
    summary = "Rotates the key of a set of books; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    responses((status = 200, description = "The books.", body = BooksView)))]
async fn rotate(caller: Caller, Key(id): Key<BooksId>) -> Reply {
    caller
        .tell(move |person| {
            person.rotate_books(id)?;
            person.books(id)
        })
        .await
}

#[utoipa::path(post, path = "/books/{id}/leave", tag = "books", operation_id = "leave_books",
    summary = "Gives up access to books that have another owner; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    responses((status = 204, description = "The caller no longer has access.")))]
async fn leave(caller: Caller, Key(id): Key<BooksId>) -> Reply {
    caller.run(move |person| person.leave_books(id).map(|_left| ())).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
