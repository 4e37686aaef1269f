//! Endpoints for holdings and their statements.

use jiff::civil::Date;
use pecule_app::wealth::holdings::{HoldingInput, HoldingView};
use pecule_app::{Error, Member, Reason};
use pecule_domain::id::HoldingId;
use pecule_domain::portfolio::holding::Position;
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

crate::api::request::collection::collection! {
    tag: "holdings", path: "/holdings", one: "/holdings/{id}", names: "holding",
    key: HoldingId, line: HoldingView, form: HoldingInput,
    example: {
        "account": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b11",
        "asset": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b12", "quantity": "12.5", "cost": "1042.10"
    },
    list: Member::holdings, "Lists holdings as of today, oldest first";
    add: Member::add_holding, "Adds a holding: an asset in an account, by quantity or by value";
    one: Member::holding, "Shows a holding as of today";
    edit: Member::edit_holding, "Changes a holding and records its quantity or value";
    remove: Member::remove_holding, "Removes a holding with its statements";
}

/// Quantity or value of a holding from a day on. Exactly one of the two is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StatementForm {
    /// Number of units.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    quantity: Option<Decimal>,
    /// Value of the whole holding in the currency of the asset; negative for a debt.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    value: Option<Decimal>,
    /// First day; today by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    on: Option<Date>,
}

/// Returns the route that records statements.
pub(crate) fn statements() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(utoipa_axum::routes!(state))
}

#[utoipa::path(post, path = "/holdings/{id}/statements", tag = "holdings", operation_id = "record_statement",
    summary = "Records the quantity or value of a holding from a day on",
    params(("id" = String, Path, description = "Identity of the holding.")),
    request_body(content = StatementForm, example = json!({ "value": "1500.00", "on": "2026-11-22" })),
    responses((status = 201, description = "The holding as of today; `Location` is its address.", body = HoldingView,
        headers(("Location" = String, description = "Address of the holding.")))))]
async fn state(
    caller: Caller,
    Key(id): Key<HoldingId>,
    ApiJson(form): ApiJson<StatementForm>,
) -> Reply {
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
