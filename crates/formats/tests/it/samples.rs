//! Tests readers with real files of other programs, which are not part of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use pecule_formats::fund::line;
use pecule_formats::legacy::LegacyFiles;
use pecule_formats::market::exchange_rates;
use pecule_formats::{fund, legacy};

#[expect(clippy::disallowed_methods, reason = "where the samples lie is a matter of the machine")]
fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/files");
    std::env::var_os("PECULE_SAMPLES").map_or_else(beside, PathBuf::from)
}

/// Returns the bytes of a sample; prints a note and returns `None` if it is missing.
fn sample(name: &str) -> Option<Vec<u8>> {
    let bytes = fs::read(folder().join(name)).ok();
    if bytes.is_none() {
        println!("skipped: no sample {name}");
    }
    bytes
}

#[test]
fn the_python_application_s_files_are_read_whole() {
    let file = |name: &str| sample(&format!("legacy_patrimoine_app/{name}.json"));
    let (Some(banks), Some(accounts), Some(assets), Some(history)) =
        (file("banks"), file("accounts"), file("assets"), file("history"))
    else {
        return;
    };
    let legacy = legacy::read(&LegacyFiles {
        banks: Some(&banks),
        accounts: Some(&accounts),
        assets: Some(&assets),
        history: Some(&history),
    });
    assert_eq!(legacy.problems, []);
    assert_eq!((legacy.banks.len(), legacy.accounts.len(), legacy.assets.len()), (2, 1, 1));
    let asset = &legacy.assets[0];
    assert_eq!((asset.name.as_str(), asset.account.as_deref()), ("MSCI world", Some("pea_bourso")));
    assert_eq!(asset.value.unwrap().to_string(), "1500.0");
    assert_eq!(asset.cost.unwrap().to_string(), "1400.0");
    assert_eq!(asset.valued_on.unwrap().to_string(), "2025-05-13");
    let share = |class| asset.allocation.classes[&class].share.percentage().to_string();
    assert_eq!((share(Class::Equity).as_str(), share(Class::Bonds).as_str()), ("61", "39"));
    let zones = &asset.allocation.classes[&Class::Equity].zones;
    assert_eq!(zones[&Zone::Us].percentage().to_string(), "48");
    assert_eq!(legacy.history[0].total.to_string(), "1500.0");
}

#[test]
fn a_fund_s_508_holdings_add_up_to_what_they_say() {
    let Some(bytes) = sample("funds/IVV_holdings.json") else { return };
    let sheet = fund::read(&bytes).unwrap();
    assert_eq!(sheet.lines.len(), 508);
    assert_eq!(sheet.sum.percentage().to_string(), "99.92");
    assert_eq!(sheet.weights, line::Weights::Percent);
    assert_eq!(sheet.problems, []);
    let cash = sheet.lines.iter().filter(|line| line.class == Class::Cash);
    assert_eq!(cash.count(), 5);
    assert_eq!(sheet.lines[0].zone, Some(Zone::Us));
}

#[test]
fn the_central_bank_s_files_are_read_whole() {
    for (name, least, first) in [
        ("ecb/eurofxref-daily.xml", 30, "2017-03-08 USD 1.0556"),
        ("ecb/eurofxref.csv", 29, "2026-04-13 USD 1.1684"),
        ("ecb/eurofxref-hist_2025-06_2026-04.csv", 6_000, "2026-04-13 USD 1.1684"),
    ] {
        let Some(bytes) = sample(name) else { return };
        let reading = exchange_rates::read(&bytes, "ECB");
        assert_eq!(reading.problems, [], "{name}");
        assert!(reading.lines.len() >= least, "{name}: {}", reading.lines.len());
        let rate = &reading.lines[0];
        assert_eq!(format!("{} {} {}", rate.on, rate.counter, rate.rate), first, "{name}");
    }
}
