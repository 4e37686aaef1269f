//! Books as they were in a backup: set beside what they are, then brought back, whole or line by line.

use pecule_app::backup::restore_books::compare::Comparison;
use pecule_app::backup::restore_books::{BackupChoice, wanted};
use pecule_app::{Error, Person, Result};
use pecule_domain::id::{BackupId, BooksId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{Asked, Key, Sent};
use crate::api::request::list::{List, Slice};
use crate::server::serve::Site;

/// Which backup, and what is brought back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ThenForm {
    /// The backup; else the newest.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    backup: Option<BackupId>,
    /// Lines of the comparison, as `kind:id`; none to compare alone.
    #[serde(default)]
    lines: Vec<String>,
    /// Whether everything is put back as it was.
    #[serde(default)]
    whole: bool,
}

/// The routes of books of then.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(choices)).routes(routes!(then))
}

#[utoipa::path(get, path = "/books/{id}/backups", tag = "books", operation_id = "list_backups_of_books",
    summary = "Lists the backups that books can be looked up in: those that the program itself still opens",
    params(("id" = String, Path, description = "Which books."), Slice),
    responses((status = 200, description = "What was asked for.", body = List<BackupChoice>)))]
async fn choices(caller: Caller, Key(id): Key<BooksId>, Asked(slice): Asked<Slice>) -> Reply {
    caller
        .tell(move |person| {
            owned(person, id)?;
            List::cut(person.backups_of_then()?, &slice, |line| line.id)
        })
        .await
}

#[utoipa::path(post, path = "/books/{id}/then", tag = "books", operation_id = "compare_books_with_backup",
    summary = "Sets books beside what they were in a backup; with `lines` or `whole`, brings that back as one change \
               that can be undone, after a backup of now. Bringing back asks for the password again",
    params(("id" = String, Path, description = "Which books.")),
    request_body(content = ThenForm, example = json!({ "lines": [] })),
    responses((status = 200, description = "What differed.", body = Comparison)))]
async fn then(caller: Caller, Key(id): Key<BooksId>, Sent(form): Sent<ThenForm>) -> Reply {
    caller
        .tell(move |person| {
            owned(person, id)?;
            let from = person.from_backup(form.backup)?;
            if form.whole {
                return person.replace_books(id, &from);
            }
            if form.lines.is_empty() {
                return person.books_in_backup(id, &from);
            }
            person.take_from_then(id, &from, &wanted(form.lines.iter().map(String::as_str))?)
        })
        .await
}

/// For anybody but an owner they are not there.
fn owned(person: &Person, id: BooksId) -> Result<()> {
    if person.books(id)?.access == "own" { Ok(()) } else { Err(Error::NotFound) }
}
