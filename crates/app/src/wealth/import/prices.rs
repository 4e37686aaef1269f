//! Imports prices of assets from a file.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::market::price::Quote;
use pecule_domain::portfolio::asset::Asset;
use pecule_formats::market::prices;
use pecule_formats::market::prices::QuoteLine;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::batch::Batch;
use crate::wealth::holdings::bounded;
use crate::wealth::import::report::ImportReport;
use crate::wealth::import::report::{Remark, What};
use crate::wealth::portfolio::Portfolio;

impl Member<'_> {
    /// Imports the prices of a file as one operation; writes nothing if `dry_run`.
    pub fn import_prices(
        &self,
        file_name: &str,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<ImportReport> {
        let source = validate::short("file", Some(file_name))?.unwrap_or_default();
        let read = prices::read(bytes);
        if let (true, Some(problem)) = (read.lines.is_empty(), read.problems.first()) {
            return Err(Error::invalid_with("file", Reason::NotUnderstood, problem.to_string()));
        }
        let picture = self.ground(None)?;
        let assets = Assets::new(&picture.wealth);
        let known = self.open().books.read(|view| view.quotes())?;
        let known = known.into_iter().map(|quote| ((quote.asset, quote.on), quote));
        let mut known: BTreeMap<(AssetId, Date), Quote> = known.collect();
        let mut report = ImportReport::new(dry_run, &read.problems);
        let mut batch = Batch::default();
        for line in &read.lines {
            let Some(asset) = assets.of(line) else {
                report.remark(Some(line.line), told(line), Remark::UnknownAsset);
                continue;
            };
            let quote = Quote {
                asset: asset.id,
                on: line.on,
                price: line.price,
                unit: line.unit.unwrap_or_else(|| asset.currency.into()),
                source: source.clone(),
            };
            let what = format!("{} {}", asset.name, line.on);
            match known.insert((asset.id, line.on), quote.clone()) {
                Some(there) if (there.price, there.unit) == (quote.price, quote.unit) => {
                    report.know(What::Quote, what, quote.price.to_string());
                    continue;
                }
                Some(there) => {
                    let what = format!("{what}: {} {}", there.price, there.unit);
                    report.remark(Some(line.line), what, Remark::Replaced);
                }
                None => {}
            }
            match bounded("price", quote.price) {
                Ok(_) => batch.quotes.push(quote),
                Err(_out_of_range) => {
                    report.remark(Some(line.line), told(line), Remark::OutOfRange);
                }
            }
        }
        self.import_batch(("quotes-imported", &source), &batch, report)
    }
}

/// The identifier of the asset in a line.
fn told(line: &QuoteLine) -> String {
    let isin = line.isin.map(|isin| isin.to_string());
    isin.or_else(|| line.ticker.clone()).or_else(|| line.name.clone()).unwrap_or_default()
}

/// Assets by ISIN, name and ticker; ambiguous names match none.
struct Assets<'w> {
    isins: BTreeMap<String, Option<&'w Asset>>,
    tickers: BTreeMap<String, Option<&'w Asset>>,
    names: BTreeMap<&'w str, &'w Asset>,
}

impl<'w> Assets<'w> {
    fn new(wealth: &'w Portfolio) -> Self {
        let once = |key: fn(&Asset) -> Option<String>| {
            let mut by_key: BTreeMap<String, Option<&'w Asset>> = BTreeMap::new();
            for asset in wealth.assets.values() {
                let Some(key) = key(asset) else { continue };
                by_key.entry(key).and_modify(|several| *several = None).or_insert(Some(asset));
            }
            by_key
        };
        Self {
            isins: once(|asset| asset.isin.map(|isin| isin.to_string())),
            tickers: once(|asset| asset.ticker.as_ref().map(|ticker| ticker.to_uppercase())),
            names: wealth.assets.values().map(|asset| (asset.name.as_str(), asset)).collect(),
        }
    }

    /// Finds the asset of a line: by ISIN if given, else by name, else by ticker.
    fn of(&self, line: &QuoteLine) -> Option<&'w Asset> {
        if let Some(isin) = line.isin {
            return self.isins.get(isin.as_str()).copied().flatten();
        }
        let by_name = line.name.as_ref().and_then(|name| self.names.get(name.as_str()).copied());
        let ticker = line.ticker.as_ref().map(|ticker| ticker.to_uppercase());
        by_name.or_else(|| self.tickers.get(&ticker?).copied().flatten())
    }
}
