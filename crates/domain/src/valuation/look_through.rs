//! Replaces composites by their components at any depth, in one pass.

use crate::money::apportion::Exact;
use crate::money::share::Share;
use crate::money::weight::Weight;
use crate::money::wide::Wide;
use crate::portfolio::composition::Graph;

/// A position on an axis, such as a class and zone or a heading of a taxonomy. Cell 0 is the
/// unknown part.
pub type Cell = u16;

/// The split of one asset over the cells of an axis; the weights sum to exactly the whole.
///
/// Each entry is one number of 128 bits: the cell above, and the weight below, which is less than
/// 2¹⁰⁰. Look-through reads millions of entries, and its speed is limited by memory access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution(Box<[u128]>);

/// The number of bits below the cell of an entry.
const CELL_BITS: u32 = 112;

/// Packs a cell and its weight into one number.
fn entry(cell: Cell, weight: Weight) -> u128 {
    (u128::from(cell) << CELL_BITS) | weight.units()
}

/// Returns the cell of an entry.
fn cell_of(entry: u128) -> Cell {
    Cell::try_from(entry >> CELL_BITS).unwrap_or_default()
}

/// Returns the weight of an entry.
const fn weight_of(entry: u128) -> Weight {
    Weight::from_units(entry & ((1 << CELL_BITS) - 1))
}

impl Distribution {
    /// The cell of the unknown part.
    pub const UNASSIGNED: Cell = 0;

    /// Returns a distribution that is entirely unknown.
    pub fn unknown() -> Self {
        Self(Box::new([entry(Self::UNASSIGNED, Weight::WHOLE)]))
    }

    /// Builds a distribution from shares of known cells; the rest is unknown.
    ///
    /// Shares beyond the whole are ignored, in the given order.
    pub fn of_shares(shares: impl IntoIterator<Item = (Cell, Share)>) -> Self {
        let mut left = Share::WHOLE;
        let mut parts = Vec::new();
        for (cell, share) in shares {
            if let Some(rest) = left.checked_sub(share) {
                left = rest;
                parts.push((cell, Weight::WHOLE, share));
            }
        }
        parts.push((Self::UNASSIGNED, Weight::WHOLE, left));
        Self::settle(parts)
    }

    /// Returns the non-zero weights, ordered by cell.
    pub fn weights(&self) -> impl ExactSizeIterator<Item = (Cell, Weight)> + '_ {
        self.0.iter().map(|&entry| (cell_of(entry), weight_of(entry)))
    }

    /// Returns the weight of one cell.
    pub fn weight(&self, cell: Cell) -> Weight {
        let place = self.0.binary_search_by_key(&cell, |&entry| cell_of(entry));
        let found = place.ok().and_then(|place| self.0.get(place));
        found.map_or(Weight::NONE, |&entry| weight_of(entry))
    }

    /// Sums shares of weights by cell; their total must be exactly one whole.
    pub(crate) fn settle(parts: impl IntoIterator<Item = (Cell, Weight, Share)>) -> Self {
        let mut sums: Vec<(Cell, Wide)> =
            parts.into_iter().map(|(cell, weight, share)| (cell, weight.times(share))).collect();
        sums.sort_by_key(|&(cell, _)| cell);
        sums.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.plus(later.1);
            }
            same
        });
        Self::rounded(sums)
    }

    /// Rounds exact sums in units of 10⁻⁴⁸ to weights by largest remainder; ties go to the lower
    /// cell.
    fn rounded(sums: impl IntoIterator<Item = (Cell, Wide)>) -> Self {
        let mut weights: Vec<(Cell, u128, u64)> = sums
            .into_iter()
            .map(|(cell, sum)| {
                let (units, rest) = sum.quotient_by_share_scale();
                (cell, units, rest)
            })
            .collect();
        let given: u128 = weights.iter().map(|&(_, units, _)| units).sum();
        let missing =
            usize::try_from(Weight::WHOLE.units().saturating_sub(given)).unwrap_or_default();
        if let Some(last) = missing.checked_sub(1).filter(|last| *last < weights.len()) {
            let mut order: Vec<(usize, u64)> =
                weights.iter().enumerate().map(|(place, &(_, _, rest))| (place, rest)).collect();
            // Selecting only the largest remainders avoids sorting all, which would be most of the
            // work.
            order.select_nth_unstable_by(last, |(place, rest), (other_place, other)| {
                other.cmp(rest).then(place.cmp(other_place))
            });
            for (place, _) in order.iter().take(missing) {
                if let Some(weight) = weights.get_mut(*place) {
                    weight.1 += 1;
                }
            }
        }
        Self(
            weights
                .into_iter()
                .filter(|&(_, units, _)| units > 0)
                .map(|(cell, units, _)| entry(cell, Weight::from_units(units)))
                .collect(),
        )
    }
}

