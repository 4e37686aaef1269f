//! The care of the installation: what the doctor finds, and precautions outside the program. For whoever runs the household.

use axum::http::StatusCode;
use jiff::civil::Date;
use pecule_app::Error;
use pecule_app::monitoring::precautions::PrecautionLine;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply, bytes, json};
use crate::api::request::input::{Asked, Key, Sent};
use crate::api::request::list::List;
use crate::server::serve::Site;
use crate::text::doctor::{SaidReport, say_all, with_answers};
use crate::text::i18n::Lang;

/// How closely to look.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closely {
    /// Whether every byte of every closed file is read.
    #[serde(default)]
    full: bool,
}

/// A precaution as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PrecautionForm {
    /// Whether it is taken today; false says that it is not taken any more.
    done: Option<bool>,
    /// The day of the reminder; without one there is none.
    #[schema(value_type = Option<String>, format = Date)]
    remind_on: Option<Date>,
}

/// The routes of care.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(doctor)).routes(routes!(list)).routes(routes!(change))
}

#[utoipa::path(get, path = "/doctor", tag = "household", operation_id = "examine",
    summary = "Examines the installation: what is wrong, and the one thing to do about each", params(("full" = Option<bool>, Query, description = "Whether every byte of every closed file is read.")),
    responses((status = 200, description = "What was found, the worst first.", body = SaidReport)))]
async fn doctor(caller: Caller, Asked(closely): Asked<Closely>) -> Reply {
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
    summary = "Lists the precautions outside the program, with their days",
    responses((status = 200, description = "All of them.", body = List<PrecautionLine>)))]
async fn list(caller: Caller) -> Reply {
    caller.tell(|person| Ok(List { items: person.admin()?.precautions()?, next: None })).await
}

#[utoipa::path(put, path = "/precautions/{precaution}", tag = "household", operation_id = "edit_precaution",
    summary = "Takes a precaution, or takes it back, and chooses the day of its reminder",
    params(("precaution" = String, Path, description = "Which, as a stable word.")),
    request_body(content = PrecautionForm, example = json!({ "done": true, "remind_on": "2027-11-22" })),
    responses((status = 200, description = "As it is now.", body = PrecautionLine)))]
async fn change(caller: Caller, Key(key): Key<String>, Sent(form): Sent<PrecautionForm>) -> Reply {
    let changed = caller.run(move |person| {
        let admin = person.admin()?;
        match form.done {
            Some(true) => admin.took_precaution(&key)?,
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
