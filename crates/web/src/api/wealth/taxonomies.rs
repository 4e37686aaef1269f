//! Endpoints for taxonomies and the assignment of assets to their headings.

use pecule_app::wealth::taxonomies::{AssignmentInput, TaxonomyInput, TaxonomyView};
use pecule_app::{Member, Result};
use pecule_domain::id::{AssetId, TaxonomyId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

crate::api::request::collection::collection! {
    tag: "taxonomies", path: "/taxonomies", one: "/taxonomies/{id}", names: "taxonomy",
    key: TaxonomyId, line: TaxonomyView, form: TaxonomyInput,
    example: { "name": "Liquidity", "taxons": ["At once", "Within a year", "Later"] },
    list: Member::taxonomies, "Lists taxonomies, oldest first";
    add: Member::add_taxonomy, "Creates a taxonomy with its headings";
    one: Member::taxonomy, "Shows a taxonomy";
    edit: Member::edit_taxonomy, "Renames a taxonomy and changes its headings";
    remove: Member::remove_taxonomy, "Removes a taxonomy with its headings and assignments";
}

/// Assignment of an asset to the headings of a taxonomy.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Assignments {
    /// Each heading with its share of the asset; the rest is unclassified.
    assignments: Vec<AssignmentInput>,
}

/// Returns the routes for assignments.
pub(crate) fn assignments() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(utoipa_axum::routes!(assigned, assign))
}

#[utoipa::path(get, path = "/assets/{id}/taxonomies/{taxonomy}", tag = "assets", operation_id = "list_assignments",
    summary = "Shows an asset's assignments to a taxonomy",
    params(("id" = String, Path, description = "Identity of the asset."), ("taxonomy" = String, Path, description = "Identity of the taxonomy.")),
    responses((status = 200, description = "The assignments.", body = Assignments)))]
async fn assigned(caller: Caller, Key((asset, taxonomy)): Key<(AssetId, TaxonomyId)>) -> Reply {
    caller.read(move |member| under(member, asset, taxonomy)).await
}

#[utoipa::path(put, path = "/assets/{id}/taxonomies/{taxonomy}", tag = "assets", operation_id = "set_assignments",
    summary = "Replaces an asset's assignments to a taxonomy",
    params(("id" = String, Path, description = "Identity of the asset."), ("taxonomy" = String, Path, description = "Identity of the taxonomy.")),
    request_body(content = Assignments, example = json!({
        "assignments": [{ "taxon": "0198f2a4-7c1e-7d3b-9a55-2f6f0f3c9b13", "share": "0.75" }]
    })),
    responses((status = 200, description = "The updated assignments.", body = Assignments)))]
async fn assign(
    caller: Caller,
    Key((asset, taxonomy)): Key<(AssetId, TaxonomyId)>,
    ApiJson(sent): ApiJson<Assignments>,
) -> Reply {
    let assigned = caller.read(move |member| {
        member.assign(asset, taxonomy, &sent.assignments)?;
        under(member, asset, taxonomy)
    });
    assigned.await
}

fn under(member: &Member<'_>, asset: AssetId, taxonomy: TaxonomyId) -> Result<Assignments> {
    member.asset(asset)?;
    let taxons = member.taxonomy(taxonomy)?.taxons;
    let mut assignments = member.assignments_of(asset)?;
    assignments.retain(|form| taxons.iter().any(|taxon| taxon.id == form.taxon));
    Ok(Assignments { assignments })
}
