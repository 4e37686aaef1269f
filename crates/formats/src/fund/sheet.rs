//! Converts cells to holdings by interpreting weights, countries and classes and merging
//! duplicates.

use std::collections::BTreeMap;

use pecule_domain::Decimal;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::country::{fold, zone_of_place};

use crate::decimal;
use crate::fund::line::{FundLine, FundSheet, UnreadableFund, Weights};
use crate::fund::raw::{Raw, RawSheet, unreadable};
use crate::problem::ProblemKind;
use crate::problems::Findings;

/// The range of the sum of weights that identifies fractions.
const ABOUT_ONE: (Decimal, Decimal) =
    (Decimal::from_parts(90, 0, 0, false, 2), Decimal::from_parts(110, 0, 0, false, 2));

/// Converts all cells to holdings.
pub(super) fn settle(raw: &RawSheet, mut findings: Findings) -> Result<FundSheet, UnreadableFund> {
    let weights = weights(raw);
    let mut lines: Vec<FundLine> = Vec::with_capacity(raw.lines.len());
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut shares = Vec::with_capacity(raw.lines.len());
    let mut doubles = Vec::new();
    for raw in &raw.lines {
        let Some(line) = line(raw, weights, &mut findings) else { continue };
        shares.push(line.share);
        let key = match line.isin {
            Some(isin) => (isin.as_str().to_owned(), String::new()),
            None => (line.ticker.clone().unwrap_or_default(), line.name.clone()),
        };
        if let Some(first) = known.get(&key) {
            findings.note(line.line, &line.name, ProblemKind::Merged);
            doubles.push((*first, line.share));
        } else {
            known.insert(key, lines.len());
            lines.push(line);
        }
    }
    if lines.is_empty() {
        return Err(UnreadableFund::Unreadable(unreadable(ProblemKind::NoLines)));
    }
    let sum = Share::sum(shares).map_err(UnreadableFund::TooMuch)?;
    for (first, share) in doubles {
        if let Some(line) = lines.get_mut(first) {
            line.share = line.share.checked_add(share).unwrap_or(line.share);
        }
    }
    Ok(FundSheet { lines, weights, sum, problems: findings.into_problems() })
}

/// Detects the notation: percentages, unless no weight exceeds 1 and they sum to about 1.
fn weights(raw: &RawSheet) -> Weights {
    if raw.percent || raw.lines.iter().any(|line| line.weight.contains('%')) {
        return Weights::Percent;
    }
    let mut sum = Decimal::ZERO;
    for weight in raw.lines.iter().filter_map(|line| decimal::number(&line.weight)) {
        if weight > Decimal::ONE {
            return Weights::Percent;
        }
        sum = sum.checked_add(weight).unwrap_or(Decimal::MAX);
    }
    let (least, most) = ABOUT_ONE;
    if (least..=most).contains(&sum) { Weights::Fractions } else { Weights::Percent }
}

/// Converts one holding; `None` if its weight is missing, invalid or negative.
fn line(raw: &Raw, weights: Weights, findings: &mut Findings) -> Option<FundLine> {
    let said = |text: &str| Some(text.trim()).filter(|text| !is_nothing(text)).map(str::to_owned);
    let (ticker, isin) = (said(&raw.ticker), said(&raw.isin));
    let name = said(&raw.name).or_else(|| ticker.clone()).or_else(|| isin.clone());
    let Some(name) = name else {
        findings.note(raw.line, &raw.weight, ProblemKind::Missing);
        return None;
    };
    let mut note = |what: &str, why| findings.note(raw.line, &format!("{name}: {what}"), why);
    let isin = isin.and_then(|text| {
        text.parse().inspect_err(|_wrong| note(&text, ProblemKind::NotAnIsin)).ok()
    });
    let (share, cut) = match share(&raw.weight, weights) {
        Ok(part) => part,
        Err(why) => {
            note(&raw.weight, why);
            return None;
        }
    };
    if cut {
        note(&raw.weight, ProblemKind::Rounded);
    }
    let (kind, class) = kind_and_class(raw);
    let country = said(&raw.country);
    let zone = country.as_deref().and_then(zone_of_place);
    if let Some(country) = country.as_ref().filter(|_| zone.is_none()) {
        findings.once(raw.line, country, ProblemKind::UnknownPlace);
    }
    let sector = said(&raw.sector);
    Some(FundLine { line: raw.line, name, ticker, isin, sector, country, zone, kind, class, share })
}

/// Converts a weight to a share; the flag tells whether decimals were cut off.
fn share(weight: &str, weights: Weights) -> Result<(Share, bool), ProblemKind> {
    if is_nothing(weight) {
        return Err(ProblemKind::Missing);
    }
    let number = decimal::number(weight).ok_or(ProblemKind::NotANumber)?;
    let percentage = match weights {
        Weights::Percent => Some(number),
        Weights::Fractions => number.checked_mul(Decimal::ONE_HUNDRED),
    };
    decimal::part_of_percentage(percentage.ok_or(ProblemKind::OutOfRange)?)
}

/// Returns whether a cell stands for an empty one. "NA" alone does not: it may be a Canadian bank
/// or Namibia.
fn is_nothing(text: &str) -> bool {
    let folded = fold(text);
    folded.is_empty() || matches!(folded.as_str(), "unknown" | "n a" | "inconnu")
}

/// Guesses kind and class from the words of the file; the default is a listed share.
fn kind_and_class(raw: &Raw) -> (AssetKind, Class) {
    let (class, sector) = (fold(&raw.class), fold(&raw.sector));
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let cash = ["cash", "money market", "monetaire", "liquidite", "tresorerie", "derivative"];
    if says(&class, &cash) || says(&class, &["future", "forward", "fx"]) || says(&sector, &cash) {
        return (AssetKind::Cash, Class::Cash);
    }
    if says(&class, &["fixed income", "bond", "obligation", "treasur"]) {
        return (AssetKind::Bond, Class::Bonds);
    }
    if says(&class, &["real estate", "immobilier"]) {
        return (AssetKind::Reit, Class::RealEstate);
    }
    if says(&class, &["commodit", "matieres premieres", "precious metal"]) {
        return (AssetKind::Metal, Class::Metals);
    }
    if says(&class, &["crypto", "digital asset"]) {
        return (AssetKind::Crypto, Class::Crypto);
    }
    (AssetKind::Stock, Class::Equity)
}
