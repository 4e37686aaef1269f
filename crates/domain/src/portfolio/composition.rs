//! Compositions: assets made of other assets, and the graph that they form.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::AssetId;
use crate::money::share::{Excess, Share};

/// A component of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The asset that is inside.
    pub asset: AssetId,
    /// How much of the composite it makes.
    pub share: Share,
}

/// What an asset is made of from a day on; what the parts leave over follows the asset's own allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// Of which asset.
    pub asset: AssetId,
    /// From which day on, until the next composition.
    pub valid_from: Date,
    /// The components.
    pub parts: Vec<Part>,
    /// Where it comes from: typed, a file's name.
    pub source: String,
}

/// Why compositions cannot be looked through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAGraph {
    /// An asset would be made of itself; the path begins and ends with it.
    #[error("an asset cannot be made of itself")]
    Cycle(Vec<AssetId>),
    /// A component is not among the assets.
    #[error("a component is not among the assets")]
    UnknownPart(AssetId),
    /// A component stands twice in one composition.
    #[error("a component stands twice in one composition")]
    Twice(AssetId, AssetId),
    /// The parts of one asset are more than the whole.
    #[error("the composition: {1}")]
    TooMuch(AssetId, Excess),
}

/// The compositions of one day as a graph without cycles; assets are known by their place in it.
#[derive(Debug, Clone)]
pub struct Graph {
    assets: Vec<AssetId>,
    parts: Vec<Vec<(usize, Share)>>,
    rests: Vec<Share>,
    /// Composites, each after everything that it is made of.
    order: Vec<usize>,
}

impl Graph {
    /// Builds the graph; whatever the order of what is given, the answer is the same.
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

    /// How many assets there are.
    pub fn len(&self) -> usize {
        self.assets.len()
    }

    /// Whether there is no asset.
    pub fn is_empty(&self) -> bool {
        self.assets.is_empty()
    }

    /// The assets, each at its place.
    pub fn assets(&self) -> &[AssetId] {
        &self.assets
    }

    /// The place of an asset.
    pub fn place(&self, asset: AssetId) -> Option<usize> {
        self.assets.binary_search(&asset).ok()
    }

    /// What the asset at a place is made of.
    pub fn parts(&self, place: usize) -> &[(usize, Share)] {
        self.parts.get(place).map_or(&[], Vec::as_slice)
    }

    /// How much of the asset at a place its composition leaves over.
    pub fn rest(&self, place: usize) -> Share {
        self.rests.get(place).copied().unwrap_or(Share::WHOLE)
    }

    /// The places of composites, each after everything that it is made of.
    pub fn composites_in_order(&self) -> &[usize] {
        &self.order
    }

    /// Which assets are made of the one at a place, directly, and with how much of it.
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

    /// Composites in topological order by an explicit stack (no recursion, so no depth is too deep).
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

    /// The closed path from an asset back to itself.
    fn cycle(&self, path: &[(usize, usize)], closing: usize) -> NotAGraph {
        let circle = path.iter().map(|&(asset, _)| asset).skip_while(|&asset| asset != closing);
        let places = circle.chain([closing]);
        NotAGraph::Cycle(places.filter_map(|place| self.assets.get(place).copied()).collect())
    }
}

/// The first place that stands twice in a sorted list.
fn first_twice(sorted: &[(usize, Share)]) -> Option<usize> {
    sorted.windows(2).find_map(|pair| match pair {
        [(one, _), (other, _)] if one == other => Some(*one),
        _ => None,
    })
}

/// The compositions in force on a day: of each asset, the last that is valid from that day or before.
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
