//! Taxonomies: axes of one's own.

use pecule_domain::id::{AssetId, TaxonId, TaxonomyId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;

/// A taxonomy as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaxonomyLine {
    /// Which.
    #[schema(value_type = String)]
    pub id: TaxonomyId,
    /// Its name.
    pub name: String,
    /// Its headings.
    pub taxons: Vec<TaxonLine>,
}

/// A heading as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaxonLine {
    /// Which.
    #[schema(value_type = String)]
    pub id: TaxonId,
    /// Its name.
    pub name: String,
}

/// A taxonomy as it is sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxonomyForm {
    /// Its name.
    pub name: String,
    /// The names of its headings; those that are there already stay, those that are missing are removed.
    #[serde(default)]
    pub taxons: Vec<String>,
}

/// What of an asset is put under a heading.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentForm {
    /// The heading.
    #[schema(value_type = String)]
    pub taxon: TaxonId,
    /// How much of the asset, as a fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
}

impl Member<'_> {
    /// Every taxonomy, by name.
    pub fn taxonomies(&self) -> Result<Vec<TaxonomyLine>> {
        self.gather(|view| {
            let mut lines = Vec::new();
            for taxonomy in view.taxonomies()? {
                let taxons = view.taxons(taxonomy.id)?.into_iter();
                lines.push(TaxonomyLine {
                    id: taxonomy.id,
                    name: taxonomy.name,
                    taxons: taxons
                        .map(|taxon| TaxonLine { id: taxon.id, name: taxon.name })
                        .collect(),
                });
            }
            Ok(lines)
        })
    }

    /// One taxonomy.
    pub fn taxonomy(&self, id: TaxonomyId) -> Result<TaxonomyLine> {
        self.taxonomies()?.into_iter().find(|taxonomy| taxonomy.id == id).ok_or(Error::NotFound)
    }

    /// Makes a taxonomy with its headings.
    pub fn add_taxonomy(&self, form: &TaxonomyForm) -> Result<TaxonomyLine> {
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

    /// Renames a taxonomy, adds the headings that are new and removes those that are no longer named.
    pub fn edit_taxonomy(&self, id: TaxonomyId, form: &TaxonomyForm) -> Result<TaxonomyLine> {
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

    /// Removes a taxonomy with its headings and what was under them.
    pub fn remove_taxonomy(&self, id: TaxonomyId) -> Result<()> {
        let known = self.taxonomy(id)?;
        self.change("taxonomy-removed", &json!({ "name": known.name }), |edit| {
            Ok(edit.remove_taxonomy(id)?)
        })
    }

    /// What of an asset is under which headings.
    pub fn assignments_of(&self, asset: AssetId) -> Result<Vec<AssignmentForm>> {
        let assigned = self.open().books.read(|view| view.assignments_of(asset))?;
        let form = |assignment: Assignment| AssignmentForm {
            taxon: assignment.taxon,
            share: assignment.share,
        };
        Ok(assigned.into_iter().map(form).collect())
    }

    /// Puts an asset under headings of one taxonomy; headings of it that are not named lose the asset.
    pub fn assign(
        &self,
        asset: AssetId,
        taxonomy: TaxonomyId,
        forms: &[AssignmentForm],
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

/// The names of headings, each once.
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
