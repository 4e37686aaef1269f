//! Edits the assignment of an asset to the headings of a user-defined taxonomy.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::wealth::assets::AssetView;
use pecule_app::wealth::taxonomies::{AssignmentInput, TaxonomyView};
use pecule_app::{Error, Member, Result};
use pecule_domain::id::TaxonId;

use crate::pages::form::shares::{TypedShares, faults};
use crate::pages::wealth::assets::form::named;
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;
use crate::view::shares::{ListedPart, Parts, ShareRow, SharesTable};

#[derive(Template)]
#[template(path = "wealth/assets/assignment.html")]
struct AssetTaxonomiesPage {
    page: Page,
    asset: AssetView,
    taxonomy: TaxonomyView,
    table: SharesTable,
    faults: Vec<(String, String)>,
}

/// Shows the assignments.
pub async fn show(visit: SignedIn, Path((id, taxonomy)): Path<(String, String)>) -> Response {
    visit
        .show("asset-assignment", Some(Screen::Wealth), move |member, page| {
            let (asset, taxonomy) = both(member, &id, &taxonomy)?;
            let mut assigned = member.assignments_of(asset.id)?;
            assigned.retain(|form| taxonomy.taxons.iter().any(|taxon| taxon.id == form.taxon));
            assigned.retain(|form| !form.share.is_none());
            assigned.sort_by_key(|form| std::cmp::Reverse(form.share));
            let row = |form: &AssignmentInput| {
                ShareRow::kept(form.taxon.to_string(), form.share, page.lang)
            };
            let typed = TypedShares::kept(assigned.iter().map(row));
            Ok(AssetTaxonomiesPage::new(page, asset, taxonomy, typed))
        })
        .await
}

/// Sets the assignments.
pub async fn change(
    visit: SignedIn,
    Path((id, taxonomy)): Path<(String, String)>,
    form: Form,
) -> Response {
    visit
        .act("asset-assignment", Some(Screen::Wealth), move |member, page| {
            let (asset, taxonomy) = both(member, &id, &taxonomy)?;
            let mut typed = TypedShares::read(&form, &page);
            let shares = typed.keyed::<TaxonId>(&page);
            if typed.is_good() {
                let form = |(taxon, share)| AssignmentInput { taxon, share };
                let forms: Vec<AssignmentInput> = shares.into_iter().map(form).collect();
                match member.assign(asset.id, taxonomy.id, &forms) {
                    Ok(()) => return Ok(FormOutcome::Done(format!("/assets/{}", asset.id))),
                    Err(Error::Invalid(problems)) => typed.refuse_whole(&problems, &page),
                    Err(other) => return Err(other),
                }
            }
            FormOutcome::again(&AssetTaxonomiesPage::new(page, asset, taxonomy, typed))
        })
        .await
}

/// Finds the asset and the taxonomy named in the address.
fn both(member: &Member<'_>, id: &str, taxonomy: &str) -> Result<(AssetView, TaxonomyView)> {
    Ok((member.asset(named(id)?)?, member.taxonomy(named(taxonomy)?)?))
}

impl AssetTaxonomiesPage {
    fn new(mut page: Page, asset: AssetView, taxonomy: TaxonomyView, typed: TypedShares) -> Self {
        page.title.clone_from(&asset.name);
        let listed = taxonomy.taxons.iter().zip((1..=9).cycle()).map(|(taxon, series)| {
            ListedPart { key: taxon.id.to_string(), label: taxon.name.clone(), series }
        });
        let table = SharesTable {
            id: "headings".into(),
            parts: Parts::Listed(listed.collect()),
            rows: typed.rows,
            head: page.t("assignment-heading"),
            rest_label: page.t("shares-rest"),
            error: typed.error,
        };
        Self { faults: faults(&table), page, asset, taxonomy, table }
    }
}
