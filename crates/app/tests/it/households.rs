//! Compares generated households with exact results that were computed separately.

use std::path::Path;
use std::process::Command;

use pecule_app::wealth::reports::breakdown::BreakdownReport;
use pecule_domain::Decimal;
use pecule_domain::valuation::breakdown::Grouping;
use serde_json::Value;

use crate::house::{House, shared, today};

/// Words of the generator that differ from those of the program.
const WORDS: &[(&str, &str)] = &[
    ("actions", "equity"),
    ("obligations", "bonds"),
    ("immobilier", "real-estate"),
    ("metaux", "metals"),
    ("autre", "other"),
    ("monde", "world"),
    ("sicav", "fund"),
    ("action", "stock"),
    ("obligation", "bond"),
    ("reits", "reit"),
    ("fonds_euro", "euro-fund"),
    ("immo_direct", "property"),
];

fn ours(word: &str) -> &str {
    WORDS.iter().find(|(theirs, _)| *theirs == word).map_or(word, |(_, ours)| *ours)
}

/// Generates a household and returns whether the generator was available.
fn generate(folder: &Path, depth: &str, seed: &str) -> bool {
    let script = shared().join("perf/gen_portfolio.py");
    let done = Command::new("python3")
        .arg(script)
        .args(["--forms", "json", "--assets", "1000", "--depth", depth, "--seed", seed])
        .args(["--tx", "1", "--days", "1", "--traded", "1", "--out"])
        .arg(folder)
        .output();
    let made = done.is_ok_and(|output| output.status.success());
    if !made {
        println!("skipped: no python3, or no generator beside the repository");
    }
    made
}

/// Parses an expected number of cents: whole, or a fraction followed by the nearest decimal.
fn cents(value: &Value) -> Decimal {
    let number = value.get(1).unwrap_or(value);
    number.to_string().parse().unwrap()
}

/// Every row must be within a cent, and their sum the total.
fn compare(report: &BreakdownReport, expected: &Value, key: impl Fn(&str) -> String) {
    let expected = expected.as_object().unwrap();
    assert_eq!(report.rows.len(), expected.len());
    for (word, value) in expected {
        let wanted = key(word);
        let row = report.rows.iter().find(|row| row.key == wanted || row.label == wanted);
        let minor = Decimal::from(row.unwrap_or_else(|| panic!("{wanted}")).amount.minor);
        assert!((minor - cents(value)).abs() <= Decimal::ONE, "{wanted}: {minor} for {value}");
    }
    let sum: i128 = report.rows.iter().map(|row| row.amount.minor).sum();
    assert_eq!(sum, report.total.minor);
    assert_eq!(report.unassigned.minor, 0);
}

fn check(depth: &str, seed: &str) {
    let folder = tempfile::tempdir().unwrap();
    if !generate(folder.path(), depth, seed) {
        return;
    }
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let house = House::new();
    let member = house.member();
    let report = member.load_portfolio(&read("portfolio.json")).unwrap();
    assert_eq!(report.problems, []);
    let expected: Value = serde_json::from_slice(&read("expected.json")).unwrap();
    let total = i128::from(expected["total"].as_i64().unwrap());
    for (grouping, list) in
        [(Grouping::Class, "category"), (Grouping::Zone, "zone"), (Grouping::Kind, "product")]
    {
        let report = today(&member, grouping);
        assert_eq!(report.total.minor, total, "{grouping}");
        compare(&report, &expected[list], |word| ours(word).to_owned());
    }
    let named = |prefix: &'static str| {
        move |word: &str| format!("{prefix} {}", word.trim_start_matches(char::is_alphabetic))
    };
    compare(&today(&member, Grouping::Bank), &expected["bank"], named("Banque"));
    compare(&today(&member, Grouping::Account), &expected["account"], named("Compte"));
    assert_eq!(today(&member, Grouping::ClassZone).total.minor, total);
}

#[test]
fn composites_three_deep_are_exact() {
    check("3", "1");
    check("3", "20261122");
}

#[test]
fn composites_twelve_deep_are_exact() {
    check("12", "1");
    check("12", "20261122");
}
