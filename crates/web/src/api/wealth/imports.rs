//! Endpoints for imports of other programs' files. An import is one operation: it succeeds or fails
//! as a whole and can be undone.

#![expect(unused_qualifications, reason = "the descriptions of routes write paths out in full")]

use axum::extract::DefaultBodyLimit;
use jiff::civil::Date;
use pecule_app::wealth::import::report::ImportReport;
use pecule_app::{Error, LegacyFiles, Reason};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::ApiQuery;
use crate::api::request::upload::{Upload, Uploads};
use crate::state::AppState;

/// Maximum size of an import, in bytes (16 MiB).
const IMPORT: usize = 16 * 1024 * 1024;

/// Query of an import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Manner {
    /// Whether to report the changes without making them.
    #[serde(default)]
    dry_run: bool,
    /// Name of the file, if the body is the file itself.
    file: Option<String>,
}

/// Query of an import of a fund's published holdings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Composed {
    /// Asset whose composition is set: its identity, its ISIN or a unique name.
    asset: String,
    /// First day of the composition; today by default.
    #[param(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    /// Whether to report the changes without making them.
    #[serde(default)]
    dry_run: bool,
    /// Name of the file, if the body is the file itself.
    file: Option<String>,
}

/// Query of the legacy import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DryRun {
    /// Whether to report the changes without making them.
    #[serde(default)]
    dry_run: bool,
}

/// Files of the former Python application. All are optional.
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

/// Raw body of an import.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "it describes a body, which is read as it comes")]
struct File(Vec<u8>);

/// Form with a single file; the name of the part is ignored.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes a form, which is read part by part")]
struct FileForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Returns the routes for imports.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(legacy))
        .routes(routes!(fund_holdings))
        .routes(routes!(exchange_rates))
        .routes(routes!(prices))
        .layer(DefaultBodyLimit::max(IMPORT))
}

#[utoipa::path(post, path = "/imports/legacy", tag = "imports", operation_id = "import_legacy",
    summary = "Imports the files of the former Python application, sent as a multipart form", params(DryRun),
    request_body(content = LegacyUpload, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changes made, or those that would be made by a dry run.", body = ImportReport)))]
async fn legacy(caller: Caller, ApiQuery(asked): ApiQuery<DryRun>, files: Uploads) -> Reply {
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

#[utoipa::path(post, path = "/imports/fund-holdings", tag = "imports", operation_id = "import_fund_holdings",
    summary = "Sets an asset's composition from a fund's published holdings; the body is the file, or a form with it", params(Composed),
    request_body(content((File = "application/octet-stream"), (FileForm = "multipart/form-data"))),
    responses((status = 200, description = "The changes made, or those that would be made by a dry run.", body = ImportReport)))]
async fn fund_holdings(caller: Caller, ApiQuery(asked): ApiQuery<Composed>, file: Upload) -> Reply {
    let report = caller.read(move |member| {
        let asset = member.asset_named(&asked.asset)?;
        let name = file.called(asked.file.as_deref());
        member.import_composition(asset, name, &file.bytes, asked.valid_from, asked.dry_run)
    });
    report.await
}

#[utoipa::path(post, path = "/imports/exchange-rates", tag = "imports", operation_id = "import_exchange_rates",
    summary = "Imports exchange rates; the body is the file, or a form with it", params(Manner),
    request_body(content((File = "application/octet-stream"), (FileForm = "multipart/form-data"))),
    responses((status = 200, description = "The changes made, or those that would be made by a dry run.", body = ImportReport)))]
async fn exchange_rates(caller: Caller, ApiQuery(asked): ApiQuery<Manner>, file: Upload) -> Reply {
    let report = caller.read(move |member| {
        member.import_exchange_rates(file.called(asked.file.as_deref()), &file.bytes, asked.dry_run)
    });
    report.await
}

#[utoipa::path(post, path = "/imports/prices", tag = "imports", operation_id = "import_prices",
    summary = "Imports prices of assets; the body is the file, or a form with it", params(Manner),
    request_body(content((File = "application/octet-stream"), (FileForm = "multipart/form-data"))),
    responses((status = 200, description = "The changes made, or those that would be made by a dry run.", body = ImportReport)))]
async fn prices(caller: Caller, ApiQuery(asked): ApiQuery<Manner>, file: Upload) -> Reply {
    let report = caller.read(move |member| {
        member.import_prices(file.called(asked.file.as_deref()), &file.bytes, asked.dry_run)
    });
    report.await
}
