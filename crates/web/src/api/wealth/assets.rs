//! Endpoints for assets, their allocation, compositions and prices.

use jiff::civil::Date;
use pecule_app::Member;
use pecule_app::wealth::assets::{AssetInput, AssetView};
use pecule_app::wealth::compositions::{CompositionInput, CompositionView};
use pecule_app::wealth::prices::{QuoteInput, QuoteView};
use pecule_app::wealth::reports::asset_sheet::AssetSheet;
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::allocation::Allocation;
use utoipa_axum::router::OpenApiRouter;

use crate::api::wealth::allocation::AllocationShape;
use crate::api::wealth::reports::Day;

crate::api::request::collection::collection! {
    tag: "assets", path: "/assets", one: "/assets/{id}", names: "asset",
    key: AssetId, line: AssetView, form: AssetInput,
    example: {
        "name": "World fund", "kind": "etf", "isin": "IE00B4L5Y983", "currency": "EUR",
        "allocation": { "equity": { "share": "0.98", "zones": { "us": "0.7", "japan": "0.06" } } }
    },
    list: Member::assets, "Lists assets, oldest first";
    add: Member::add_asset, "Adds an asset";
    one: Member::asset, "Shows an asset";
    edit: Member::edit_asset, "Changes an asset; an omitted allocation is kept";
    remove: Member::remove_asset, "Removes an asset that has no holdings and is in no composition";
}

/// Returns the routes for an asset's sheet, allocation, compositions and prices.
pub(crate) fn parts() -> OpenApiRouter<AppState> {
    use utoipa_axum::routes;
    OpenApiRouter::new()
        .routes(routes!(sheet))
        .routes(routes!(allocation, allocate))
        .routes(routes!(composition, compose))
        .routes(routes!(compositions))
        .routes(routes!(prices, record_price))
        .routes(routes!(remove_price))
}

#[utoipa::path(get, path = "/assets/{id}/sheet", tag = "assets", operation_id = "show_asset_sheet",
    summary = "Shows an asset on a given day: holdings, breakdown, composition and prices",
    params(("id" = String, Path, description = "Identity of the asset."), Day),
    responses((status = 200, description = "The asset's sheet.", body = AssetSheet)))]
async fn sheet(caller: Caller, Key(id): Key<AssetId>, ApiQuery(day): ApiQuery<Day>) -> Reply {
    caller.read(move |member| member.asset_sheet(id, day.at)).await
}

#[utoipa::path(get, path = "/assets/{id}/allocation", tag = "assets", operation_id = "show_allocation",
    summary = "Shows the asset's own allocation over classes and zones",
    params(("id" = String, Path, description = "Identity of the asset.")),
    responses((status = 200, description = "The allocation.", body = AllocationShape)))]
async fn allocation(caller: Caller, Key(id): Key<AssetId>) -> Reply {
    caller.read(move |member| Ok(member.asset(id)?.allocation)).await
}

#[utoipa::path(put, path = "/assets/{id}/allocation", tag = "assets", operation_id = "set_allocation",
    summary = "Sets the asset's own allocation over classes and, per class, over zones",
    params(("id" = String, Path, description = "Identity of the asset.")),
    request_body(content = AllocationShape, example = json!({
        "equity": { "share": "0.61", "zones": { "us": "0.7", "europe": "0.3" } },
        "bonds": { "share": "0.39" }
    })),
    responses((status = 200, description = "The updated allocation.", body = AllocationShape)))]
async fn allocate(
    caller: Caller,
    Key(id): Key<AssetId>,
    ApiJson(allocation): ApiJson<Allocation>,
) -> Reply {
    caller.read(move |member| Ok(member.allocate(id, allocation)?.allocation)).await
}

#[utoipa::path(get, path = "/assets/{id}/composition", tag = "assets", operation_id = "show_composition",
    summary = "Shows the asset's composition as of today",
    params(("id" = String, Path, description = "Identity of the asset.")),
    responses((status = 200, description = "The composition as of today.", body = CompositionView),
        (status = 204, description = "The asset has no composition.")))]
