//! Measures `look_through` on a random graph, without files and keys.

use clap::Args;
use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::money::weight::Weight;
use pecule_domain::portfolio::allocation::{CELLS, place_of};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::composition::{Graph, Part};
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::look_through::{Distribution, look_through};
use uuid::Uuid;

use crate::output::say;
use crate::stopwatch;

/// The size of the graph.
#[derive(Args)]
pub(crate) struct Size {
    /// Number of assets.
    #[arg(long, default_value_t = 10_000)]
    assets: usize,
    /// Number of edges from a composite to a part.
    #[arg(long, default_value_t = 40_000)]
    edges: usize,
    /// Number of parts of a composite.
    #[arg(long, default_value_t = 5)]
    parts: usize,
    /// Seed of the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of timed runs.
    #[arg(long, default_value_t = 15)]
    runs: usize,
}

/// A generator with the same numbers for the same seed on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(1);
        usize::try_from(self.next() % most).unwrap_or_default()
    }
}

pub(crate) fn run(size: &Size) -> anyhow::Result<()> {
    anyhow::ensure!(
        size.parts > 0 && size.parts < size.assets,
        "a composite has fewer parts than there are assets"
    );
    let composites = size.edges.div_ceil(size.parts);
    anyhow::ensure!(composites <= size.assets - size.parts, "too many edges for so few assets");
    let mut random = Random(size.seed);
    let ids: Vec<AssetId> = (0..size.assets)
        .map(|place| AssetId::new(Uuid::from_u128(u128::try_from(place).unwrap_or_default())))
        .collect();
    let compositions = compositions(size, &ids, &mut random);
    let own: Vec<Distribution> = ids.iter().map(|_| distribution(&mut random)).collect();
    let edges: usize = compositions.iter().map(|(_, parts)| parts.len()).sum();

    let mut graphs = Vec::with_capacity(size.runs);
    let mut looks = Vec::with_capacity(size.runs);
    let mut cells = 0;
    for _ in 0..size.runs {
        let (assets, made_of, start) = (ids.clone(), compositions.clone(), own.clone());
        let (took, graph) = stopwatch::time(|| Graph::new(assets, made_of));
        graphs.push(took);
        let graph = graph?;
        let (took, seen) = stopwatch::time(|| look_through(&graph, start, CELLS));
        looks.push(took);
        let exact = seen.iter().all(sums_to_one);
        anyhow::ensure!(exact, "weights and the unknown part do not make one whole");
        cells = seen.iter().map(|seen| seen.weights().len()).sum();
    }
    say(&format!(
        "{} assets, {edges} edges, {CELLS} cells, {cells} weights above nothing",
        size.assets
    ))?;
    for (what, times) in [("build the graph", graphs), ("look through", looks)] {
        let (median, least, most) = stopwatch::spread(times);
        say(&format!(
            "{what:<16} median of {}: {} [{}, {}]",
            size.runs,
            stopwatch::shown(median),
            stopwatch::shown(least),
            stopwatch::shown(most)
        ))?;
    }
    Ok(())
}

/// Builds composites of earlier assets, so that no cycle results; the depth is random.
fn compositions(size: &Size, ids: &[AssetId], random: &mut Random) -> Vec<(AssetId, Vec<Part>)> {
    let composites = size.edges.div_ceil(size.parts);
    let share =
        Share::from_percent(u64::try_from(95 / size.parts).unwrap_or_default()).unwrap_or_default();
    let mut left = size.edges;
    let mut made = Vec::with_capacity(composites);
    for (place, &asset) in ids.iter().enumerate().skip(size.assets - composites) {
        let mut parts: Vec<Part> = Vec::with_capacity(size.parts);
        while parts.len() < size.parts.min(left) {
            let Some(&part) = ids.get(random.below(place)) else { break };
            if parts.iter().all(|known| known.asset != part) {
                parts.push(Part { asset: part, share });
            }
        }
        left -= parts.len();
        made.push((asset, parts));
    }
    made
}

/// Returns four cells of a class and a zone, with 20 % unknown.
fn distribution(random: &mut Random) -> Distribution {
    let share = Share::from_percent(20).unwrap_or_default();
    let mut cells: Vec<u16> = Vec::new();
    while cells.len() < 4 {
        let class = Class::ALL.get(random.below(Class::ALL.len())).copied();
        let zone = Zone::ALL.get(random.below(Zone::ALL.len())).copied();
        let cell = place_of(class, zone);
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    Distribution::of_shares(cells.into_iter().map(|cell| (cell, share)))
}

fn sums_to_one(seen: &Distribution) -> bool {
    let sum: u128 = seen.weights().map(|(_, weight)| weight.units()).sum();
    sum == Weight::WHOLE.units()
}
