//! Holdings, and what is stated of them from day to day.

use jiff::civil::Date;
use pecule_app::wealth::holdings::{HoldingForm, HoldingLine};
use pecule_app::{Error, Member, Reason};
use pecule_domain::id::HoldingId;
use pecule_domain::portfolio::holding::Position;
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

crate::api::request::collection::collection! {
    tag: "holdings", path: "/holdings", one: "/holdings/{id}", names: "holding",
    key: HoldingId, line: HoldingLine, form: HoldingForm,
    example: {
        "account": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b11",
        "asset": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b12", "quantity": "12.5", "cost": "1042.10"
    },
    list: Member::holdings, "Lists holdings as stated today, in the order in which they were added";
    add: Member::add_holding, "Adds a holding: an asset in an account, by quantity or by value";
    one: Member::holding, "Shows a holding as stated today";
    edit: Member::edit_holding, "Changes a holding, and states anew how much of it there is";
    remove: Member::remove_holding, "Removes a holding with everything that was stated of it";
}

/// How much of a holding there is from a day on: a quantity or a value.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StatementForm {
    /// How many units.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    quantity: Option<Decimal>,
    /// The stated value of the whole, in the currency of the asset; below 0 for a debt.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    value: Option<Decimal>,
    /// From which day on; today where none is given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    on: Option<Date>,
}

/// The routes of what is stated.
pub(crate) fn statements() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(utoipa_axum::routes!(state))
}

#[utoipa::path(post, path = "/holdings/{id}/statements", tag = "holdings", operation_id = "state_holding",
    summary = "States from a day on how much of a holding there is",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = StatementForm, example = json!({ "value": "1500.00", "on": "2026-11-22" })),
    responses((status = 201, description = "It is stated; the holding as it is today.", body = HoldingLine,
        headers(("Location" = String, description = "Where the holding is found.")))))]
async fn state(caller: Caller, Key(id): Key<HoldingId>, Sent(form): Sent<StatementForm>) -> Reply {
    let stated = caller.make(move |member| {
        let position = match (form.quantity, form.value) {
            (Some(quantity), None) => Position::Quantity(quantity),
            (None, Some(value)) => Position::Value(value),
            _ => return Err(Error::invalid("value", Reason::QuantityOrValue)),
        };
        Ok((format!("/holdings/{id}"), member.state(id, position, form.on)?))
    });
    stated.await
}
