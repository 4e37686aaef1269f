//! Books: whose they are, and who may open them.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::books::list::{BooksForm, BooksLine};
use pecule_app::books::sharing::{Candidate, Revoked};
use pecule_app::wealth::export::Readable;
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, created};
use crate::api::request::input::{Asked, Key, Sent};
use crate::server::serve::Site;

/// Another title.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TitleForm {
    /// What the books are called.
    title: String,
}

/// Somebody to whom books are opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReaderForm {
    /// Who.
    #[schema(value_type = String)]
    person: PersonId,
    /// The fingerprint of their key, as they read it out.
    #[serde(default)]
    fingerprint: Option<String>,
}

/// Somebody who becomes an owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartForm {
    /// Who.
    #[schema(value_type = String)]
    person: PersonId,
    /// Their share, as a fraction of one.
    #[schema(value_type = String)]
    share: Share,
    /// The fingerprint of their key, as they read it out.
    #[serde(default)]
    fingerprint: Option<String>,
}

/// Shares of owners.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SharesForm {
    /// Each owner with their share; together at most 1.
    shares: Vec<ShareOf>,
}

/// The share of one owner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShareOf {
    /// Who.
    #[schema(value_type = String)]
    person: PersonId,
    /// Their share, as a fraction of one.
    #[schema(value_type = String)]
    share: Share,
}

/// Whether the machine may open books.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnattendedForm {
    /// Whether it may, while everybody is signed out.
    unattended: bool,
}

/// What books are written as.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Manner {
    /// `json`, or none: everything; `csv`: wealth of today, one line for each holding.
    format: Option<String>,
}

/// The routes of books and of those who may open them.
pub(crate) fn routes() -> OpenApiRouter<Site> {
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
    summary = "Lists the books that one may open, one's own first",
    responses((status = 200, description = "The books.", body = Vec<BooksLine>)))]
async fn list(caller: Caller) -> Reply {
    caller.tell(Person::my_books).await
}

#[utoipa::path(post, path = "/books", tag = "books", operation_id = "add_books",
    summary = "Makes books of one's own, or joint ones; asks for the password again",
    request_body(content = BooksForm, example = json!({ "title": "Immobilier" })),
    responses((status = 201, description = "The books.", body = BooksLine)))]
async fn make(caller: Caller, Sent(form): Sent<BooksForm>) -> Reply {
    let made = caller.run(move |person| {
        let made = person.add_books(&form)?;
        Ok((format!("/books/{}", made.id), bytes(&made)?))
    });
    let (address, bytes) = made.await?;
    Ok(created(&address, bytes))
}

#[utoipa::path(get, path = "/books/{id}", tag = "books", operation_id = "show_books",
    summary = "Shows books and everybody who may open them",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn one(caller: Caller, Key(id): Key<BooksId>) -> Reply {
    caller.tell(move |person| person.books(id)).await
}

#[utoipa::path(put, path = "/books/{id}", tag = "books", operation_id = "rename_books",
    summary = "Renames books",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = TitleForm, example = json!({ "title": "Compte joint" })),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn rename(caller: Caller, Key(id): Key<BooksId>, Sent(form): Sent<TitleForm>) -> Reply {
    caller.tell(move |person| person.rename_books(id, &form.title)).await
}

#[utoipa::path(get, path = "/books/{id}/export", tag = "books", operation_id = "export_books",
    summary = "Hands over books in the clear; asks for the password again",
    params(("id" = String, Path, description = "Which."), Manner),
    responses((status = 200, description = "The table, or everything.", content((String = "text/csv"), (Object = "application/json")))))]
async fn export(caller: Caller, Key(id): Key<BooksId>, Asked(asked): Asked<Manner>) -> Reply {
    let exported = caller.run(move |person| {
        let form = Readable::parse(asked.format.as_deref())?;
        Ok((form.media(), person.export_books(id, form)?))
    });
    let (media, bytes) = exported.await?;
    Ok(([(CONTENT_TYPE, media)], bytes).into_response())
}