async fn composition(caller: Caller, Key(id): Key<AssetId>) -> Reply {
    caller.find(move |member| Ok(member.asset(id)?.composition)).await
}

#[utoipa::path(put, path = "/assets/{id}/composition", tag = "assets", operation_id = "set_composition",
    summary = "Sets the asset's composition from a day on; without parts, removes the composition of that day",
    params(("id" = String, Path, description = "Identity of the asset.")),
    request_body(content = CompositionInput, example = json!({
        "valid_from": "2026-01-01",
        "parts": [
            { "asset": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b14", "share": "0.6" },
            { "asset": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b15", "share": "0.3992" }
        ],
        "source": "Annual report"
    })),
    responses((status = 200, description = "The composition of that day.", body = CompositionView),
        (status = 204, description = "The composition of that day was removed.")))]
async fn compose(
    caller: Caller,
    Key(id): Key<AssetId>,
    ApiJson(form): ApiJson<CompositionInput>,
) -> Reply {
    let composed = caller.find(move |member| {
        let day = form.valid_from.unwrap_or_else(|| member.today());
        member.compose(id, &form)?;
        Ok(member.compositions_of(id)?.into_iter().find(|made| made.valid_from == day))
    });
    composed.await
}

#[utoipa::path(get, path = "/assets/{id}/compositions", tag = "assets", operation_id = "list_compositions",
    summary = "Lists the asset's compositions, newest first",
    params(("id" = String, Path, description = "Identity of the asset."), Slice),
    responses((status = 200, description = "One page of compositions, newest first.", body = List<CompositionView>)))]
async fn compositions(
    caller: Caller,
    Key(id): Key<AssetId>,
    ApiQuery(slice): ApiQuery<Slice>,
) -> Reply {
    let listed = caller.read(move |member| {
        member.asset(id)?;
        List::cut_back(member.compositions_of(id)?, &slice, |made| made.valid_from)
    });
    listed.await
}

#[utoipa::path(get, path = "/assets/{id}/prices", tag = "assets", operation_id = "list_prices",
    summary = "Lists the asset's prices, newest first",
    params(("id" = String, Path, description = "Identity of the asset."), Slice),
    responses((status = 200, description = "One page of prices, newest first.", body = List<QuoteView>)))]
async fn prices(caller: Caller, Key(id): Key<AssetId>, ApiQuery(slice): ApiQuery<Slice>) -> Reply {
    caller.read(move |member| List::cut_back(member.prices_of(id)?, &slice, |quote| quote.on)).await
}

#[utoipa::path(post, path = "/assets/{id}/prices", tag = "assets", operation_id = "add_price",
    summary = "Records the asset's price on a day; replaces a price already recorded for that day",
    params(("id" = String, Path, description = "Identity of the asset.")),
    request_body(content = QuoteInput, example = json!({ "on": "2026-11-20", "price": "83.41" })),
    responses((status = 201, description = "The recorded price; `Location` is its address.", body = QuoteView,
        headers(("Location" = String, description = "Address that removes the price.")))))]
async fn record_price(
    caller: Caller,
    Key(id): Key<AssetId>,
    ApiJson(form): ApiJson<QuoteInput>,
) -> Reply {
    let stated = caller.make(move |member| {
        let line = member.record_price(id, &form)?;
        Ok((format!("/assets/{id}/prices/{}", line.on), line))
    });
    stated.await
}

#[utoipa::path(delete, path = "/assets/{id}/prices/{day}", tag = "assets", operation_id = "remove_price",
    summary = "Removes the price of a day",
    params(("id" = String, Path, description = "Identity of the asset."), ("day" = String, Path, description = "Day of the price.")),
    responses((status = 204, description = "The price was removed; undoing the operation restores it.")))]
async fn remove_price(caller: Caller, Key((id, day)): Key<(AssetId, Date)>) -> Reply {
    caller.remove(move |member| member.remove_price(id, day)).await
}
