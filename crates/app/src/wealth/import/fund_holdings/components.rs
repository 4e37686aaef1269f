//! Matches the lines of a fund's list to assets.

use std::collections::{BTreeMap, BTreeSet};

use pecule_domain::id::AssetId;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::{Asset, AssetKind, Unit};
use pecule_domain::portfolio::country::fold;
use pecule_domain::portfolio::isin::Isin;
use pecule_formats::fund::line::FundLine;

use crate::actors::member::Member;
use crate::error::Result;
use crate::wealth::batch::Batch;
use crate::wealth::import::names::{NameIndex, NameMatch, cut_name};
use crate::wealth::import::report::{ImportReport, Remark, What};
use crate::wealth::portfolio::Portfolio;

/// Words that do not identify a company.
const COMMON: &[&str] = &[
    "and",
    "class",
    "company",
    "corp",
    "corporation",
    "group",
    "groupe",
    "holding",
    "holdings",
    "inc",
    "limited",
    "ltd",
    "new",
    "plc",
    "the",
];

/// Candidates for the lines.
pub(crate) struct Components<'p> {
    member: &'p Member<'p>,
    wealth: &'p Portfolio,
    by_isin: BTreeMap<Isin, AssetId>,
    by_ticker: BTreeMap<(String, AssetKind), Vec<AssetId>>,
    names: NameIndex<AssetId>,
    taken: BTreeSet<AssetId>,
}

impl<'p> Components<'p> {
    pub(crate) fn new(member: &'p Member<'p>, wealth: &'p Portfolio) -> Self {
        let mut by_isin = BTreeMap::new();
        let mut by_ticker: BTreeMap<_, Vec<AssetId>> = BTreeMap::new();
        for asset in wealth.assets.values() {
            if let Some(isin) = asset.isin {
                by_isin.entry(isin).or_insert(asset.id);
            }
            if let Some(ticker) = &asset.ticker {
                by_ticker.entry((ticker.to_uppercase(), asset.kind)).or_default().push(asset.id);
            }
        }
        let names =
            NameIndex::new(wealth.assets.values().map(|asset| (asset.name.clone(), asset.id)));
        Self { member, wealth, by_isin, by_ticker, names, taken: BTreeSet::new() }
    }

    /// Matches a line by ISIN, else by ticker, else by name, else creates an asset.
    pub(crate) fn of(
        &mut self,
        line: &FundLine,
        batch: &mut Batch,
        report: &mut ImportReport,
    ) -> Result<AssetId> {
        let (name, cut) = cut_name(&line.name, line.ticker.as_deref().unwrap_or_default());
        if cut {
            report.remark(Some(line.line), &name, Remark::Cut);
        }
        let by_isin = line.isin.and_then(|isin| self.by_isin.get(&isin).copied());
        let id = match by_isin.or_else(|| self.by_ticker(line, &name)) {
            Some(id) => {
                self.know(id, line, report);
                id
            }
            None => self.named(line, &name, batch, report)?,
        };
        self.taken.insert(id);
        if let Some(isin) = line.isin {
            self.by_isin.entry(isin).or_insert(id);
        }
        Ok(id)
    }

    fn know(&self, id: AssetId, line: &FundLine, report: &mut ImportReport) {
        if !self.taken.contains(&id) {
            report.know(
                What::Asset,
                self.wealth.asset_name(id),
                line.share.percentage().to_string(),
            );
        }
    }

    /// Finds an asset of the same kind and ticker that is not yet matched and whose name shares a word.
    ///
    /// Tickers are unique at one exchange only: "SAN" is a bank in Madrid and a laboratory in Paris.
    fn by_ticker(&self, line: &FundLine, name: &str) -> Option<AssetId> {
        let ticker = line.ticker.as_ref()?.to_uppercase();
        let candidates = self.by_ticker.get(&(ticker, line.kind))?;
        let fits = |id: &&AssetId| {
            let asset = self.wealth.assets.get(*id);
            !self.taken.contains(*id)
                && asset.is_some_and(|asset| {
                    same_number(asset.isin, line.isin) && speaks_of_the_same(&asset.name, name)
                })
        };
        let exact =
            |id: &&AssetId| self.wealth.assets.get(*id).is_some_and(|asset| asset.name == name);
        let mut found = candidates.iter().filter(fits);
        candidates.iter().filter(fits).find(exact).or_else(|| found.next()).copied()
    }

    fn named(
        &mut self,
        line: &FundLine,
        name: &str,
        batch: &mut Batch,
        report: &mut ImportReport,
    ) -> Result<AssetId> {
        let wealth = self.wealth;
        let taken = &self.taken;
        let fits = |id: AssetId| {
            !taken.contains(&id)
                && wealth.assets.get(&id).is_some_and(|asset| same_number(asset.isin, line.isin))
        };
        match self.names.claim(name, fits) {
            NameMatch::Known(id) => {
                self.know(id, line, report);
                Ok(id)
            }
            NameMatch::New(given) => {
                if given != name {
                    report.remark(Some(line.line), &given, Remark::Renamed);
                }
                let id = self.member.draw(AssetId::new)?;
                batch.assets.push((described(id, given, line), allocation(line)));
                Ok(id)
            }
        }
    }
}

/// Whether two ISINs are compatible: equal, or one of them unknown.
fn same_number(one: Option<Isin>, other: Option<Isin>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Whether two names share an identifying word.
fn speaks_of_the_same(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let folded = fold(name);
        let words = folded.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        words.filter(|word| word.len() > 2 && !COMMON.contains(&word.as_str())).collect()
    };
    one == other || !words(one).is_disjoint(&words(other))
}

fn described(id: AssetId, name: String, line: &FundLine) -> Asset {
    let short = |text: &String| Some(cut_name(text, "").0);
    let money = line.kind == AssetKind::Cash;
    // Cash is listed by its currency code; for other assets the list gives no price currency.
    let code = line.ticker.as_deref().filter(|_| money).and_then(|ticker| ticker.parse().ok());
    Asset {
        id,
        kind: line.kind,
        isin: line.isin,
        ticker: line.ticker.as_ref().and_then(short),
        issuer: (!money).then(|| name.clone()),
        name,
        currency: code.unwrap_or(Currency::EUR),
        unit: Unit::Piece,
        notes: String::new(),
        version: 1,
    }
}

/// The whole in the class of the line, in the zone of its country if known.
fn allocation(line: &FundLine) -> Allocation {
    match line.zone {
        Some(zone) => Allocation::all_in(line.class, zone),
        None => Allocation::all_of(line.class),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_alone_is_not_the_same_company() {
        assert!(!speaks_of_the_same("Sanofi SA", "BANCO SANTANDER SA"));
        assert!(!speaks_of_the_same("The Home Group", "THE OTHER GROUP INC"));
        assert!(speaks_of_the_same("Nvidia", "NVIDIA CORP"));
        assert!(speaks_of_the_same("Action L'Oréal", "LOREAL L'OREAL SA"));
    }
}
