//! Checks that no input appears unencrypted in any file.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use pecule_app::Member;
use pecule_domain::portfolio::isin::Isin;
use serde_json::{Value, json};

use crate::house::House;

/// How many strings are planted at least.
const CANARIES: usize = 200;

/// Creates strings that occur nowhere else, and remembers them.
#[derive(Default)]
struct Canaries(Vec<String>);

impl Canaries {
    fn text(&mut self) -> String {
        let bytes = pecule_keys::crypto::random::bytes::<10>().unwrap();
        let mut text = String::new();
        for byte in bytes {
            write!(text, "{byte:02x}").unwrap();
        }
        self.0.push(text.clone());
        text
    }

    fn amount(&mut self) -> String {
        let bytes = pecule_keys::crypto::random::bytes::<8>().unwrap();
        let digits = u64::from_le_bytes(bytes) % 900_000_000_000_000 + 100_000_000_000_000;
        let text = format!("{}.{:06}", digits / 1_000_000, digits % 1_000_000);
        self.0.push(text.trim_end_matches('0').to_owned());
        text
    }

    fn isin(&mut self) -> String {
        let bytes = pecule_keys::crypto::random::bytes::<8>().unwrap();
        let body = format!("XF{:09}", u64::from_le_bytes(bytes) % 1_000_000_000);
        let isin =
            (0..10).map(|digit| format!("{body}{digit}")).find(|isin| isin.parse::<Isin>().is_ok());
        self.0.push(isin.clone().unwrap());
        isin.unwrap()
    }
}

fn form<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Puts a canary in every field of every kind of record.
fn plant(member: &Member<'_>, canaries: &mut Canaries) {
    let c = canaries;
    let bank = member.add_bank(&form(json!({ "name": c.text(), "notes": c.text() }))).unwrap().id;
    let account = json!({ "bank": bank, "name": c.text(), "notes": c.text() });
    let account = member.open_account(&form(account)).unwrap().id;
    let asset = json!({
        "name": c.text(), "isin": c.isin(), "ticker": c.text(), "issuer": c.text(), "notes": c.text(),
    });
    let asset = member.add_asset(&form(asset)).unwrap().id;
    let whole = json!({ "name": c.text(), "kind": "fund" });
    let whole = member.add_asset(&form(whole)).unwrap().id;
    let parts = json!({ "parts": [{ "asset": asset, "share": "0.5" }], "source": c.text() });
    member.compose(whole, &form(parts)).unwrap();
    let holding = json!({
        "account": account, "asset": whole, "value": c.amount(), "cost": c.amount(), "notes": c.text(),
    });
    member.add_holding(&form(holding)).unwrap();
    member.record_price(asset, &form(json!({ "price": c.amount() }))).unwrap();
    let task = json!({ "title": c.text(), "notes": c.text(), "asset": asset });
    member.add_task(&form(task)).unwrap();
    member.add_note(&form(json!({ "asset": asset, "text": c.text() }))).unwrap();
    let taxonomy = json!({ "name": c.text(), "taxons": [c.text(), c.text()] });
    member.add_taxonomy(&form(taxonomy)).unwrap();
    let list = format!(
        "Name;Ticker;Sector;Country;Weight\n{};{};{};France;10\n",
        c.text(),
        c.text(),
        c.text()
    );
    member.import_composition(whole, &c.text(), list.as_bytes(), None, false).unwrap();
}

/// Every file below a folder, as bytes.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// Fails for a folder that contains a canary; returns the number of bytes searched.
fn search(folder: &Path, canaries: &Canaries) -> usize {
    let starts: BTreeSet<&[u8]> = canaries.0.iter().map(|text| &text.as_bytes()[..8]).collect();
    let mut found = Vec::new();
    files(folder, &mut found);
    for (name, bytes) in &found {
        let seen = bytes.windows(8).find(|window| starts.contains(window));
        assert!(
            seen.is_none(),
            "{name} holds {:?} in the clear",
            seen.map(String::from_utf8_lossy)
        );
    }
    found.iter().map(|(_, bytes)| bytes.len()).sum()
}

/// Copies a folder with another process, because reading database files here would drop their locks.
fn copied(from: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let status = Command::new("cp").arg("-R").arg(from).arg(copy.path()).status();
    assert!(status.unwrap().success());
    copy
}

#[test]
fn nothing_that_is_entered_is_found_in_any_file() {
    let house = House::new();
    let mut canaries = Canaries::default();
    while canaries.0.len() < CANARIES {
        plant(&house.member(), &mut canaries);
    }
    let open = copied(house.data());
    assert!(
        search(open.path(), &canaries) > 500_000,
        "the files are there, with what was not yet checkpointed"
    );
    let shown = house.member().assets().unwrap();
    assert!(
        shown.iter().any(|asset| asset.name == canaries.0[4]),
        "and they do hold what was planted"
    );
    house.app.settle_all().unwrap();
    let settled = copied(house.data());
    search(settled.path(), &canaries);
    let mut names = Vec::new();
    files(settled.path(), &mut names);
    assert!(!names.iter().any(|(name, _)| name.contains("books") && name.ends_with("-wal")));
}

#[test]
fn the_search_finds_what_is_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let mut canaries = Canaries::default();
    let planted = canaries.text();
    std::fs::write(folder.path().join("cache"), format!("........{planted}")).unwrap();
    let searched = std::panic::catch_unwind(|| search(folder.path(), &canaries));
    assert!(searched.is_err());
}
