//! Endpoints for changes to books, and for undoing them.

use pecule_app::audit::log::JournalFilter;
use pecule_app::audit::verify::JournalCheck;
use pecule_app::wealth::operations::{ChangeView, OperationView};
use pecule_app::{Member, Result};
use pecule_domain::id::OperationId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{ApiQuery, Key};
use crate::api::request::list::{List, Slice};
use crate::state::AppState;

/// A change with every record it touched.
#[derive(Debug, Serialize, ToSchema)]
struct OperationSheet {
    operation: OperationView,
    /// Changes record by record.
    changes: Vec<ChangeView>,
}

/// One page of changes, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct OperationPage {
    items: Vec<OperationView>,
    /// Value of `before` for the next page; null on the last page.
    next: Option<i64>,
}

/// Returns the routes for changes.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(search))
        .routes(routes!(resume))
        .routes(routes!(one))
        .routes(routes!(undo))
}

#[utoipa::path(get, path = "/operations/search", tag = "operations", operation_id = "search_operations",
    summary = "Lists changes filtered by person, kind, day or session, newest first",
    params(JournalFilter),
    responses((status = 200, description = "One page of changes, newest first.", body = OperationPage)))]
async fn search(caller: Caller, ApiQuery(filter): ApiQuery<JournalFilter>) -> Reply {
    let found = caller.read(move |member| -> Result<OperationPage> {
        let (items, more) = member.search_operations(&filter)?;
        let next = items.last().filter(|_| more).map(|last| last.seq);
        Ok(OperationPage { items, next })
    });
    found.await
}

#[utoipa::path(post, path = "/audit/restart-chain", tag = "operations", operation_id = "restart_books_audit_chain",
    summary = "Acknowledges a broken audit chain of the books: a new chain starts, and changes are possible again",
    responses((status = 200, description = "Result of verifying the audit log afterwards.", body = JournalCheck)))]
async fn resume(caller: Caller) -> Reply {
    let resumed = |member: &Member<'_>| -> Result<JournalCheck> {
        let check = member.restart_audit_chain()?;
        Ok(check)
    };
    caller.read(resumed).await
}

#[utoipa::path(get, path = "/operations", tag = "operations", operation_id = "list_operations",
    summary = "Lists changes, newest first", params(Slice),
    responses((status = 200, description = "One page of changes, newest first.", body = List<OperationView>)))]
async fn list(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    let all = |member: &Member<'_>| member.operations(u32::MAX);
    caller.read(move |member| List::follow(all(member)?, &slice, |line| line.id)).await
}

#[utoipa::path(get, path = "/operations/{id}", tag = "operations", operation_id = "find_operation",
    summary = "Shows a change record by record",
    params(("id" = String, Path, description = "Identity of the change.")),
    responses((status = 200, description = "The change.", body = OperationSheet)))]
async fn one(caller: Caller, Key(id): Key<OperationId>) -> Reply {
    let shown = caller.read(move |member| -> Result<OperationSheet> {
        let (operation, changes) = (member.operation_line(id)?, member.operation_changes(id)?);
        Ok(OperationSheet { operation, changes })
    });
    shown.await
}

#[utoipa::path(post, path = "/operations/{id}/undo", tag = "operations", operation_id = "undo",
    summary = "Undoes a whole change; undoing is a change itself and can be undone",
    params(("id" = String, Path, description = "Identity of the change.")),
    responses((status = 200, description = "The change that undid it.", body = OperationView)))]
async fn undo(caller: Caller, Key(id): Key<OperationId>) -> Reply {
    caller.read(move |member| member.undo(id)).await
}
