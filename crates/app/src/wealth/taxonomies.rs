//! Manages taxonomies, classifications of assets that the owner defines.

use pecule_domain::id::{AssetId, TaxonId, TaxonomyId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;

/// A taxonomy as it is displayed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaxonomyView {
    #[schema(value_type = String)]
    pub id: TaxonomyId,
    pub name: String,
    pub taxons: Vec<TaxonView>,
}

/// A heading as it is displayed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaxonView {
    #[schema(value_type = String)]
    pub id: TaxonId,
    pub name: String,
}

/// The fields of a taxonomy to be added or edited.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxonomyInput {
    pub name: String,
    /// The names of its headings. Existing names stay, missing ones are removed.
    #[serde(default)]
    pub taxons: Vec<String>,
}

/// The share of an asset under a heading.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentInput {
    #[schema(value_type = String)]
    pub taxon: TaxonId,
    /// A fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
}

impl Member<'_> {
    /// Returns every taxonomy, by name.
    pub fn taxonomies(&self) -> Result<Vec<TaxonomyView>> {
        self.gather(|view| {
            let mut lines = Vec::new();
            for taxonomy in view.taxonomies()? {
                let taxons = view.taxons(taxonomy.id)?.into_iter();
                lines.push(TaxonomyView {
                    id: taxonomy.id,
                    name: taxonomy.name,
                    taxons: taxons
                        .map(|taxon| TaxonView { id: taxon.id, name: taxon.name })
                        .collect(),
                });
            }
            Ok(lines)
        })
    }

    /// Returns one taxonomy.
    pub fn taxonomy(&self, id: TaxonomyId) -> Result<TaxonomyView> {
        self.taxonomies()?.into_iter().find(|taxonomy| taxonomy.id == id).ok_or(Error::NotFound)
    }

    /// Adds a taxonomy with its headings.
    pub fn add_taxonomy(&self, form: &TaxonomyInput) -> Result<TaxonomyView> {
        let taxonomy =
            Taxonomy { id: self.draw(TaxonomyId::new)?, name: validate::name("name", &form.name)? };
        let taxons = self.new_taxons(taxonomy.id, &names(&form.taxons)?)?;
        self.change("taxonomy-added", &json!({ "name": taxonomy.name }), |edit| {
            edit.add_taxonomy(&taxonomy)?;
            for taxon in &taxons {
                edit.add_taxon(taxon)?;
            }
            Ok(())
        })?;
        self.taxonomy(taxonomy.id)
    }

    /// Renames a taxonomy, adds new headings and removes those that are not named.
    pub fn edit_taxonomy(&self, id: TaxonomyId, form: &TaxonomyInput) -> Result<TaxonomyView> {
        let known = self.taxonomy(id)?;
        let taxonomy = Taxonomy { id, name: validate::name("name", &form.name)? };
        let wanted = names(&form.taxons)?;
        let missing: Vec<String> = wanted
            .iter()
            .filter(|name| !known.taxons.iter().any(|taxon| taxon.name == **name))
            .cloned()
            .collect();
        let gone: Vec<TaxonId> = known
            .taxons
            .iter()
            .filter(|taxon| !wanted.contains(&taxon.name))
            .map(|taxon| taxon.id)
            .collect();
        let taxons = self.new_taxons(id, &missing)?;
        self.change("taxonomy-edited", &json!({ "name": taxonomy.name }), |edit| {
            edit.put_taxonomy(&taxonomy)?;
            for taxon in gone {
                edit.remove_taxon(taxon)?;
            }
            for taxon in &taxons {
                edit.add_taxon(taxon)?;
            }
            Ok(())
        })?;
        self.taxonomy(id)
    }

    /// Removes a taxonomy with its headings and assignments.
    pub fn remove_taxonomy(&self, id: TaxonomyId) -> Result<()> {
        let known = self.taxonomy(id)?;
        self.change("taxonomy-removed", &json!({ "name": known.name }), |edit| {
            Ok(edit.remove_taxonomy(id)?)
        })
    }

    /// Returns the headings of an asset, with its share under each.
    pub fn assignments_of(&self, asset: AssetId) -> Result<Vec<AssignmentInput>> {
        let assigned = self.open().books.read(|view| view.assignments_of(asset))?;
        let form = |assignment: Assignment| AssignmentInput {
            taxon: assignment.taxon,
            share: assignment.share,
        };
        Ok(assigned.into_iter().map(form).collect())
    }

    /// Sets the headings of an asset in one taxonomy. Headings that are not named lose it.
    pub fn assign(
        &self,
        asset: AssetId,
        taxonomy: TaxonomyId,
        forms: &[AssignmentInput],
    ) -> Result<()> {
        let known = self.taxonomy(taxonomy)?;
        let asset_name = self.asset(asset)?.name;
        Share::sum(forms.iter().map(|form| form.share)).map_err(|excess| {
            Error::invalid_with("assignments", Reason::TooMuch, excess.percentage().to_string())
        })?;
        let strange =
            forms.iter().find(|form| !known.taxons.iter().any(|taxon| taxon.id == form.taxon));
        if let Some(strange) = strange {
            return Err(Error::invalid_with("taxon", Reason::Unknown, strange.taxon.to_string()));
        }
        self.change("asset-assigned", &json!({ "name": asset_name }), |edit| {
            for taxon in &known.taxons {
                let share = forms.iter().find(|form| form.taxon == taxon.id).map(|form| form.share);
                let assignment =
                    Assignment { asset, taxon: taxon.id, share: share.unwrap_or_default() };
                edit.put_assignment(&assignment)?;
            }
            Ok(())
        })
    }

    fn new_taxons(&self, taxonomy: TaxonomyId, names: &[String]) -> Result<Vec<Taxon>> {
        let taxon = |name: &String| {
            Ok(Taxon { id: self.draw(TaxonId::new)?, taxonomy, name: name.clone() })
        };
        names.iter().map(taxon).collect()
    }
}

/// Validates the names of headings. Each may occur once.
fn names(given: &[String]) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for name in given {
        let name = validate::name("taxons", name)?;
        if names.contains(&name) {
            return Err(Error::invalid_with("taxons", Reason::Twice, name));
        }
        names.push(name);
    }
    Ok(names)
}
