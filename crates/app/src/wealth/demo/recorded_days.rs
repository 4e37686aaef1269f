//! Computes the recorded days of the demo household with the normal valuation.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use pecule_domain::id::{AssetId, HoldingId};
use pecule_domain::market::exchange_rate::Rates;
use pecule_domain::market::price::Quote;
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::composition::in_force;
use pecule_domain::portfolio::holding::Statement;
use pecule_domain::portfolio::recorded_day::RecordedDay;

use crate::error::{Error, Result};
use crate::wealth::batch::Batch;
use crate::wealth::demo::market::MONTHS;
use crate::wealth::portfolio::Portfolio;
use crate::wealth::recorded_days::SOURCE;
use crate::wealth::snapshot::{Filter, Snapshot};

/// Days between two records.
const STEP: i64 = 7;

/// Returns one record per week since the first statement, oldest first.
pub(crate) fn recorded(batch: &Batch, today: Date) -> Result<Vec<(RecordedDay, String)>> {
    let first = today.checked_sub(Span::new().months(MONTHS)).map_err(Error::internal)?;
    let mut days = Vec::new();
    let mut on = first;
    while on < today {
        let picture = Snapshot::take(Arc::new(wealth_on(batch, on)), Currency::EUR)?;
        let totals = picture.totals(&Filter::default());
        let day = RecordedDay {
            on,
            currency: Currency::EUR,
            net: totals.net.decimal(),
            gross: totals.gross.decimal(),
            debts: totals.debts.decimal(),
            source: SOURCE.to_owned(),
        };
        days.push((day, "{}".to_owned()));
        on = on.checked_add(Span::new().days(STEP)).map_err(Error::internal)?;
    }
    Ok(days)
}

/// Builds the part of the wealth that totals need, as of a day.
fn wealth_on(batch: &Batch, on: Date) -> Portfolio {
    let mut statements: BTreeMap<HoldingId, Statement> = BTreeMap::new();
    for statement in batch.statements.iter().filter(|statement| statement.on <= on) {
        let later = statements.get(&statement.holding).is_none_or(|known| known.on < statement.on);
        if later {
            statements.insert(statement.holding, statement.clone());
        }
    }
    let mut quotes: BTreeMap<AssetId, Quote> = BTreeMap::new();
    for quote in batch.quotes.iter().filter(|quote| quote.on <= on) {
        if quotes.get(&quote.asset).is_none_or(|known| known.on < quote.on) {
            quotes.insert(quote.asset, quote.clone());
        }
    }
    Portfolio {
        on,
        banks: BTreeMap::new(),
        accounts: batch.accounts.iter().map(|account| (account.id, account.clone())).collect(),
        assets: batch.assets.iter().map(|(asset, _)| (asset.id, asset.clone())).collect(),
        holdings: batch.holdings.iter().map(|holding| (holding.id, holding.clone())).collect(),
        statements,
        quotes,
        allocations: BTreeMap::new(),
        compositions: in_force(batch.compositions.iter().cloned(), on),
        rates: Rates::new(batch.rates.iter().filter(|rate| rate.on <= on).cloned()),
        taxonomies: BTreeMap::new(),
        taxons: BTreeMap::new(),
        assignments: BTreeMap::new(),
        tasks: Vec::new(),
        history: Vec::new(),
        default_zones: BTreeMap::new(),
        currency: None,
        is_demo: true,
    }
}
