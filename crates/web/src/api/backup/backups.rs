//! Backups: what was made, proven and carried elsewhere; for whoever runs the household, but for how they are.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use pecule_app::Person;
use pecule_app::backup::schedule::Schedule;
use pecule_app::backup::status::{BackupOverview, BackupStatus};
use pecule_app::backup::targets::{TargetForm, TargetLine};
use pecule_domain::id::{BackupId, TargetId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

use crate::api::request::caller::{Caller, Reply, bytes, created};
use crate::api::request::input::{Asked, Key, Sent};
use crate::api::request::list::{List, Slice};
use crate::pages::backup::download::{answer, stream};
use crate::server::serve::Site;

/// What is to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Task {
    /// A backup, which is then carried to every place.
    Backup,
    /// A drill of the newest backup.
    Drill,
}

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Order {
    /// `backup` or `drill`.
    task: Task,
}

/// How a place is called, and for how long it may be absent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Renaming {
    /// What it is called.
    name: String,
    /// For how many days it may be absent.
    absent_days: u16,
}

/// What lets backups into a place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Access {
    /// The name of the key, or the user; empty for a folder.
    #[serde(default)]
    user: String,
    /// The secret of the key, or the password; empty for a folder.
    #[serde(default)]
    #[schema(value_type = String)]
    secret: Zeroizing<String>,
}

/// The routes of backups.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list, order))
        .routes(routes!(status))
        .routes(routes!(schedule, reschedule))
        .routes(routes!(file))
        .routes(routes!(own))
}

/// The routes of places.
pub(crate) fn places() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(targets, add))
        .routes(routes!(target, change, remove))
        .routes(routes!(try_out))
        .routes(routes!(confirm))
}

#[utoipa::path(get, path = "/backups", tag = "backups", operation_id = "list_backups",
    summary = "Shows every backup with its proof, the places, the schedule and what is under way",
    responses((status = 200, description = "Everything about backups.", body = BackupOverview)))]
async fn list(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.backup_overview()).await
}

#[utoipa::path(post, path = "/backups", tag = "backups", operation_id = "order_backup",
    summary = "Asks for a backup or a drill, which begins within seconds",
    request_body(content = Order, example = json!({ "task": "backup" })),
    responses((status = 202, description = "It was asked for; GET /backups says how far it is.")))]
async fn order(caller: Caller, Sent(order): Sent<Order>) -> Reply {
    caller
        .run(move |person| {
            let admin = person.admin()?;
            match order.task {
                Task::Backup => admin.ask_backup(),
                Task::Drill => admin.ask_drill(),
            }
        })
        .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

#[utoipa::path(get, path = "/backups/status", tag = "backups", operation_id = "show_backup_status",
    summary = "Shows whether the household would survive; places are named to whoever runs it alone",
    responses((status = 200, description = "How the backups are.", body = BackupStatus)))]
async fn status(caller: Caller) -> Reply {
    caller.tell(Person::backup_status).await
}

#[utoipa::path(get, path = "/backups/schedule", tag = "backups", operation_id = "show_backup_schedule",
    summary = "Shows when backups are made, proven and kept",
    responses((status = 200, description = "The schedule.", body = Schedule)))]
async fn schedule(caller: Caller) -> Reply {
    caller.tell(|person| person.admin()?.backup_schedule()).await
}

#[utoipa::path(put, path = "/backups/schedule", tag = "backups", operation_id = "change_backup_schedule",
    summary = "Changes when backups are made, proven and kept",
    request_body(content = Schedule, example = json!({ "automatic": true, "at": "03:00:00", "every_days": 1,
        "drill_days": 7, "quiet": { "from": "18:00:00", "to": "23:00:00" },
        "keep": { "daily": 7, "weekly": 5, "monthly": 12, "yearly": 10 } })),
    responses((status = 200, description = "The schedule.", body = Schedule)))]
async fn reschedule(caller: Caller, Sent(schedule): Sent<Schedule>) -> Reply {
    caller
        .tell(move |person| {
            person.admin()?.schedule_backups(&schedule)?;
            Ok(schedule)
        })
        .await
}

#[utoipa::path(get, path = "/backups/{id}/file", tag = "backups", operation_id = "download_backup",
    summary = "Hands over the sealed file of a backup; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The file, which the household kit opens.", content_type = "application/octet-stream")))]
