//! Imports the sectors of a fund's list as a taxonomy.

use std::collections::{BTreeMap, BTreeSet};

use pecule_domain::id::{AssetId, TaxonId, TaxonomyId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::batch::Batch;
use crate::wealth::import::names::cut_name;
use crate::wealth::portfolio::Portfolio;

/// Name of the taxonomy in French and in English.
const NAMES: [&str; 2] = ["Secteurs", "Sectors"];

/// The taxonomy of sectors, and the assets assigned in it.
pub(crate) struct Sectors<'p> {
    member: &'p Member<'p>,
    taxonomy: Option<TaxonomyId>,
    headings: BTreeMap<String, TaxonId>,
    sorted: BTreeSet<AssetId>,
}

impl<'p> Sectors<'p> {
    pub(crate) fn new(member: &'p Member<'p>, wealth: &Portfolio) -> Self {
        let named = |name: &str| wealth.taxonomies.values().find(|taxonomy| taxonomy.name == name);
        let found = named(ours(member)).or_else(|| NAMES.iter().find_map(|name| named(name)));
        let taxonomy = found.map(|taxonomy| taxonomy.id);
        let taxons: Vec<&Taxon> =
            wealth.taxons.values().filter(|taxon| Some(taxon.taxonomy) == taxonomy).collect();
        let ids: BTreeSet<TaxonId> = taxons.iter().map(|taxon| taxon.id).collect();
        let sorted = wealth.assignments.iter().filter(|(_, assigned)| {
            assigned.iter().any(|assignment| ids.contains(&assignment.taxon))
        });
        Self {
            member,
            taxonomy,
            headings: taxons.into_iter().map(|taxon| (taxon.name.clone(), taxon.id)).collect(),
            sorted: sorted.map(|(asset, _)| *asset).collect(),
        }
    }

    /// Assigns an asset to its sector, unless it has an assignment in the taxonomy.
    pub(crate) fn put(&mut self, asset: AssetId, sector: &str, batch: &mut Batch) -> Result<()> {
        if !self.sorted.insert(asset) {
            return Ok(());
        }
        let (name, _) = cut_name(sector, "");
        let taxon = match self.headings.get(&name) {
            Some(taxon) => *taxon,
            None => self.heading(name, batch)?,
        };
        batch.assignments.push(Assignment { asset, taxon, share: Share::WHOLE });
        Ok(())
    }

    fn heading(&mut self, name: String, batch: &mut Batch) -> Result<TaxonId> {
        let taxonomy = if let Some(taxonomy) = self.taxonomy {
            taxonomy
        } else {
            let id = self.member.draw(TaxonomyId::new)?;
            batch.taxonomies.push(Taxonomy { id, name: ours(self.member).to_owned() });
            *self.taxonomy.insert(id)
        };
        let id = self.member.draw(TaxonId::new)?;
        batch.taxons.push(Taxon { id, taxonomy, name: name.clone() });
        self.headings.insert(name, id);
        Ok(id)
    }
}

/// The name in the language of the importing member.
fn ours(member: &Member<'_>) -> &'static str {
    let [french, english] = NAMES;
    if member.person().language() == "en" { english } else { french }
}
