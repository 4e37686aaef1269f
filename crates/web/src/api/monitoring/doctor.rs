//! Endpoints for the doctor and for precautions outside the program. They need an administrator.

use axum::http::StatusCode;
use jiff::civil::Date;
use pecule_app::Error;
use pecule_app::monitoring::precautions::PrecautionView;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::api::request::list::List;
use crate::state::AppState;
use crate::text::doctor::{SaidReport, say_all, with_answers};
use crate::text::i18n::Lang;

/// Query of the doctor.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closely {
    /// Whether to read every byte of every closed file.
    #[serde(default)]
    full: bool,
}

/// State of a precaution to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PrecautionForm {
    /// `true` marks it as taken today, `false` as no longer taken, `null` changes nothing.
    done: Option<bool>,
    /// Day of the reminder; `null` for no reminder.
    #[schema(value_type = Option<String>, format = Date)]
    remind_on: Option<Date>,
}

/// Returns the routes for the doctor and precautions.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(doctor)).routes(routes!(list)).routes(routes!(change))
}

#[utoipa::path(get, path = "/doctor", tag = "household", operation_id = "run_doctor",
    summary = "Checks the installation and lists each problem with its remedy", params(("full" = Option<bool>, Query, description = "Whether to read every byte of every closed file.")),
    responses((status = 200, description = "The problems found, most severe first.", body = SaidReport)))]
async fn doctor(caller: Caller, ApiQuery(closely): ApiQuery<Closely>) -> Reply {
    let reach = caller.reach();
    caller
        .tell(move |person| {
            let lang = Lang::from_tag(person.language()).unwrap_or_default();
            let report = person.admin()?.examine(closely.full)?;
            Ok(say_all(with_answers(report, &reach.answers), lang))
        })
        .await
}

#[utoipa::path(get, path = "/precautions", tag = "household", operation_id = "list_precautions",
    summary = "Lists the precautions outside the program with their dates",
    responses((status = 200, description = "All precautions.", body = List<PrecautionView>)))]
async fn list(caller: Caller) -> Reply {
    caller.tell(|person| Ok(List { items: person.admin()?.precautions()?, next: None })).await
}

#[utoipa::path(put, path = "/precautions/{precaution}", tag = "household", operation_id = "edit_precaution",
    summary = "Marks a precaution as taken or not taken, and sets its reminder",
    params(("precaution" = String, Path, description = "Key of the precaution.")),
    request_body(content = PrecautionForm, example = json!({ "done": true, "remind_on": "2027-11-22" })),
    responses((status = 200, description = "The updated precaution.", body = PrecautionView)))]
async fn change(
    caller: Caller,
    Key(key): Key<String>,
    ApiJson(form): ApiJson<PrecautionForm>,
) -> Reply {
    let changed = caller.run(move |person| {
        let admin = person.admin()?;
        match form.done {
            Some(true) => admin.complete_precaution(&key)?,
            Some(false) => admin.reopen_precaution(&key)?,
            None => {}
        }
        admin.remind_of_precaution(&key, form.remind_on)?;
        let all = admin.precautions()?;
        let line = all.iter().find(|line| line.precaution.key() == key).ok_or(Error::NotFound)?;
        bytes(line)
    });
    Ok(json(StatusCode::OK, changed.await?))
}
