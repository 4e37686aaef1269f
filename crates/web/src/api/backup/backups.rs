//! Endpoints for backups, their schedule and backup targets. All need an administrator, except the
//! status and one's own sealed books.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::backup::status::{BackupOverview, BackupStatus};
use pecule_app::backup::targets::{TargetInput, TargetView};
use pecule_app::config::backup_schedule::Schedule;
use pecule_domain::id::{BackupId, TargetId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

use crate::api::request::caller::{Caller, Reply, bytes, created};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::api::request::list::{List, Slice};
use crate::pages::backup::download::{answer, stream};
use crate::state::AppState;

/// Kind of backup job.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Task {
    /// Makes a backup, then uploads it to every target.
    Backup,
    /// Runs a restore drill on the newest backup.
    Drill,
}

/// Request to start a backup job.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Order {
    task: Task,
}

/// New name of a backup target and its permitted absence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Renaming {
    name: String,
    /// Days without contact before an alert.
    absent_days: u16,
}

/// Credentials for a backup target.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Access {
    /// Key identifier or user name; empty for a folder.
    #[serde(default)]
    user: String,
    /// Secret key or password; empty for a folder.
    #[serde(default)]
    #[schema(value_type = String)]
    secret: Zeroizing<String>,
}

/// Returns the routes for backups.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, order))
        .routes(routes!(status))
        .routes(routes!(schedule, reschedule))
        .routes(routes!(file))
        .routes(routes!(own))
}

/// Returns the routes for backup targets.
pub(crate) fn places() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(targets, add))
        .routes(routes!(target, change, remove))
        .routes(routes!(try_out))
        .routes(routes!(confirm))
}

#[utoipa::path(get, path = "/backups", tag = "backups", operation_id = "list_backups",
    summary = "Shows every backup with its verification, the backup targets, the schedule and the current job",
    responses((status = 200, description = "Overview of the backups.", body = BackupOverview)))]
async fn list(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.backup_overview()).await
}

#[utoipa::path(post, path = "/backups", tag = "backups", operation_id = "start_backup_job",
    summary = "Requests a backup or a drill; the job starts within seconds",
    request_body(content = Order, example = json!({ "task": "backup" })),
    responses((status = 202, description = "The job is queued; `GET /backups` shows its progress.")))]
async fn order(caller: Caller, ApiJson(order): ApiJson<Order>) -> Reply {
    caller
        .run(move |person| {
            let admin = person.admin()?;
            match order.task {
                Task::Backup => admin.request_backup(),
                Task::Drill => admin.request_drill(),
            }
        })
        .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

#[utoipa::path(get, path = "/backups/status", tag = "backups", operation_id = "show_backup_status",
    summary = "Shows the age and state of the backups; only an administrator sees the names of targets",
    responses((status = 200, description = "State of the backups.", body = BackupStatus)))]
async fn status(caller: Caller) -> Reply {
    caller.tell(Person::backup_status).await
}

#[utoipa::path(get, path = "/backups/schedule", tag = "backups", operation_id = "show_backup_schedule",
    summary = "Shows the schedule of backups and drills, and the retention",
    responses((status = 200, description = "The schedule.", body = Schedule)))]
async fn schedule(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.backup_schedule()).await
}

#[utoipa::path(put, path = "/backups/schedule", tag = "backups", operation_id = "change_backup_schedule",
    summary = "Changes the schedule of backups and drills, and the retention",
    request_body(content = Schedule, example = json!({ "automatic": true, "at": "03:00:00", "every_days": 1,
        "drill_days": 7, "quiet": { "from": "18:00:00", "to": "23:00:00" },
        "keep": { "daily": 7, "weekly": 5, "monthly": 12, "yearly": 10 } })),
    responses((status = 200, description = "The schedule.", body = Schedule)))]
async fn reschedule(caller: Caller, ApiJson(schedule): ApiJson<Schedule>) -> Reply {
    caller
        .tell(move |person| {
            person.admin()?.schedule_backups(&schedule)?;
            Ok(schedule)
        })
        .await
}

#[utoipa::path(get, path = "/backups/{id}/file", tag = "backups", operation_id = "download_backup",
    summary = "Downloads the sealed file of a backup; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the backup.")),
    responses((status = 200, description = "The sealed file; the household kit opens it.", content_type = "application/octet-stream")))]
async fn file(caller: Caller, Key(id): Key<BackupId>) -> Reply {
    let path = caller.run(move |person| person.admin()?.download_backup(id)).await?;
    Ok(answer(path).await?)
}

