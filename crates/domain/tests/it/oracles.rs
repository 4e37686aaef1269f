//! Compares results with those of other programs, in the folder `PECULE_ORACLES`.

use std::path::PathBuf;

use jiff::civil::Date;
use pecule_domain::market::exchange_rate::{ExchangeRate, Rates};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::weight::Weight;
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::valuation::look_through::{Cell, Distribution};
use rust_decimal::Decimal;
use serde_json::Value;

/// Returns the cases of a family; empty if the folder is missing.
fn cases(family: &str) -> Vec<Value> {
    #[expect(clippy::disallowed_methods, reason = "a test is told where the cases lie")]
    let folder = std::env::var_os("PECULE_ORACLES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/oracles"),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(folder.join(format!("{family}.json"))) else {
        eprintln!("skipped: no cases of {family} in {}", folder.display());
        return Vec::new();
    };
    let family: Value = serde_json::from_slice(&bytes).unwrap();
    family["cases"].as_array().unwrap().clone()
}

fn decimal(value: &Value) -> Decimal {
    value.to_string().trim_matches('"').parse().unwrap()
}

#[test]
fn isins_are_judged_as_others_judge_them() {
    for case in cases("isin") {
        let valid = case["expected"]["valid"].as_bool().unwrap();
        for given in case["input"]["isin"].as_array().unwrap() {
            let judged = given.as_str().is_some_and(|text| text.parse::<Isin>().is_ok());
            assert_eq!(judged, valid, "{}: {given}", case["id"]);
        }
    }
}

#[test]
fn what_is_not_assigned_is_shown_and_never_scaled() {
    for case in cases("lookthrough") {
        let (Some(assigned), Some(expected)) =
            (case["input"]["assign"].as_object(), case["expected"].as_object())
        else {
            continue;
        };
        // A heading of a tree also counts for the heading above it.
        let tree = case["input"]["tree"].as_object();
        let top = |heading: &str| {
            let above = tree.and_then(|tree| {
                tree.iter().find(|(_, below)| below.as_array().unwrap().contains(&heading.into()))
            });
            above.map_or(heading.to_owned(), |(above, _)| above.clone())
        };
        let mut headings: Vec<String> = assigned
            .values()
            .flat_map(|parts| parts.as_object().unwrap().keys())
            .map(|heading| top(heading))
            .collect();
        headings.sort();
        headings.dedup();
        let mut sums = vec![Decimal::ZERO; headings.len() + 1];
        for (asset, parts) in assigned {
            let parts = parts.as_object().unwrap().iter().map(|(heading, share)| {
                let place = headings.iter().position(|known| *known == top(heading)).unwrap();
                (Cell::try_from(place + 1).unwrap(), decimal(share).to_string().parse().unwrap())
            });
            let distribution = Distribution::of_shares(parts);
            let total: u128 = distribution.weights().map(|(_, weight)| weight.units()).sum();
            assert_eq!(total, Weight::WHOLE.units());
            for (cell, weight) in distribution.weights() {
                sums[usize::from(cell)] +=
                    decimal(&case["input"]["positions"][asset]) * weight.rounded();
            }
        }
        for (place, heading) in headings.iter().enumerate() {
            assert_eq!(sums[place + 1], decimal(&expected[heading]), "{}: {heading}", case["id"]);
        }
        if let Some(unassigned) = expected.get("unassigned") {
            assert_eq!(sums[0], decimal(unassigned), "{}", case["id"]);
        }
    }
}

#[test]
fn rates_cross_as_others_cross_them() {
    for case in cases("fx") {
        let rates = case["input"].as_object().unwrap().iter().flat_map(|(pair, days)| {
            let (base, counter) = pair.split_once('_').unwrap();
            let days = days.as_array().unwrap().iter();
            days.map(move |day| ExchangeRate {
                base: base.parse().unwrap(),
                counter: counter.parse().unwrap(),
                on: day[0].as_str().unwrap().parse().unwrap(),
                rate: decimal(&day[1]),
                source: "case".to_owned(),
            })
        });
        let rates: Vec<ExchangeRate> = rates.collect();
        let first =
            rates.iter().map(|rate| rate.on).max_by_key(|on| std::cmp::Reverse(*on)).unwrap();
        let rates = Rates::new(rates);
        for (pair, days) in case["expected"].as_object().unwrap() {
            let (from, to) = pair.split_once('_').unwrap();
            let (from, to): (Currency, Currency) = (from.parse().unwrap(), to.parse().unwrap());
            for day in days.as_array().unwrap() {
                let on: Date = day[0].as_str().unwrap().parse().unwrap();
                let found = rates.find(from, to, on).map(|conversion| conversion.rate);
                // Other programs use the first rate for earlier days as well; this one has none
                // there.
                let expected = (on >= first).then(|| decimal(&day[1]));
                assert_eq!(found, expected, "{}: {pair} on {on}", case["id"]);
            }
        }
    }
}
