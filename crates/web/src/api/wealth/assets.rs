//! Assets: what they are, split over, are made of, cost.

use jiff::civil::Date;
use pecule_app::Member;
use pecule_app::wealth::assets::{AssetForm, AssetLine};
use pecule_app::wealth::compositions::{CompositionForm, CompositionLine};
use pecule_app::wealth::prices::{QuoteForm, QuoteLine};
use pecule_app::wealth::reports::asset_sheet::AssetSheet;
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::allocation::Allocation;
use utoipa_axum::router::OpenApiRouter;

use crate::api::wealth::allocation::AllocationShape;
use crate::api::wealth::reports::Day;

crate::api::request::collection::collection! {
    tag: "assets", path: "/assets", one: "/assets/{id}", names: "asset",
    key: AssetId, line: AssetLine, form: AssetForm,
    example: {
        "name": "World fund", "kind": "etf", "isin": "IE00B4L5Y983", "currency": "EUR",
        "allocation": { "equity": { "share": "0.98", "zones": { "us": "0.7", "japan": "0.06" } } }
    },
    list: Member::assets, "Lists assets, in the order in which they were added";
    add: Member::add_asset, "Adds an asset";
    one: Member::asset, "Shows an asset";
    edit: Member::edit_asset, "Changes an asset; an allocation that is not sent stays";
    remove: Member::remove_asset, "Removes an asset that nothing holds and nothing is made of";
}

/// The routes of what belongs to an asset.
pub(crate) fn parts() -> OpenApiRouter<Site> {
    use utoipa_axum::routes;
    OpenApiRouter::new()
        .routes(routes!(sheet))
        .routes(routes!(allocation, allocate))
        .routes(routes!(composition, compose))
        .routes(routes!(compositions))
        .routes(routes!(quotes, quote))
        .routes(routes!(remove_quote))
}

#[utoipa::path(get, path = "/assets/{id}/sheet", tag = "assets", operation_id = "show_asset_sheet",
    summary = "Shows all about an asset on a day: where it is held, what it splits over, what it is made of",
    params(("id" = String, Path, description = "Which."), Day),
    responses((status = 200, description = "The sheet.", body = AssetSheet)))]
async fn sheet(caller: Caller, Key(id): Key<AssetId>, Asked(day): Asked<Day>) -> Reply {
    caller.read(move |member| member.asset_sheet(id, day.at)).await
}

#[utoipa::path(get, path = "/assets/{id}/allocation", tag = "assets", operation_id = "show_allocation",
    summary = "Shows how an asset by itself splits over classes and zones",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "As it is now.", body = AllocationShape)))]
async fn allocation(caller: Caller, Key(id): Key<AssetId>) -> Reply {
    caller.read(move |member| Ok(member.asset(id)?.allocation)).await
}

#[utoipa::path(put, path = "/assets/{id}/allocation", tag = "assets", operation_id = "allocate",
    summary = "Says how an asset by itself splits over classes and, per class, over zones",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = AllocationShape, example = json!({
        "equity": { "share": "0.61", "zones": { "us": "0.7", "europe": "0.3" } },
        "bonds": { "share": "0.39" }
    })),
    responses((status = 200, description = "As it is now.", body = AllocationShape)))]
async fn allocate(
    caller: Caller,
    Key(id): Key<AssetId>,
    Sent(allocation): Sent<Allocation>,
) -> Reply {
    caller.read(move |member| Ok(member.allocate(id, allocation)?.allocation)).await
}

#[utoipa::path(get, path = "/assets/{id}/composition", tag = "assets", operation_id = "show_composition",
    summary = "Shows what an asset is made of today",
    params(("id" = String, Path, description = "Which.")),
    responses((status = 200, description = "As it is today.", body = CompositionLine),
        (status = 204, description = "It is not made of other assets.")))]
async fn composition(caller: Caller, Key(id): Key<AssetId>) -> Reply {
    caller.find(move |member| Ok(member.asset(id)?.composition)).await
}

#[utoipa::path(put, path = "/assets/{id}/composition", tag = "assets", operation_id = "compose",
    summary = "Says what an asset is made of from a day on; without parts, takes the composition of that day away",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = CompositionForm, example = json!({
        "valid_from": "2026-01-01",
        "parts": [
            { "asset": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b14", "share": "0.6" },
            { "asset": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b15", "share": "0.3992" }
        ],
        "source": "Annual report"
    })),
    responses((status = 200, description = "The composition of that day.", body = CompositionLine),
        (status = 204, description = "The composition of that day was taken away.")))]
async fn compose(
    caller: Caller,
    Key(id): Key<AssetId>,
    Sent(form): Sent<CompositionForm>,
) -> Reply {
    let composed = caller.find(move |member| {
        let day = form.valid_from.unwrap_or_else(|| member.today());
        member.compose(id, &form)?;
        Ok(member.compositions_of(id)?.into_iter().find(|made| made.valid_from == day))
    });
    composed.await
}

#[utoipa::path(get, path = "/assets/{id}/compositions", tag = "assets", operation_id = "list_compositions",
    summary = "Lists what an asset was made of at every time, the latest first",
    params(("id" = String, Path, description = "Which."), Slice),
    responses((status = 200, description = "What was asked for.", body = List<CompositionLine>)))]
async fn compositions(caller: Caller, Key(id): Key<AssetId>, Asked(slice): Asked<Slice>) -> Reply {
    let listed = caller.read(move |member| {
        member.asset(id)?;
        List::cut_back(member.compositions_of(id)?, &slice, |made| made.valid_from)
    });
    listed.await
}

#[utoipa::path(get, path = "/assets/{id}/quotes", tag = "assets", operation_id = "list_quotes",
    summary = "Lists the prices of an asset, the latest first",
    params(("id" = String, Path, description = "Which."), Slice),
    responses((status = 200, description = "What was asked for.", body = List<QuoteLine>)))]
async fn quotes(caller: Caller, Key(id): Key<AssetId>, Asked(slice): Asked<Slice>) -> Reply {
    caller.read(move |member| List::cut_back(member.quotes_of(id)?, &slice, |quote| quote.on)).await
}

#[utoipa::path(post, path = "/assets/{id}/quotes", tag = "assets", operation_id = "add_quote",
    summary = "States the price of an asset on a day, in the place of another one of that day",
    params(("id" = String, Path, description = "Which.")),
    request_body(content = QuoteForm, example = json!({ "on": "2026-11-20", "price": "83.41" })),
    responses((status = 201, description = "It is stated; its address is in Location.", body = QuoteLine,
        headers(("Location" = String, description = "What takes it away.")))))]
async fn quote(caller: Caller, Key(id): Key<AssetId>, Sent(form): Sent<QuoteForm>) -> Reply {
    let stated = caller.make(move |member| {
        let line = member.quote(id, &form)?;
        Ok((format!("/assets/{id}/quotes/{}", line.on), line))
    });
    stated.await
}

#[utoipa::path(delete, path = "/assets/{id}/quotes/{day}", tag = "assets", operation_id = "remove_quote",
    summary = "Takes the price of a day away",
    params(("id" = String, Path, description = "Which."), ("day" = String, Path, description = "The day.")),
    responses((status = 204, description = "It is gone; undoing the operation brings it back.")))]
async fn remove_quote(caller: Caller, Key((id, day)): Key<(AssetId, Date)>) -> Reply {
    caller.remove(move |member| member.remove_quote(id, day)).await
}
