//! Defines compositions, which list the components of an asset, and the graph that they form.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::AssetId;
use crate::money::share::{Excess, Share};

/// A component of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub asset: AssetId,
    /// The part of the composite.
    pub share: Share,
}

/// The components of an asset from a date on. What they leave over follows the asset's own
/// allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    pub asset: AssetId,
    /// The first day of validity; it ends with the next composition.
    pub valid_from: Date,
    pub parts: Vec<Part>,
    /// The origin, for example the name of an imported file.
    pub source: String,
}

/// The reason why compositions cannot be looked through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAGraph {
    /// An asset would contain itself; the path begins and ends with it.
    #[error("an asset cannot be made of itself")]
    Cycle(Vec<AssetId>),
    /// A component is not among the assets.
    #[error("a component is not among the assets")]
    UnknownPart(AssetId),
    /// A component is listed twice in one composition.
    #[error("a component stands twice in one composition")]
    Twice(AssetId, AssetId),
    /// The components of one asset exceed the whole.
    #[error("the composition: {1}")]
    TooMuch(AssetId, Excess),
}

/// The compositions of one day as an acyclic graph. Assets are identified by their index.
#[derive(Debug, Clone)]
pub struct Graph {
    assets: Vec<AssetId>,
    parts: Vec<Vec<(usize, Share)>>,
    rests: Vec<Share>,
    /// Composites, each after all of its components.
    order: Vec<usize>,
}

impl Graph {
    /// Builds the graph; the result does not depend on the order of the input.
    pub fn new(
        assets: impl IntoIterator<Item = AssetId>,
        compositions: impl IntoIterator<Item = (AssetId, Vec<Part>)>,
    ) -> Result<Self, NotAGraph> {
        let mut assets: Vec<AssetId> = assets.into_iter().collect();
        assets.sort_unstable();
        assets.dedup();
        let mut parts = vec![Vec::new(); assets.len()];
        let mut rests = vec![Share::WHOLE; assets.len()];
        let place =
            |id: AssetId| assets.binary_search(&id).map_err(|_nowhere| NotAGraph::UnknownPart(id));
        for (asset, components) in compositions {
            let at = place(asset)?;
            let mut found = Vec::with_capacity(components.len());
            for part in &components {
                found.push((place(part.asset)?, part.share));
            }
            found.sort_unstable_by_key(|&(part, _)| part);
            if let Some(twice) = first_twice(&found) {
                let part = assets.get(twice).copied().unwrap_or(asset);
                return Err(NotAGraph::Twice(asset, part));
            }
            let sum = Share::sum(found.iter().map(|&(_, share)| share))
                .map_err(|excess| NotAGraph::TooMuch(asset, excess))?;
            if let (Some(place), Some(rest)) = (parts.get_mut(at), rests.get_mut(at)) {
                *place = found;
                *rest = sum.rest();
            }
        }
        let mut graph = Self { assets, parts, rests, order: Vec::new() };
        graph.order = graph.sorted()?;
        Ok(graph)
    }

    /// Returns the number of assets.
    pub fn len(&self) -> usize {
        self.assets.len()
    }

    /// Returns whether the graph has no assets.
    pub fn is_empty(&self) -> bool {
        self.assets.is_empty()
    }

    /// Returns the assets, ordered by index.
    pub fn assets(&self) -> &[AssetId] {
        &self.assets
    }

    /// Returns the index of an asset.
    pub fn place(&self, asset: AssetId) -> Option<usize> {
        self.assets.binary_search(&asset).ok()
    }

    /// Returns the components of the asset at an index.
    pub fn parts(&self, place: usize) -> &[(usize, Share)] {
        self.parts.get(place).map_or(&[], Vec::as_slice)
    }

    /// Returns the part of the asset at an index that its composition leaves over.
    pub fn rest(&self, place: usize) -> Share {
        self.rests.get(place).copied().unwrap_or(Share::WHOLE)
    }

    /// Returns the indexes of composites, each after all of its components.
    pub fn composites_in_order(&self) -> &[usize] {
        &self.order
    }

    /// Returns the direct composites of the asset at an index, with its share in each.
    pub fn users(&self, place: usize) -> Vec<(AssetId, Share)> {
        let mut users = Vec::new();
        for (asset, parts) in self.assets.iter().zip(&self.parts) {
            if let Ok(at) = parts.binary_search_by_key(&place, |&(part, _)| part)
                && let Some(&(_, share)) = parts.get(at)
            {
                users.push((*asset, share));
            }
        }
        users
    }

    /// Sorts composites topologically with an explicit stack, so that depth is not limited by
    /// recursion.
    fn sorted(&self) -> Result<Vec<usize>, NotAGraph> {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; self.assets.len()];
        let mut order = Vec::new();
        for start in 0..self.assets.len() {
            if marks.get(start) != Some(&Mark::New) {
                continue;
            }
            let mut path = vec![(start, 0)];
            while let Some((asset, next)) = path.last_mut() {
                let asset = *asset;
                if let Some(mark) = marks.get_mut(asset) {
                    *mark = Mark::Open;
                }
                let Some(&(part, _)) = self.parts(asset).get(*next) else {
                    if let Some(mark) = marks.get_mut(asset) {
                        *mark = Mark::Done;
                    }
                    if !self.parts(asset).is_empty() {
                        order.push(asset);
                    }
                    path.pop();
                    continue;
                };
                *next += 1;
                match marks.get(part) {
                    Some(Mark::Open) => return Err(self.cycle(&path, part)),
                    Some(Mark::New) => path.push((part, 0)),
                    Some(Mark::Done) | None => {}
                }
            }
        }
        Ok(order)
    }

    /// Returns the closed path from an asset back to itself.
    fn cycle(&self, path: &[(usize, usize)], closing: usize) -> NotAGraph {
        let circle = path.iter().map(|&(asset, _)| asset).skip_while(|&asset| asset != closing);
        let places = circle.chain([closing]);
        NotAGraph::Cycle(places.filter_map(|place| self.assets.get(place).copied()).collect())
    }
}

/// Returns the first duplicate index of a sorted list.
fn first_twice(sorted: &[(usize, Share)]) -> Option<usize> {
    sorted.windows(2).find_map(|pair| match pair {
        [(one, _), (other, _)] if one == other => Some(*one),
        _ => None,
    })
}

/// Returns the compositions in force on a date: the latest of each asset up to that date.
pub fn in_force(
    compositions: impl IntoIterator<Item = Composition>,
    on: Date,
) -> BTreeMap<AssetId, Composition> {
    let mut latest: BTreeMap<AssetId, Composition> = BTreeMap::new();
    for composition in compositions {
        if composition.valid_from > on {
            continue;
        }
        let later = latest
            .get(&composition.asset)
            .is_none_or(|known| known.valid_from <= composition.valid_from);
        if later {
            latest.insert(composition.asset, composition);
        }
    }
    latest
}
