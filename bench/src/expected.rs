//! Reads the exact answers of a generated household and translates its words to those of the
//! program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Number;

/// The content of `expected.json`, in cents; looked-through amounts are a fraction and its nearest
/// number.
#[derive(Deserialize)]
struct Answers {
    total: i64,
    category: BTreeMap<String, (String, Number)>,
    zone: BTreeMap<String, (String, Number)>,
    bank: BTreeMap<String, i64>,
    account: BTreeMap<String, i64>,
    product: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
struct Portfolio {
    banks: Vec<Named>,
    accounts: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: String,
}

/// The expected breakdowns by label, in cents.
pub(crate) struct Expected {
    pub(crate) total: Decimal,
    pub(crate) groups: Vec<Group>,
}

/// One expected breakdown.
pub(crate) struct Group {
    pub(crate) by: &'static str,
    pub(crate) rows: BTreeMap<String, Decimal>,
    /// Whether rows are exact; otherwise they may differ by one cent.
    pub(crate) exact: bool,
}

const CLASSES: &[(&str, &str)] = &[
    ("actions", "equity"),
    ("obligations", "bonds"),
    ("immobilier", "real-estate"),
    ("crypto", "crypto"),
    ("metaux", "metals"),
    ("cash", "cash"),
    ("autre", "other"),
];

const ZONES: &[(&str, &str)] = &[
    ("us", "us"),
    ("europe", "europe"),
    ("uk", "uk"),
    ("japan", "japan"),
    ("china", "china"),
    ("india", "india"),
    ("emerging", "emerging"),
    ("developed", "developed"),
    ("monde", "world"),
    ("autre", "other"),
];

const KINDS: &[(&str, &str)] = &[
    ("etf", "etf"),
    ("sicav", "fund"),
    ("action", "stock"),
    ("obligation", "bond"),
    ("scpi", "scpi"),
    ("reits", "reit"),
    ("fonds_euro", "euro-fund"),
    ("crypto", "crypto"),
    ("metal", "metal"),
    ("cash", "cash"),
    ("immo_direct", "property"),
    ("autre", "other"),
];

impl Expected {
    /// Reads the answers from a folder.
    pub(crate) fn read(dir: &Path) -> anyhow::Result<Self> {
        let answers: Answers = parsed(&dir.join("expected.json"))?;
        let portfolio: Portfolio = parsed(&dir.join("portfolio.json"))?;
        Ok(Self {
            total: Decimal::from(answers.total),
            groups: vec![
                rounded("class", nearest(&answers.category, CLASSES)?),
                rounded("zone", nearest(&answers.zone, ZONES)?),
                exact("bank", named(&answers.bank, &portfolio.banks)?),
                exact("account", named(&answers.account, &portfolio.accounts)?),
                exact("kind", translated(&answers.product, KINDS)?),
            ],
        })
    }
}

const fn rounded(by: &'static str, rows: BTreeMap<String, Decimal>) -> Group {
    Group { by, rows, exact: false }
}

const fn exact(by: &'static str, rows: BTreeMap<String, Decimal>) -> Group {
    Group { by, rows, exact: true }
}

fn parsed<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn word(words: &[(&str, &str)], theirs: &str) -> anyhow::Result<String> {
    let found = words.iter().find(|(word, _)| *word == theirs).map(|(_, ours)| (*ours).to_owned());
    found.with_context(|| format!("{theirs} is no word of the generator"))
}

fn nearest(
    rows: &BTreeMap<String, (String, Number)>,
    words: &[(&str, &str)],
) -> anyhow::Result<BTreeMap<String, Decimal>> {
    rows.iter().map(|(key, (_, cents))| Ok((word(words, key)?, number(cents)?))).collect()
}

/// Converts a number from its text, without a binary float in between.
fn number(cents: &Number) -> anyhow::Result<Decimal> {
    let text = cents.to_string();
    text.parse().or_else(|_long| Decimal::from_scientific(&text)).with_context(|| text.clone())
}

fn translated(
    rows: &BTreeMap<String, i64>,
    words: &[(&str, &str)],
) -> anyhow::Result<BTreeMap<String, Decimal>> {
    rows.iter().map(|(key, cents)| Ok((word(words, key)?, Decimal::from(*cents)))).collect()
}

fn named(
    rows: &BTreeMap<String, i64>,
    names: &[Named],
) -> anyhow::Result<BTreeMap<String, Decimal>> {
    let by_id: BTreeMap<&str, &str> =
        names.iter().map(|named| (named.id.as_str(), named.name.as_str())).collect();
    let name = |id: &str| by_id.get(id).map(|name| (*name).to_owned());
    rows.iter()
        .map(|(id, cents)| {
            Ok((name(id).with_context(|| format!("{id} has no name"))?, Decimal::from(*cents)))
        })
        .collect()
}