#[utoipa::path(get, path = "/sealed-export", tag = "backups", operation_id = "download_sealed_export",
    summary = "Downloads the caller's books as a sealed export, opened with their recovery code; requires reauthentication",
    responses((status = 200, description = "A tar archive of the encrypted files.", content_type = "application/octet-stream")))]
async fn own(caller: Caller) -> Reply {
    let taken = caller.run(Person::sealed_books).await?;
    Ok(stream(&taken.name, tokio::fs::File::from_std(taken.file), taken.bytes))
}

#[utoipa::path(get, path = "/backup-targets", tag = "backups", operation_id = "list_backup_targets",
    summary = "Lists the backup targets", params(Slice),
    responses((status = 200, description = "One page of backup targets.", body = List<TargetView>)))]
async fn targets(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller.tell(move |person| List::cut(person.admin()?.targets()?, &slice, |line| line.id)).await
}

#[utoipa::path(post, path = "/backup-targets", tag = "backups", operation_id = "add_backup_target",
    summary = "Adds a backup target and tests it at once; requires reauthentication",
    request_body(content = TargetInput, example = json!({ "name": "drawer", "kind": "folder", "path": "/mnt/drawer" })),
    responses((status = 201, description = "The backup target with the result of its test.", body = TargetView)))]
async fn add(caller: Caller, ApiJson(form): ApiJson<TargetInput>) -> Reply {
    let made = caller.run(move |person| {
        let made = person.admin()?.add_target(&form)?;
        Ok((format!("/backup-targets/{}", made.id), bytes(&made)?))
    });
    let (address, bytes) = made.await?;
    Ok(created(&address, bytes))
}

#[utoipa::path(get, path = "/backup-targets/{id}", tag = "backups", operation_id = "show_backup_target",
    summary = "Shows a backup target", params(("id" = String, Path, description = "Identity of the backup target.")),
    responses((status = 200, description = "The backup target.", body = TargetView)))]
async fn target(caller: Caller, Key(id): Key<TargetId>) -> Reply {
    caller.tell(move |person| person.admin()?.target(id)).await
}

#[utoipa::path(put, path = "/backup-targets/{id}", tag = "backups", operation_id = "change_backup_target",
    summary = "Renames a backup target and sets its permitted absence in days",
    params(("id" = String, Path, description = "Identity of the backup target.")),
    request_body(content = Renaming, example = json!({ "name": "drawer", "absent_days": 30 })),
    responses((status = 200, description = "The backup target.", body = TargetView)))]
async fn change(caller: Caller, Key(id): Key<TargetId>, ApiJson(form): ApiJson<Renaming>) -> Reply {
    caller
        .tell(move |person| {
            let admin = person.admin()?;
            admin.change_target(id, &form.name, form.absent_days)?;
            admin.target(id)
        })
        .await
}

#[utoipa::path(delete, path = "/backup-targets/{id}", tag = "backups", operation_id = "remove_backup_target",
    summary = "Removes a backup target and its credentials; the files there are kept. Requires reauthentication",
    params(("id" = String, Path, description = "Identity of the backup target.")),
    responses((status = 204, description = "The backup target was removed.")))]
async fn remove(caller: Caller, Key(id): Key<TargetId>) -> Reply {
    caller.run(move |person| person.admin()?.remove_target(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/backup-targets/{id}/test", tag = "backups", operation_id = "test_backup_target",
    summary = "Tests a backup target: writes a few bytes, reads them back, compares and deletes them",
    params(("id" = String, Path, description = "Identity of the backup target.")),
    responses((status = 200, description = "The backup target with the result of its test.", body = TargetView)))]
async fn try_out(caller: Caller, Key(id): Key<TargetId>) -> Reply {
    caller.tell(move |person| person.admin()?.test_target(id)).await
}

#[utoipa::path(put, path = "/backup-targets/{id}/credentials", tag = "backups", operation_id = "set_backup_target_credentials",
    summary = "Replaces the credentials of a backup target, which also confirms it after a restore; requires reauthentication",
    params(("id" = String, Path, description = "Identity of the backup target.")),
    request_body(content = Access, example = json!({ "user": "household", "secret": "…" })),
    responses((status = 200, description = "The backup target with the result of its test.", body = TargetView)))]
async fn confirm(
    caller: Caller,
    Key(id): Key<TargetId>,
    ApiJson(access): ApiJson<Access>,
) -> Reply {
    caller
        .tell(move |person| {
            person.admin()?.set_target_credentials(id, &access.user, &access.secret)
        })
        .await
}
