//! Endpoints for the breakdown, the summary, the wealth table and recorded days.

#![expect(unused_qualifications, reason = "the descriptions of routes write paths out in full")]

use jiff::civil::Date;
use pecule_app::wealth::recorded_days::RecordedView;
use pecule_app::wealth::reports::breakdown::{Axis, BreakdownReport};
use pecule_app::wealth::reports::dashboard::Dashboard;
use pecule_app::wealth::reports::wealth_table::WealthTable;
use pecule_app::wealth::snapshot::Filter;
use pecule_app::{Error, Member, Reason, Result};
use pecule_domain::id::{AccountId, AssetId, BankId};
use pecule_domain::portfolio::account::Wrapper;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::ApiQuery;
use crate::api::request::list::{List, Slice};
use crate::state::AppState;

/// Query with an optional day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Day {
    /// Reporting day; today by default.
    #[param(value_type = Option<String>, format = Date)]
    pub(crate) at: Option<Date>,
}

/// Filter of a report.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FilterQuery {
    /// Reporting day; today by default.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<Date>,
    #[param(value_type = Option<String>)]
    bank: Option<BankId>,
    #[param(value_type = Option<String>)]
    account: Option<AccountId>,
    /// Only accounts with this tax wrapper.
    #[param(value_type = Option<String>)]
    wrapper: Option<Wrapper>,
    #[param(value_type = Option<String>)]
    asset: Option<AssetId>,
}

/// Grouping and filter of a breakdown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Grouped {
    /// `class`, `zone`, `class-zone`, `bank`, `account`, `wrapper`, `kind`, `currency`, `issuer`,
    /// or `taxonomy:` followed by the identity of a taxonomy.
    #[param(example = "class-zone")]
    by: String,
    /// Reporting day; today by default.
    #[param(value_type = Option<String>, format = Date)]
    at: Option<Date>,
    #[param(value_type = Option<String>)]
    bank: Option<BankId>,
    #[param(value_type = Option<String>)]
    account: Option<AccountId>,
    /// Only accounts with this tax wrapper.
    #[param(value_type = Option<String>)]
    wrapper: Option<Wrapper>,
    #[param(value_type = Option<String>)]
    asset: Option<AssetId>,
}

impl Grouped {
    /// Separates the grouping from the filter.
    fn split(self) -> (String, FilterQuery) {
        let Self { by, at, bank, account, wrapper, asset } = self;
        (by, FilterQuery { at, bank, account, wrapper, asset })
    }
}

impl FilterQuery {
    /// Resolves the filter. Fails for unknown records, which would otherwise give an empty report.
    fn scope(&self, member: &Member<'_>) -> Result<Filter> {
        let known = |field, found: Option<Result<()>>| match found {
            Some(Err(Error::NotFound)) => Err(Error::invalid(field, Reason::Unknown)),
            Some(other) => other,
            None => Ok(()),
        };
        known("bank", self.bank.map(|id| member.bank(id).map(drop)))?;
        known("account", self.account.map(|id| member.account(id).map(drop)))?;
        known("asset", self.asset.map(|id| member.asset(id).map(drop)))?;
        Ok(Filter {
            bank: self.bank,
            account: self.account,
            wrapper: self.wrapper,
            asset: self.asset,
        })
    }
}

/// Returns the routes for reports.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(breakdown))
        .routes(routes!(summary))
        .routes(routes!(wealth))
        .routes(routes!(history))
}

#[utoipa::path(get, path = "/breakdown", tag = "reports", operation_id = "show_breakdown",
    summary = "Shows a breakdown of wealth with look-through; rows always sum to the total",
    params(Grouped),
    responses((status = 200, description = "The breakdown.", body = BreakdownReport, example = json!({
        "as_of": "2026-11-22", "currency": "EUR", "total": "1500.00", "unassigned": "0.00",
        "rows": [
            { "key": "equity", "label": "equity", "amount": "915.00", "share": "0.61" },
            { "key": "bonds", "label": "bonds", "amount": "585.00", "share": "0.39" }
        ],
        "unvalued": []
    }))))]
async fn breakdown(caller: Caller, ApiQuery(grouped): ApiQuery<Grouped>) -> Reply {
    let shown = caller.read(move |member| {
        let (by, filter) = grouped.split();
        member.breakdown(Axis::parse(&by)?, &filter.scope(member)?, filter.at)
    });
    shown.await
}

#[utoipa::path(get, path = "/dashboard", tag = "reports", operation_id = "show_dashboard",
    summary = "Shows total wealth, its breakdown, its history and the open tasks", params(FilterQuery),
    responses((status = 200, description = "The summary.", body = Dashboard)))]
async fn summary(caller: Caller, ApiQuery(filter): ApiQuery<FilterQuery>) -> Reply {
    caller.read(move |member| member.dashboard(&filter.scope(member)?, filter.at)).await
}

#[utoipa::path(get, path = "/wealth", tag = "reports", operation_id = "show_wealth",
    summary = "Shows banks, their accounts and their holdings, with totals that sum at each level",
    params(FilterQuery),
    responses((status = 200, description = "The wealth table.", body = WealthTable)))]
async fn wealth(caller: Caller, ApiQuery(filter): ApiQuery<FilterQuery>) -> Reply {
    caller.read(move |member| member.wealth_table(&filter.scope(member)?, filter.at)).await
}

#[utoipa::path(get, path = "/recorded-days", tag = "reports", operation_id = "list_recorded_days",
    summary = "Lists the recorded days, oldest first", params(Slice),
    responses((status = 200, description = "One page of recorded days, oldest first.", body = List<RecordedView>)))]
async fn history(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller.read(move |member| List::cut(member.history()?, &slice, |day| day.on)).await
}