#[utoipa::path(get, path = "/people-to-trust", tag = "books", operation_id = "list_candidates",
    summary = "Lists the other people of the household, with the fingerprints of their keys",
    responses((status = 200, description = "The people.", body = Vec<Candidate>)))]
async fn candidates(caller: Caller) -> Reply {
    caller.tell(Person::candidates).await
}

#[utoipa::path(post, path = "/books/{id}/readers", tag = "books", operation_id = "grant_read",
    summary = "Lets somebody read books; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = ReaderForm),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn read(caller: Caller, Key(id): Key<BooksId>, Sent(form): Sent<ReaderForm>) -> Reply {
    let compared = form.fingerprint;
    caller.tell(move |person| person.grant_read(id, form.person, compared.as_deref())).await
}

#[utoipa::path(post, path = "/books/{id}/owners", tag = "books", operation_id = "make_owner",
    summary = "Makes somebody an owner, with a share; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = PartForm),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn own(caller: Caller, Key(id): Key<BooksId>, Sent(form): Sent<PartForm>) -> Reply {
    let compared = form.fingerprint;
    caller
        .tell(move |person| person.make_owner(id, form.person, form.share, compared.as_deref()))
        .await
}

#[utoipa::path(put, path = "/books/{id}/shares", tag = "books", operation_id = "set_shares",
    summary = "Says anew which share owners have; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = SharesForm),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn share(caller: Caller, Key(id): Key<BooksId>, Sent(form): Sent<SharesForm>) -> Reply {
    let shares: Vec<_> = form.shares.iter().map(|one| (one.person, one.share)).collect();
    caller.tell(move |person| person.set_shares(id, &shares)).await
}

#[utoipa::path(delete, path = "/books/{id}/people/{person}", tag = "books", operation_id = "revoke_books",
    summary = "Takes books back from somebody and renews their key; asks for the password again",
    params(("id" = String, Path, description = "Which books."), ("person" = String, Path, description = "From whom.")),
    responses((status = 200, description = "What that cannot recall.", body = Revoked)))]
async fn revoke(caller: Caller, Key((id, who)): Key<(BooksId, PersonId)>) -> Reply {
    caller.tell(move |person| person.revoke(id, who)).await
}

#[utoipa::path(post, path = "/books/{id}/confirmations", tag = "books", operation_id = "confirm_fingerprint",
    summary = "Takes the present key of somebody for theirs; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = ReaderForm),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn confirm(caller: Caller, Key(id): Key<BooksId>, Sent(form): Sent<ReaderForm>) -> Reply {
    let compared = form.fingerprint.unwrap_or_default();
    caller.tell(move |person| person.confirm_fingerprint(id, form.person, &compared)).await
}

#[utoipa::path(put, path = "/books/{id}/unattended", tag = "books", operation_id = "set_unattended",
    summary = "Lets the machine open books while everybody is signed out, or no longer; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = UnattendedForm, example = json!({ "unattended": false })),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn unattended(
    caller: Caller,
    Key(id): Key<BooksId>,
    Sent(form): Sent<UnattendedForm>,
) -> Reply {
    caller.tell(move |person| person.set_unattended(id, form.unattended)).await
}

#[utoipa::path(post, path = "/books/{id}/rotate", tag = "books", operation_id = "rotate_books",
    summary = "Renews the key of books; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The books.", body = BooksLine)))]
async fn rotate(caller: Caller, Key(id): Key<BooksId>) -> Reply {
    caller
        .tell(move |person| {
            person.rotate_books(id)?;
            person.books(id)
        })
        .await
}

#[utoipa::path(post, path = "/books/{id}/leave", tag = "books", operation_id = "leave_books",
    summary = "Leaves books that are somebody else's too; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 204, description = "They are left.")))]
async fn leave(caller: Caller, Key(id): Key<BooksId>) -> Reply {
    caller.run(move |person| person.leave_books(id).map(|_left| ())).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
