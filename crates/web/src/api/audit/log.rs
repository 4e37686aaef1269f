//! Endpoints for audit logs, alerts and recent sign-ins.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Member;
use pecule_app::audit::archive::{JournalRetention, SegmentView};
use pecule_app::audit::log::{JournalFilter, JournalPage};
use pecule_app::audit::verify::JournalCheck;
use pecule_app::auth::sign_in_history::SignInView;
use pecule_app::monitoring::alerts::books_alerts::BooksFinding;
use pecule_app::monitoring::alerts::list::FindingView;
use pecule_app::wealth::change_log::TrashView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::api::request::list::List;
use crate::state::AppState;

/// Maximum number of sign-ins listed.
const SIGN_INS: usize = 20;

/// Returns the routes for audit logs and alerts.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(own))
        .routes(routes!(household))
        .routes(routes!(check))
        .routes(routes!(check_books))
        .routes(routes!(retention, keep))
        .routes(routes!(segments))
        .routes(routes!(sign_ins))
        .routes(routes!(removed_records))
        .routes(routes!(alerts))
        .routes(routes!(books_alerts))
        .routes(routes!(all_alerts))
        .routes(routes!(acknowledge))
}

#[utoipa::path(get, path = "/audit/mine", tag = "audit", operation_id = "list_own_audit_log",
    summary = "Lists the audit events by and about the caller, newest first",
    params(JournalFilter),
    responses((status = 200, description = "One page of audit events, newest first.", body = JournalPage)))]
async fn own(caller: Caller, ApiQuery(filter): ApiQuery<JournalFilter>) -> Reply {
    caller.tell(move |person| person.own_audit_log(&filter)).await
}

#[utoipa::path(get, path = "/household/audit", tag = "household", operation_id = "list_household_audit_log",
    summary = "Lists the household's audit events, newest first", params(JournalFilter),
    responses((status = 200, description = "One page of audit events, newest first.", body = JournalPage)))]
async fn household(caller: Caller, ApiQuery(filter): ApiQuery<JournalFilter>) -> Reply {
    caller.tell(move |person| person.admin()?.audit_log(&filter)).await
}

#[utoipa::path(post, path = "/household/audit/verify", tag = "household", operation_id = "verify_household_audit_log",
    summary = "Verifies the household's whole audit log",
    responses((status = 200, description = "Result of the verification.", body = JournalCheck)))]
async fn check(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.verify_audit_log(&[])).await
}

#[utoipa::path(post, path = "/audit/verify", tag = "operations", operation_id = "verify_books_audit_log",
    summary = "Verifies the whole audit log of the books",
    responses((status = 200, description = "Result of the verification.", body = JournalCheck)))]
async fn check_books(caller: Caller) -> Reply {
    caller.read(|member| member.verify_audit_log(&[])).await
}

#[utoipa::path(get, path = "/household/audit/retention", tag = "household", operation_id = "show_audit_retention",
    summary = "Shows the retention of the household's audit log",
    responses((status = 200, description = "The retention.", body = JournalRetention)))]
async fn retention(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.audit_retention()).await
}

#[utoipa::path(put, path = "/household/audit/retention", tag = "household", operation_id = "set_audit_retention",
    summary = "Sets the retention of the household's audit log; requires reauthentication",
    request_body = JournalRetention,
    responses((status = 204, description = "The retention was set.")))]
async fn keep(caller: Caller, ApiJson(retention): ApiJson<JournalRetention>) -> Reply {
    caller.run(move |person| person.admin()?.set_audit_retention(retention)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(get, path = "/household/audit/segments", tag = "household", operation_id = "list_audit_segments",
    summary = "Lists the archived months of the household's audit log",
    responses((status = 200, description = "All archived months, oldest first.", body = List<SegmentView>)))]
async fn segments(caller: Caller) -> Reply {
    caller.tell(|person| Ok(List { items: person.admin()?.audit_segments()?, next: None })).await
}

#[utoipa::path(get, path = "/sign-ins", tag = "sessions", operation_id = "list_sign_ins",
    summary = "Lists the caller's 20 latest sign-ins, each with its device and approximate location",
    responses((status = 200, description = "The sign-ins, newest first.", body = List<SignInView>)))]
async fn sign_ins(caller: Caller) -> Reply {
    caller.tell(|person| Ok(List { items: person.recent_sign_ins(SIGN_INS)?, next: None })).await
}

#[utoipa::path(get, path = "/operations/removed", tag = "operations", operation_id = "list_removed_records",
    summary = "Lists the records removed in the last 30 days; undoing the change restores them",
    responses((status = 200, description = "The removed records, newest first.", body = List<TrashView>)))]
async fn removed_records(caller: Caller) -> Reply {
    let all = |member: &Member<'_>| Ok(List { items: member.removed_records()?, next: None });
    caller.read(all).await
}

#[utoipa::path(get, path = "/alerts", tag = "audit", operation_id = "list_alerts",
    summary = "Lists the alerts about the caller's own access",
    responses((status = 200, description = "The alerts, unacknowledged ones first.", body = List<FindingView>)))]
async fn alerts(caller: Caller) -> Reply {
    caller.tell(|person| Ok(List { items: person.alerts()?, next: None })).await
}

#[utoipa::path(get, path = "/alerts/books", tag = "audit", operation_id = "list_books_alerts",
    summary = "Lists the alerts about the books",
    responses((status = 200, description = "The alerts, newest first.", body = List<BooksFinding>)))]
async fn books_alerts(caller: Caller) -> Reply {
    let all = |member: &Member<'_>| Ok(List { items: member.books_alerts()?, next: None });
    caller.read(all).await
}

#[utoipa::path(get, path = "/household/alerts", tag = "household", operation_id = "list_household_alerts",
    summary = "Lists the alerts about accesses and the installation",
    responses((status = 200, description = "The alerts, unacknowledged ones first.", body = List<FindingView>)))]
async fn all_alerts(caller: Caller) -> Reply {
    caller.tell(|person| Ok(List { items: person.admin()?.alerts()?, next: None })).await
}

#[utoipa::path(post, path = "/alerts/{id}/acknowledge", tag = "audit", operation_id = "acknowledge_alert",
    summary = "Acknowledges an alert",
    params(("id" = String, Path, description = "Identity of the alert.")),
    responses((status = 204, description = "The alert is acknowledged.")))]
async fn acknowledge(caller: Caller, Key(id): Key<Uuid>) -> Reply {
    caller.run(move |person| person.acknowledge(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
