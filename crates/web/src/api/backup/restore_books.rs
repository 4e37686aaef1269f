//! Endpoints that compare books with a backup and restore all or some of their records.

use pecule_app::backup::restore_books::compare::Comparison;
use pecule_app::backup::restore_books::{BackupChoice, wanted};
use pecule_app::{Error, Person, Result};
use pecule_domain::id::{BackupId, BooksId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::api::request::list::{List, Slice};
use crate::state::AppState;

/// Selection of a backup and of the records to restore.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ThenForm {
    /// Identity of the backup; the newest by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    backup: Option<BackupId>,
    /// Records of the comparison to restore, as `kind:id`; empty to compare only.
    #[serde(default)]
    lines: Vec<String>,
    /// Whether to restore the whole books as they were.
    #[serde(default)]
    whole: bool,
}

/// Returns the routes for comparing books with backups.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(choices)).routes(routes!(then))
}

#[utoipa::path(get, path = "/books/{id}/backups", tag = "books", operation_id = "list_backups_of_books",
    summary = "Lists the backups that a set of books can be compared with: those the server can open",
    params(("id" = String, Path, description = "Identity of the books."), Slice),
    responses((status = 200, description = "One page of backups.", body = List<BackupChoice>)))]
async fn choices(caller: Caller, Key(id): Key<BooksId>, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller
        .tell(move |person| {
            owned(person, id)?;
            List::cut(person.backups_of_then()?, &slice, |line| line.id)
        })
        .await
}

#[utoipa::path(post, path = "/books/{id}/comparison", tag = "books", operation_id = "compare_books_with_backup",
    summary = "Compares a set of books with a backup; with `lines` or `whole`, restores these records as one change \
               that can be undone, after a new backup. Restoring requires reauthentication",
    params(("id" = String, Path, description = "Identity of the books.")),
    request_body(content = ThenForm, example = json!({ "lines": [] })),
    responses((status = 200, description = "The differences.", body = Comparison)))]
async fn then(caller: Caller, Key(id): Key<BooksId>, ApiJson(form): ApiJson<ThenForm>) -> Reply {
    caller
        .tell(move |person| {
            owned(person, id)?;
            let from = person.from_backup(form.backup)?;
            if form.whole {
                return person.replace_books(id, &from);
            }
            if form.lines.is_empty() {
                return person.compare_with_backup(id, &from);
            }
            person.restore_records(id, &from, &wanted(form.lines.iter().map(String::as_str))?)
        })
        .await
}

/// Returns `NotFound` unless the person owns the books.
fn owned(person: &Person, id: BooksId) -> Result<()> {
    if person.books(id)?.access == "own" { Ok(()) } else { Err(Error::NotFound) }
}