/// Replaces the distribution of every composite by that of its components, components first.
///
/// `own` is the split of each asset by itself, in the order of the graph's assets; it applies to
/// what a composition leaves over. `cells` is the number of cells of the axis. The work is linear
/// in the number of edges.
pub fn look_through(graph: &Graph, own: Vec<Distribution>, cells: usize) -> Vec<Distribution> {
    let mut seen = own;
    let mut sums = vec![Wide::ZERO; cells];
    for &asset in graph.composites_in_order() {
        let mut add = |distribution: &Distribution, share: Share| {
            for (cell, weight) in distribution.weights() {
                if let Some(sum) = sums.get_mut(usize::from(cell)) {
                    *sum = sum.plus(weight.times(share));
                }
            }
        };
        let rest = graph.rest(asset);
        if !rest.is_none()
            && let Some(own) = seen.get(asset)
        {
            add(own, rest);
        }
        for &(part, share) in graph.parts(asset) {
            if let Some(distribution) = seen.get(part) {
                add(distribution, share);
            }
        }
        let found = sums.iter_mut().enumerate().filter(|(_, sum)| **sum != Wide::ZERO);
        let whole =
            Distribution::rounded(found.map(|(cell, sum)| {
                (Cell::try_from(cell).unwrap_or_default(), std::mem::take(sum))
            }));
        if let Some(place) = seen.get_mut(asset) {
            *place = whole;
        }
    }
    seen
}

/// Returns the assets that one asset finally consists of, with their weights.
///
/// A composite keeps what its composition leaves over under its own name. The weights sum to
/// exactly the whole.
pub fn exposures(graph: &Graph, root: usize) -> Vec<(usize, Weight)> {
    let mut weights = vec![Weight::NONE; graph.len()];
    if let Some(weight) = weights.get_mut(root) {
        *weight = Weight::WHOLE;
    }
    for &asset in graph.composites_in_order().iter().rev() {
        let weight = weights.get(asset).copied().unwrap_or_default();
        if weight.is_none() {
            continue;
        }
        let mut left = weight;
        for &(part, share) in graph.parts(asset) {
            let given = weight.of(share);
            left = left.minus(given);
            if let Some(sum) = weights.get_mut(part) {
                *sum = sum.plus(given);
            }
        }
        let own = if graph.rest(asset).is_none() {
            keep_dust(&mut weights, graph, asset, left)
        } else {
            left
        };
        if let Some(weight) = weights.get_mut(asset) {
            *weight = own;
        }
    }
    let mut found: Vec<(usize, Weight)> =
        weights.into_iter().enumerate().filter(|(_, weight)| !weight.is_none()).collect();
    found.sort_by(|(place, weight), (other_place, other)| {
        other.cmp(weight).then(place.cmp(other_place))
    });
    found
}

/// Gives the rounding remainder to the first component, because a composite without rest keeps
/// nothing itself.
fn keep_dust(weights: &mut [Weight], graph: &Graph, asset: usize, dust: Weight) -> Weight {
    match graph.parts(asset).first().and_then(|&(part, _)| weights.get_mut(part)) {
        Some(weight) => {
            *weight = weight.plus(dust);
            Weight::NONE
        }
        None => dust,
    }
}

/// Distributes the amount held in each asset down to its components, without loss.
///
/// `held` and the result are in the order of the graph's assets; a composite keeps what its
/// composition leaves over.
pub fn spread(graph: &Graph, held: Vec<Exact>) -> Vec<Exact> {
    let mut amounts = held;
    for &asset in graph.composites_in_order().iter().rev() {
        let whole = amounts.get(asset).copied().unwrap_or_default();
        let mut left = whole;
        let parts = graph.parts(asset);
        for (nth, &(part, share)) in parts.iter().enumerate() {
            // Without rest, the last component takes the rounding remainder.
            let last = nth + 1 == parts.len() && graph.rest(asset).is_none();
            let given = if last { left } else { whole.share(share) };
            left = left.minus(given);
            if let Some(sum) = amounts.get_mut(part) {
                *sum = sum.plus(given);
            }
        }
        if let Some(own) = amounts.get_mut(asset) {
            *own = left;
        }
    }
    amounts
}
