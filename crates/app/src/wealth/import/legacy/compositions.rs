//! Imports compositions without those that would close a cycle.
//!
//! The application looked through one level only and did not detect cycles.

use std::collections::{BTreeMap, BTreeSet};

use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::composition::{Composition, Graph, NotAGraph, Part};
use pecule_formats::legacy::Legacy;
use pecule_formats::legacy::portfolio::LegacyAsset;

use crate::wealth::import::legacy::run::{ImportPlan, SOURCE};
use crate::wealth::import::report::Remark;

impl ImportPlan<'_> {
    /// Plans compositions that are not in the books yet.
    pub(crate) fn compositions(&mut self, read: &Legacy) {
        let known: BTreeSet<AssetId> = self.composed.iter().map(|made| made.asset).collect();
        let mut lines: BTreeMap<AssetId, usize> = BTreeMap::new();
        for asset in read.assets.iter().filter(|asset| !asset.parts.is_empty()) {
            let Some(id) = self.assets.get(&asset.key).copied() else { continue };
            if lines.insert(id, asset.line).is_some() {
                continue;
            }
            let on = asset.valued_on.map(|on| on.min(self.today));
            let there = match on {
                Some(on) => {
                    self.composed.iter().any(|made| made.asset == id && made.valid_from == on)
                }
                None => known.contains(&id),
            };
            if there {
                continue;
            }
            let valid_from = on.unwrap_or(self.today);
            let parts = self.parts(asset);
            let source = SOURCE.to_owned();
            self.batch.compositions.push(Composition { asset: id, valid_from, parts, source });
        }
        self.leave_out_circles(&lines);
    }

    /// Resolves the components of an asset; adds up two keys of the same asset.
    fn parts(&mut self, asset: &LegacyAsset) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::with_capacity(asset.parts.len());
        for part in &asset.parts {
            let Some(id) = self.assets.get(&part.asset).copied() else { continue };
            match parts.iter_mut().find(|known| known.asset == id) {
                Some(known) => {
                    known.share = known.share.checked_add(part.share).unwrap_or(Share::WHOLE);
                    self.remark(asset.line, &asset.name, Remark::Merged);
                }
                None => parts.push(Part { asset: id, share: part.share }),
            }
        }
        parts
    }

    /// Drops compositions until the graph is acyclic, and reports the path of each cycle.
    fn leave_out_circles(&mut self, lines: &BTreeMap<AssetId, usize>) {
        let mut names: BTreeMap<AssetId, &str> =
            self.wealth.assets.values().map(|asset| (asset.id, asset.name.as_str())).collect();
        names.extend(self.batch.assets.iter().map(|(asset, _)| (asset.id, asset.name.as_str())));
        let mut found = Vec::new();
        while let Some(path) =
            circle(names.keys().copied(), self.composed.iter().chain(&self.batch.compositions))
        {
            let closing = |made: &Composition| path.contains(&made.asset);
            let Some(place) = self.batch.compositions.iter().rposition(closing) else { break };
            let left_out = self.batch.compositions.remove(place).asset;
            let path: Vec<&str> =
                path.iter().map(|asset| names.get(asset).copied().unwrap_or_default()).collect();
            found.push((lines.get(&left_out).copied(), path.join(" → ")));
        }
        for (line, path) in found {
            self.report.remark(line, path, Remark::Cycle);
        }
    }
}

/// Finds a cycle among all compositions, regardless of their dates.
fn circle<'a>(
    assets: impl Iterator<Item = AssetId>,
    compositions: impl Iterator<Item = &'a Composition>,
) -> Option<Vec<AssetId>> {
    let mut parts: BTreeMap<AssetId, BTreeSet<AssetId>> = BTreeMap::new();
    for made in compositions {
        parts.entry(made.asset).or_default().extend(made.parts.iter().map(|part| part.asset));
    }
    let part = |asset| Part { asset, share: Share::NONE };
    let parts =
        parts.into_iter().map(|(asset, inside)| (asset, inside.into_iter().map(part).collect()));
    match Graph::new(assets, parts) {
        Err(NotAGraph::Cycle(path)) => Some(path),
        Ok(_) | Err(_) => None,
    }
}
