//! Endpoints for exchange rates.

use jiff::civil::Date;
use pecule_app::wealth::exchange_rates::{RateInput, RateView};
use pecule_app::{Error, Result};
use pecule_domain::money::currency::Currency;
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::request::caller::{Caller, Reply};
use crate::api::request::input::{ApiJson, ApiQuery, Key};
use crate::api::request::list::{List, Slice};
use crate::state::AppState;

/// Rate of the pair and day in the path.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RateOfDay {
    /// Units of the counter currency for one unit of the base currency; above 0.
    #[schema(value_type = String)]
    rate: Decimal,
}

/// Key of an exchange rate: base currency, counter currency, day.
type Pair = (Currency, Currency, Date);

/// Returns the routes for exchange rates.
pub(crate) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(one, edit, remove))
}

fn address(line: &RateView) -> String {
    format!("/exchange-rates/{}/{}/{}", line.base, line.counter, line.on)
}

fn key(line: &RateView) -> String {
    format!("{}-{}-{}", line.base, line.counter, line.on)
}

#[utoipa::path(get, path = "/exchange-rates", tag = "exchange-rates", operation_id = "list_exchange_rates",
    summary = "Lists exchange rates by pair and day", params(Slice),
    responses((status = 200, description = "One page of exchange rates.", body = List<RateView>)))]
async fn list(caller: Caller, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller.read(move |member| List::cut(member.exchange_rates()?, &slice, key)).await
}

#[utoipa::path(post, path = "/exchange-rates", tag = "exchange-rates", operation_id = "add_exchange_rate",
    summary = "Records the rate of a pair on a day; replaces a rate already recorded for that day",
    request_body(content = RateInput, example = json!({ "base": "EUR", "counter": "USD", "on": "2026-11-20", "rate": "1.0815" })),
    responses((status = 201, description = "The recorded rate; `Location` is its address.", body = RateView,
        headers(("Location" = String, description = "Address of the rate.")))))]
async fn add(caller: Caller, ApiJson(form): ApiJson<RateInput>) -> Reply {
    let stated = caller.make(move |member| {
        let line = member.record_exchange_rate(&form)?;
        Ok((address(&line), line))
    });
    stated.await
}

#[utoipa::path(get, path = "/exchange-rates/{base}/{counter}/{day}", tag = "exchange-rates", operation_id = "find_exchange_rate",
    summary = "Shows the rate of a pair on a day",
    params(("base" = String, Path, description = "Base currency."),
        ("counter" = String, Path, description = "Counter currency, in which one unit of the base currency is priced."),
        ("day" = String, Path, description = "Day of the rate.")),
    responses((status = 200, description = "The rate.", body = RateView)))]
async fn one(caller: Caller, Key(pair): Key<Pair>) -> Reply {
    let found = caller.read(move |member| -> Result<RateView> {
        let mut rates = member.exchange_rates()?.into_iter();
        rates.find(|line| (line.base, line.counter, line.on) == pair).ok_or(Error::NotFound)
    });
    found.await
}

#[utoipa::path(put, path = "/exchange-rates/{base}/{counter}/{day}", tag = "exchange-rates", operation_id = "edit_exchange_rate",
    summary = "Records the rate of a pair on a day",
    params(("base" = String, Path, description = "Base currency."),
        ("counter" = String, Path, description = "Counter currency, in which one unit of the base currency is priced."),
        ("day" = String, Path, description = "Day of the rate.")),
    request_body(content = RateOfDay, example = json!({ "rate": "1.0815" })),
    responses((status = 200, description = "The recorded rate.", body = RateView)))]
async fn edit(caller: Caller, Key(pair): Key<Pair>, ApiJson(sent): ApiJson<RateOfDay>) -> Reply {
    let (base, counter, on) = pair;
    let form = RateInput { base, counter, on: Some(on), rate: sent.rate };
    caller.read(move |member| member.record_exchange_rate(&form)).await
}

#[utoipa::path(delete, path = "/exchange-rates/{base}/{counter}/{day}", tag = "exchange-rates", operation_id = "remove_exchange_rate",
    summary = "Removes the rate of a pair on a day",
    params(("base" = String, Path, description = "Base currency."),
        ("counter" = String, Path, description = "Counter currency, in which one unit of the base currency is priced."),
        ("day" = String, Path, description = "Day of the rate.")),
    responses((status = 204, description = "The rate was removed; undoing the operation restores it.")))]
async fn remove(caller: Caller, Key((base, counter, day)): Key<Pair>) -> Reply {
    caller.remove(move |member| member.remove_exchange_rate(base, counter, day)).await
}
