//! Tests look-through on random graphs of compositions.

use std::collections::BTreeMap;

use pecule_domain::id::AssetId;
use pecule_domain::money::amount::Amount;
use pecule_domain::money::apportion::Exact;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::money::weight::Weight;
use pecule_domain::portfolio::allocation;
use pecule_domain::portfolio::allocation::{Allocation, ClassPart};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::composition::{Graph, NotAGraph, Part};
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::look_through::{Distribution, exposures, look_through, spread};
use proptest::prelude::*;
use uuid::Uuid;

fn asset(number: u128) -> AssetId {
    AssetId::new(Uuid::from_u128(number))
}

fn numbered(at: usize) -> AssetId {
    asset(u128::try_from(at).unwrap())
}

fn share(text: &str) -> Share {
    text.parse().unwrap()
}

fn part(number: u128, text: &str) -> Part {
    Part { asset: asset(number), share: share(text) }
}

type Split<'a> = (Class, &'a str, &'a [(Zone, &'a str)]);

fn allocation(classes: &[Split<'_>]) -> Allocation {
    let classes = classes.iter().map(|(class, part, zones)| {
        let zones = zones.iter().map(|(zone, text)| (*zone, share(text))).collect();
        (*class, ClassPart { share: share(part), zones })
    });
    Allocation { classes: classes.collect() }.checked().unwrap()
}

fn by_class(distribution: &Distribution) -> BTreeMap<Option<Class>, String> {
    let mut sums: BTreeMap<Option<Class>, Weight> = BTreeMap::new();
    for (cell, weight) in distribution.weights() {
        let sum = sums.entry(allocation::class_and_zone(cell).0).or_default();
        *sum = sum.plus(weight);
    }
    sums.into_iter().map(|(class, weight)| (class, weight.to_string())).collect()
}

/// Generates a graph in which each asset has one to five components among the earlier ones.
fn graphs() -> impl Strategy<Value = Vec<Vec<(usize, u64)>>> {
    prop::collection::vec(
        prop::collection::vec((any::<prop::sample::Index>(), 0u64..=20), 0..5),
        1..60,
    )
    .prop_map(|assets| {
        let mut graph: Vec<Vec<(usize, u64)>> = Vec::new();
        for (at, parts) in assets.into_iter().enumerate() {
            let mut chosen = BTreeMap::new();
            if at > 0 {
                for (index, percent) in parts {
                    chosen.entry(index.index(at)).or_insert(percent);
                }
            }
            graph.push(chosen.into_iter().collect());
        }
        graph
    })
}

fn built(shape: &[Vec<(usize, u64)>], name: impl Fn(usize) -> AssetId) -> Graph {
    let compositions = shape.iter().enumerate().filter(|(_, parts)| !parts.is_empty());
    Graph::new(
        (0..shape.len()).map(&name),
        compositions.map(|(at, parts)| {
            let parts = parts.iter().map(|&(part, percent)| Part {
                asset: name(part),
                share: Share::from_percent(percent).unwrap(),
            });
            (name(at), parts.collect())
        }),
    )
    .unwrap()
}

/// Returns an allocation that depends on the number of the asset and leaves an unknown part.
fn own(number: usize) -> Distribution {
    let class = Class::ALL[number % Class::ALL.len()];
    let other = Class::ALL[(number + 3) % Class::ALL.len()];
    let zone = Zone::ALL[number % Zone::ALL.len()];
    allocation(&[(class, "0.333333333333333333", &[(zone, "0.77")]), (other, "0.5", &[])])
        .distribution()
}

#[test]
fn a_part_counts_once_at_every_depth() {
    // 60 % of a share fund and 40 % of a bond fund; a third fund contains half of that.
    let graph = Graph::new(
        [1, 2, 3, 4].map(asset),
        [(asset(3), vec![part(1, "0.6"), part(2, "0.4")]), (asset(4), vec![part(3, "0.5")])],
    )
    .unwrap();
    let own = vec![
        Allocation::all_in(Class::Equity, Zone::Us).distribution(),
        Allocation::all_of(Class::Bonds).distribution(),
        Distribution::unknown(),
        Allocation::all_of(Class::Cash).distribution(),
    ];
    let seen = look_through(&graph, own, allocation::CELLS);
    let expected = [(Class::Equity, "0.3"), (Class::Bonds, "0.2"), (Class::Cash, "0.5")];
    let expected = expected.map(|(class, weight)| (Some(class), weight.to_owned()));
    assert_eq!(by_class(&seen[3]), BTreeMap::from(expected));
    let us = allocation::place_of(Some(Class::Equity), Some(Zone::Us));
    assert_eq!(seen[3].weight(us).to_string(), "0.3");
}

#[test]
fn geography_is_weighted_by_its_class_exactly_once() {
    let both = allocation(&[
        (Class::Equity, "0.61", &[(Zone::Us, "0.48"), (Zone::Japan, "0.21")]),
        (Class::Bonds, "0.39", &[(Zone::Us, "1")]),
    ]);
    let distribution = both.distribution();
    let us: u128 = [Class::Equity, Class::Bonds]
        .iter()
        .map(|&class| {
            distribution.weight(allocation::place_of(Some(class), Some(Zone::Us))).units()
        })
        .sum();
    assert_eq!(us, 682_800_000_000_000_000_000_000_000_000, "0.61 × 0.48 + 0.39");
    let unknown = distribution.weight(allocation::place_of(Some(Class::Equity), None));
    assert_eq!(
        unknown.to_string(),
        "0.1891",
        "0.61 × (1 − 0.69): an unknown zone is not scaled away"
    );
}

#[test]
fn classes_that_come_only_from_components_are_kept() {
    let graph = Graph::new([1, 2].map(asset), [(asset(2), vec![part(1, "1")])]).unwrap();
    let own = vec![Allocation::all_of(Class::Metals).distribution(), own(0)];
    let seen = look_through(&graph, own, allocation::CELLS);
    assert_eq!(by_class(&seen[1]), BTreeMap::from([(Some(Class::Metals), "1".to_owned())]));
}

#[test]
fn a_cycle_of_any_length_is_refused_with_its_path() {
    for length in [1_u128, 2, 3, 17, 5_000] {
        let compositions = (0..length).map(|at| (asset(at), vec![part((at + 1) % length, "0.5")]));
        let refused = Graph::new((0..length).map(asset), compositions).unwrap_err();
        let NotAGraph::Cycle(path) = refused else { panic!("{refused:?}") };
        assert_eq!(path.len(), usize::try_from(length).unwrap() + 1);
        assert_eq!(path.first(), path.last());
    }
}

#[test]
fn a_component_that_stands_twice_or_nowhere_is_refused() {
    let twice = Graph::new([1, 2].map(asset), [(asset(2), vec![part(1, "0.1"), part(1, "0.2")])]);
    assert_eq!(twice.unwrap_err(), NotAGraph::Twice(asset(2), asset(1)));
    let nowhere = Graph::new([1].map(asset), [(asset(1), vec![part(9, "0.1")])]);
    assert_eq!(nowhere.unwrap_err(), NotAGraph::UnknownPart(asset(9)));
}

proptest! {
    #[test]
    fn weights_and_the_unknown_sum_to_exactly_one(shape in graphs()) {
        let graph = built(&shape, numbered);
        let seen = look_through(&graph, (0..shape.len()).map(own).collect(), allocation::CELLS);
        for distribution in &seen {
            let sum: u128 = distribution.weights().map(|(_, weight)| weight.units()).sum();
            prop_assert_eq!(sum, Weight::WHOLE.units());
        }
        for at in 0..shape.len() {
            let sum: u128 = exposures(&graph, at).iter().map(|(_, weight)| weight.units()).sum();
            prop_assert_eq!(sum, Weight::WHOLE.units());
        }
    }

    #[test]
    fn renaming_and_reordering_change_no_figure(shape in graphs()) {
        let last = shape.len() - 1;
        let graph = built(&shape, numbered);
        let seen = look_through(&graph, (0..shape.len()).map(own).collect(), allocation::CELLS);
        // The same graph with identities in the opposite order.
        let renamed = built(&shape, |at| numbered(last - at));
        let others = (0..shape.len()).rev().map(own).collect();
        let mut other = look_through(&renamed, others, allocation::CELLS);
        other.reverse();
        prop_assert_eq!(seen, other);
    }

    #[test]
    fn sending_amounts_down_loses_nothing(shape in graphs(), cents in prop::collection::vec(-10_i64.pow(12)..10_i64.pow(12), 60)) {
        let graph = built(&shape, numbered);
        let held: Vec<Exact> = shape
            .iter()
            .zip(&cents)
            .map(|(_, &cents)| Exact::from(Amount::from_decimal(rust_decimal::Decimal::new(cents, 2)).unwrap()))
            .collect();
        let before: Exact = held.iter().copied().sum();
        let after: Exact = spread(&graph, held).into_iter().sum();
        prop_assert_eq!(before, after);
        prop_assert_eq!(before.rounded(Currency::EUR), after.rounded(Currency::EUR));
    }

    #[test]
    fn two_ways_of_looking_through_agree(shape in graphs()) {
        // Compare the pass from the components up with the one from the composite down.
        let graph = built(&shape, numbered);
        let alone: Vec<Distribution> = (0..shape.len()).map(own).collect();
        let seen = look_through(&graph, alone.clone(), allocation::CELLS);
        let root = shape.len() - 1;
        let mut down: BTreeMap<u16, u128> = BTreeMap::new();
        for (leaf, weight) in exposures(&graph, root) {
            for (cell, inside) in alone[leaf].weights() {
                // Fifteen decimals of each weight suffice for the comparison.
                let product = (weight.units() / 10_u128.pow(12)) * (inside.units() / 10_u128.pow(12));
                *down.entry(cell).or_default() += product / 10_u128.pow(6);
            }
        }
        for (cell, weight) in seen[root].weights() {
            let up = weight.units();
            let other = down.get(&cell).copied().unwrap_or_default();
            prop_assert!(up.abs_diff(other) < 10_u128.pow(15), "{up} {other}");
        }
    }
}
