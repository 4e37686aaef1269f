//! Imports assets. The application repeats an asset for each account that holds it; here it is stored
//! once.

use std::collections::{BTreeMap, BTreeSet};

use pecule_domain::id::{AssetId, TaskId};
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::asset::{Asset, Unit};
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::portfolio::task::Task;
use pecule_formats::legacy::Legacy;
use pecule_formats::legacy::portfolio::{LegacyAsset, LegacyTask};

use crate::error::Result;
use crate::wealth::import::legacy::run::ImportPlan;
use crate::wealth::import::names::{NameIndex, NameMatch, cut_name, cut_text};
use crate::wealth::import::report::{Remark, What};

/// Assets seen in this import.
struct SeenAssets<'r> {
    by_isin: BTreeMap<(Isin, Currency), AssetId>,
    by_name: BTreeMap<String, Vec<(&'r LegacyAsset, AssetId)>>,
    /// First description of each asset, and its index in the batch if new.
    described: BTreeMap<AssetId, (&'r LegacyAsset, Option<usize>)>,
    names: NameIndex<AssetId>,
}

impl ImportPlan<'_> {
    /// Plans assets and resolves the keys of the application.
    pub(crate) fn assets(&mut self, read: &Legacy) -> Result<()> {
        let assets = &self.wealth.assets;
        let mut met = SeenAssets {
            by_isin: BTreeMap::new(),
            by_name: BTreeMap::new(),
            described: BTreeMap::new(),
            names: NameIndex::new(assets.values().map(|asset| (asset.name.clone(), asset.id))),
        };
        for asset in assets.values() {
            if let Some(isin) = asset.isin {
                met.by_isin.entry((isin, asset.currency)).or_insert(asset.id);
            }
        }
        for asset in &read.assets {
            let id = self.asset(asset, &mut met)?;
            self.assets.insert(asset.key.clone(), id);
        }
        Ok(())
    }

    fn asset<'r>(&mut self, read: &'r LegacyAsset, met: &mut SeenAssets<'r>) -> Result<AssetId> {
        let (name, cut) = cut_name(&read.name, &read.key);
        if cut {
            self.remark(read.line, &name, Remark::Cut);
        }
        let by_isin = read.isin.and_then(|isin| met.by_isin.get(&(isin, read.currency)).copied());
        let same_name = met.by_name.get(&name).and_then(|same| {
            same.iter()
                .find(|(other, _)| alike(other, read) && other.isin == read.isin)
                .map(|(_, id)| *id)
        });
        let id = match by_isin.or(same_name) {
            Some(id) => {
                self.met_again(read, id, met);
                id
            }
            None => self.named(read, &name, met)?,
        };
        if let Some(isin) = read.isin {
            met.by_isin.entry((isin, read.currency)).or_insert(id);
        }
        met.by_name.entry(name).or_default().push((read, id));
        Ok(id)
    }

    /// Handles an asset seen before in this import, or present in the books.
    fn met_again<'r>(&mut self, read: &'r LegacyAsset, id: AssetId, met: &mut SeenAssets<'r>) {
        let Some(&(first, place)) = met.described.get(&id) else {
            met.described.insert(id, (read, None));
            self.report.know(What::Asset, self.wealth.asset_name(id), "");
            return;
        };
        if !alike(first, read) {
            self.remark(read.line, &read.name, Remark::DescribedTwice);
        }
        let asset = place.and_then(|place| self.batch.assets.get_mut(place));
        if let Some((asset, _)) = asset
            && !read.notes.is_empty()
            && !asset.notes.contains(read.notes.trim())
        {
            asset.notes = cut_text(&format!("{}\n{}", asset.notes, read.notes)).0;
        }
    }

    /// Finds an asset by name in the books, or creates it.
    fn named<'r>(
        &mut self,
        read: &'r LegacyAsset,
        name: &str,
        met: &mut SeenAssets<'r>,
    ) -> Result<AssetId> {
        let wealth = self.wealth;
        let fits = |id: AssetId| {
            wealth.assets.get(&id).is_some_and(|asset| {
                asset.currency == read.currency
                    && (asset.isin.is_none() || read.isin.is_none() || asset.isin == read.isin)
            })
        };
        match met.names.claim(name, fits) {
            NameMatch::Known(id) => {
                met.described.insert(id, (read, None));
                self.report.know(What::Asset, name, "");
                Ok(id)
            }
            NameMatch::New(given) => {
                if given != name {
                    self.remark(read.line, &given, Remark::Renamed);
                }
                let id = self.new_asset(read, given)?;
                met.described.insert(id, (read, self.batch.assets.len().checked_sub(1)));
                Ok(id)
            }
        }
    }

    fn new_asset(&mut self, read: &LegacyAsset, name: String) -> Result<AssetId> {
        let id = self.member.draw(AssetId::new)?;
        let (notes, cut) = cut_text(&read.notes);
        if cut {
            self.remark(read.line, &name, Remark::Cut);
        }
        let asset = Asset {
            id,
            name,
            kind: read.kind,
            isin: read.isin,
            ticker: read.ticker.as_ref().map(|ticker| cut_name(ticker, "").0),
            issuer: None,
            currency: read.currency,
            unit: if read.metal.is_some() || read.ounces.is_some() {
                Unit::TroyOunce
            } else {
                Unit::Piece
            },
            notes,
            version: 1,
        };
        // The parser drops parts beyond 100 %; any other invalid allocation becomes unknown.
        let allocation = read.allocation.clone().checked().unwrap_or_default();
        self.batch.assets.push((asset, allocation));
        Ok(id)
    }

    /// Plans tasks; skips those with the same title and asset as an existing one.
    pub(crate) fn tasks(&mut self, read: &Legacy) -> Result<()> {
        let known = self.wealth.tasks.iter().map(|task| (task.asset, task.title.clone()));
        let mut known: BTreeSet<(Option<AssetId>, String)> = known.collect();
        for asset in &read.assets {
            let Some(id) = self.assets.get(&asset.key).copied() else { continue };
            for task in &asset.tasks {
                let (title, cut) = cut_name(&task.title, "");
                if known.insert((Some(id), title.clone())) {
                    self.task(id, task, title, cut)?;
                }
            }
        }
        Ok(())
    }

    fn task(&mut self, asset: AssetId, read: &LegacyTask, title: String, cut: bool) -> Result<()> {
        self.batch.tasks.push(Task {
            id: self.member.draw(TaskId::new)?,
            title,
            asset: Some(asset),
            due_on: read.due_on,
            done_on: read.done.then_some(self.today),
            // Keeps a title beyond the length limit in the notes.
            notes: if cut { cut_text(&read.title).0 } else { String::new() },
            version: 1,
        });
        Ok(())
    }
}

/// Whether two descriptions agree, apart from the amounts held.
fn alike(one: &LegacyAsset, other: &LegacyAsset) -> bool {
    one.kind == other.kind
        && one.currency == other.currency
        && one.metal == other.metal
        && one.ounces.is_some() == other.ounces.is_some()
        && one.allocation == other.allocation
        && one.parts == other.parts
}
