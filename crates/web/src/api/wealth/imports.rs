//! Imports: files of other programs, all of a file or nothing of it, undone as one.

#![expect(unused_qualifications, reason = "the descriptions of routes write paths out in full")]

use axum::extract::DefaultBodyLimit;
use jiff::civil::Date;
use pecule_app::wealth::import::ImportReport;
use pecule_app::{Error, LegacyFiles, Reason};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::Asked;
use crate::api::request::upload::{Upload, Uploads};
use crate::server::serve::Site;

/// The most bytes of the files of an import.
const IMPORT: usize = 16 * 1024 * 1024;

/// How a file is brought in.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Manner {
    /// Whether it is only said what would be done.
    #[serde(default)]
    dry_run: bool,
    /// What the file is called, where the body is the file itself.
    file: Option<String>,
}

/// How a fund's list is brought in.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Composed {
    /// The asset that is made of the list: its identity, its ISIN, or a name that only one has.
    asset: String,
    /// From which day on; today where none is given.
    #[param(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    /// Whether it is only said what would be done.
    #[serde(default)]
    dry_run: bool,
    /// What the file is called, where the body is the file itself.
    file: Option<String>,
}

/// Whether to do it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DryRun {
    /// Whether it is only said what would be done.
    #[serde(default)]
    dry_run: bool,
}

/// The files of the Python application, as far as there are any.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes a form of several files, which is read part by part")]
struct LegacyUpload {
    /// `banks.json`.
    #[schema(value_type = Option<String>, format = Binary)]
    banks: Option<Vec<u8>>,
    /// `accounts.json`.
    #[schema(value_type = Option<String>, format = Binary)]
    accounts: Option<Vec<u8>>,
    /// `assets.json`.
    #[schema(value_type = Option<String>, format = Binary)]
    assets: Option<Vec<u8>>,
    /// `history.json`.
    #[schema(value_type = Option<String>, format = Binary)]
    history: Option<Vec<u8>>,
}

/// A file of another program.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "it describes a body, which is read as it comes")]
struct File(Vec<u8>);

/// A form with one file, whatever its part is called.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes a form, which is read part by part")]
struct FileForm {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The routes of imports.
pub(crate) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(legacy))
        .routes(routes!(composition))
        .routes(routes!(rates))
        .routes(routes!(quotes))
        .layer(DefaultBodyLimit::max(IMPORT))
}

#[utoipa::path(post, path = "/imports/legacy", tag = "imports", operation_id = "import_legacy",
    summary = "Brings over the files of the Python application, sent as a form of several files", params(DryRun),
    request_body(content = LegacyUpload, content_type = "multipart/form-data"),
    responses((status = 200, description = "What was made, or would be.", body = ImportReport)))]
async fn legacy(caller: Caller, Asked(asked): Asked<DryRun>, files: Uploads) -> Reply {
    let report = caller.read(move |member| {
        let find = |name| files.find(name);
        let legacy = LegacyFiles {
            banks: find("banks"),
            accounts: find("accounts"),
            assets: find("assets"),
            history: find("history"),
        };
        if let Some(strange) = files.beside(&["banks", "accounts", "assets", "history"]) {
            return Err(Error::invalid(strange, Reason::NotInList));
        }
        if files.is_empty() {
            return Err(Error::invalid("banks", Reason::Required));
        }
        member.import_legacy(&legacy, asked.dry_run)
    });
    report.await
}

#[utoipa::path(post, path = "/imports/composition", tag = "imports", operation_id = "import_composition",
    summary = "Composes an asset of a fund's published list: the body is the file, or a form with it", params(Composed),
    request_body(content((File = "application/octet-stream"), (FileForm = "multipart/form-data"))),
    responses((status = 200, description = "What was made, or would be.", body = ImportReport)))]
async fn composition(caller: Caller, Asked(asked): Asked<Composed>, file: Upload) -> Reply {
    let report = caller.read(move |member| {
        let asset = member.asset_named(&asked.asset)?;
        let name = file.called(asked.file.as_deref());
        member.import_composition(asset, name, &file.bytes, asked.valid_from, asked.dry_run)
    });
    report.await
}

#[utoipa::path(post, path = "/imports/rates", tag = "imports", operation_id = "import_rates",
    summary = "Brings in exchange rates: the body is the file, or a form with it", params(Manner),
    request_body(content((File = "application/octet-stream"), (FileForm = "multipart/form-data"))),
    responses((status = 200, description = "What was made, or would be.", body = ImportReport)))]
async fn rates(caller: Caller, Asked(asked): Asked<Manner>, file: Upload) -> Reply {
    let report = caller.read(move |member| {
        member.import_rates(file.called(asked.file.as_deref()), &file.bytes, asked.dry_run)
    });
    report.await
}

#[utoipa::path(post, path = "/imports/quotes", tag = "imports", operation_id = "import_quotes",
    summary = "Brings in prices of assets: the body is the file, or a form with it", params(Manner),
    request_body(content((File = "application/octet-stream"), (FileForm = "multipart/form-data"))),
    responses((status = 200, description = "What was made, or would be.", body = ImportReport)))]
async fn quotes(caller: Caller, Asked(asked): Asked<Manner>, file: Upload) -> Reply {
    let report = caller.read(move |member| {
        member.import_quotes(file.called(asked.file.as_deref()), &file.bytes, asked.dry_run)
    });
    report.await
}
