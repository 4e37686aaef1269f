//! Operations: what was changed, and undoing it.

use pecule_app::audit::log::JournalFilter;
use pecule_app::audit::verify::JournalCheck;
use pecule_app::wealth::operations::{ChangeLine, OperationLine};
use pecule_app::{Member, Result};
use pecule_domain::id::OperationId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{Asked, Key};
use crate::api::request::list::{List, Slice};
use crate::server::serve::Site;

/// A change with every record that it touched.
#[derive(Debug, Serialize, ToSchema)]
struct OperationSheet {
    /// The change.
    operation: OperationLine,
    /// What it did, record by record.
    changes: Vec<ChangeLine>,
}

/// Changes that are wanted, the latest first.
#[derive(Debug, Serialize, ToSchema)]
struct OperationPage {
    /// The changes.
    items: Vec<OperationLine>,
    /// What to send as `before` for the page that follows; null at the end.
    next: Option<i64>,
}

/// The routes of operations.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(journal))
        .routes(routes!(resume))
        .routes(routes!(one))
        .routes(routes!(undo))
}

#[utoipa::path(get, path = "/operations/journal", tag = "operations", operation_id = "search_operations",
    summary = "Lists the changes that are wanted, the latest first: by person, kind, day, session",
    params(JournalFilter),
    responses((status = 200, description = "What was asked for.", body = OperationPage)))]
async fn journal(caller: Caller, Asked(filter): Asked<JournalFilter>) -> Reply {
    let found = caller.read(move |member| -> Result<OperationPage> {
        let (items, more) = member.search_operations(&filter)?;
        let next = items.last().filter(|_| more).map(|last| last.seq);
        Ok(OperationPage { items, next })
    });
    found.await
}

#[utoipa::path(post, path = "/operations/journal/resume", tag = "operations", operation_id = "resume_books_journal",
    summary = "Takes note that the journal of the books is broken: a new chain begins, changes are possible again",
    responses((status = 200, description = "The journal as it is now.", body = JournalCheck)))]
async fn resume(caller: Caller) -> Reply {
    let resumed = |member: &Member<'_>| -> Result<JournalCheck> {
        let check = member.resume_journal()?;
        Ok(check)
    };
    caller.read(resumed).await
}

#[utoipa::path(get, path = "/operations", tag = "operations", operation_id = "list_operations",
    summary = "Lists changes, the latest first", params(Slice),
    responses((status = 200, description = "What was asked for.", body = List<OperationLine>)))]
async fn list(caller: Caller, Asked(slice): Asked<Slice>) -> Reply {
    let all = |member: &Member<'_>| member.operations(u32::MAX);
    caller.read(move |member| List::follow(all(member)?, &slice, |line| line.id)).await
}

#[utoipa::path(get, path = "/operations/{id}", tag = "operations", operation_id = "find_operation",
    summary = "Shows what a change did, record by record",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The change.", body = OperationSheet)))]
async fn one(caller: Caller, Key(id): Key<OperationId>) -> Reply {
    let shown = caller.read(move |member| -> Result<OperationSheet> {
        let (operation, changes) = (member.operation_line(id)?, member.operation_changes(id)?);
        Ok(OperationSheet { operation, changes })
    });
    shown.await
}

#[utoipa::path(post, path = "/operations/{id}/undo", tag = "operations", operation_id = "undo",
    summary = "Undoes a change as a whole; undoing is a change itself, and can be undone",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The change that undid it.", body = OperationLine)))]
async fn undo(caller: Caller, Key(id): Key<OperationId>) -> Reply {
    caller.read(move |member| member.undo(id)).await
}