async fn file(caller: Caller, Key(id): Key<BackupId>) -> Reply {
    let path = caller.run(move |person| person.admin()?.download_backup(id)).await?;
    Ok(answer(path).await?)
}

#[utoipa::path(get, path = "/sealed-books", tag = "backups", operation_id = "download_sealed_books",
    summary = "Hands over one's own books as they are sealed, for whoever has one's recovery code; asks for the password again",
    responses((status = 200, description = "A tar of what is sealed.", content_type = "application/octet-stream")))]
async fn own(caller: Caller) -> Reply {
    let taken = caller.run(Person::sealed_books).await?;
    Ok(stream(&taken.name, tokio::fs::File::from_std(taken.file), taken.bytes))
}

#[utoipa::path(get, path = "/backup-targets", tag = "backups", operation_id = "list_backup_targets",
    summary = "Lists the places to which backups are carried", params(Slice),
    responses((status = 200, description = "What was asked for.", body = List<TargetLine>)))]
async fn targets(caller: Caller, Asked(slice): Asked<Slice>) -> Reply {
    caller.tell(move |person| List::cut(person.admin()?.targets()?, &slice, |line| line.id)).await
}

#[utoipa::path(post, path = "/backup-targets", tag = "backups", operation_id = "add_backup_target",
    summary = "Adds a place and tries it at once; asks for the password again",
    request_body(content = TargetForm, example = json!({ "name": "drawer", "kind": "folder", "path": "/mnt/drawer" })),
    responses((status = 201, description = "The place, and how the try went.", body = TargetLine)))]
async fn add(caller: Caller, Sent(form): Sent<TargetForm>) -> Reply {
    let made = caller.run(move |person| {
        let made = person.admin()?.add_target(&form)?;
        Ok((format!("/backup-targets/{}", made.id), bytes(&made)?))
    });
    let (address, bytes) = made.await?;
    Ok(created(&address, bytes))
}

#[utoipa::path(get, path = "/backup-targets/{id}", tag = "backups", operation_id = "show_backup_target",
    summary = "Shows a place", params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The place.", body = TargetLine)))]
async fn target(caller: Caller, Key(id): Key<TargetId>) -> Reply {
    caller.tell(move |person| person.admin()?.target(id)).await
}

#[utoipa::path(put, path = "/backup-targets/{id}", tag = "backups", operation_id = "change_backup_target",
    summary = "Calls a place something else, and lets it be absent for so many days",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = Renaming, example = json!({ "name": "drawer", "absent_days": 30 })),
    responses((status = 200, description = "The place.", body = TargetLine)))]
async fn change(caller: Caller, Key(id): Key<TargetId>, Sent(form): Sent<Renaming>) -> Reply {
    caller
        .tell(move |person| {
            let admin = person.admin()?;
            admin.change_target(id, &form.name, form.absent_days)?;
            admin.target(id)
        })
        .await
}

#[utoipa::path(delete, path = "/backup-targets/{id}", tag = "backups", operation_id = "remove_backup_target",
    summary = "Forgets a place and its credentials; what lies there stays. Asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 204, description = "It is forgotten.")))]
async fn remove(caller: Caller, Key(id): Key<TargetId>) -> Reply {
    caller.run(move |person| person.admin()?.remove_target(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[utoipa::path(post, path = "/backup-targets/{id}/try", tag = "backups", operation_id = "try_backup_target",
    summary = "Writes a few bytes there, reads them back, compares and deletes them",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "The place, and how the try went.", body = TargetLine)))]
async fn try_out(caller: Caller, Key(id): Key<TargetId>) -> Reply {
    caller.tell(move |person| person.admin()?.try_target(id)).await
}

#[utoipa::path(put, path = "/backup-targets/{id}/credentials", tag = "backups", operation_id = "confirm_backup_target",
    summary = "Replaces the credentials of a place, which also confirms it after a restore; asks for the password again",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = Access, example = json!({ "user": "household", "secret": "…" })),
    responses((status = 200, description = "The place, and how the try went.", body = TargetLine)))]
async fn confirm(caller: Caller, Key(id): Key<TargetId>, Sent(access): Sent<Access>) -> Reply {
    caller
        .tell(move |person| person.admin()?.confirm_target(id, &access.user, &access.secret))
        .await
}
