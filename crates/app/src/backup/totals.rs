//! Computes the totals of books as a canonical text, equal for equal books.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::money::apportion::Exact;
use pecule_domain::money::currency::Currency;
use pecule_keys::BooksKey;
use pecule_keys::backup::drill::TotalsKey;
use pecule_store::books::View;

use crate::backup::manifest::{Digest, Totals};
use crate::error::{Error, Result};
use crate::wealth::portfolio::Portfolio;
use crate::wealth::snapshot::{Filter, Snapshot};

/// Version of the computation; totals of different versions cannot be compared.
pub(crate) const VERSION: u32 = 1;

/// Returns the keyed fingerprint of the totals on a day.
pub(crate) fn totals(view: View<'_>, on: Date, key: &BooksKey) -> Result<Totals> {
    let text = canonical(view, on)?;
    let fingerprint = Digest(TotalsKey::books(key).fingerprint(&text));
    Ok(Totals { version: VERSION, on, fingerprint })
}

/// The sum in each currency, the total in the reporting currency, and the holdings without a value.
fn canonical(view: View<'_>, on: Date) -> Result<String> {
    let wealth = Arc::new(Portfolio::load(view, on, None)?);
    let reporting = wealth.reporting_currency();
    let picture = Snapshot::take(wealth, reporting)?;
    let mut sums: BTreeMap<&'static str, (Currency, Exact)> = BTreeMap::new();
    let mut total = Exact::ZERO;
    let whole = Filter::default();
    let mut valued = 0_usize;
    for (_line, value) in picture.valued(&whole) {
        let currency = value.native_currency;
        let sum = sums.entry(currency.code()).or_insert((currency, Exact::ZERO));
        sum.1 = sum.1.plus(Exact::from(value.native));
        total = total.plus(Exact::from(value.amount));
        valued += 1;
    }
    let mut text = format!("totals {VERSION}\non {on}\n");
    for (currency, sum) in sums.values() {
        line(&mut text, currency.code(), &sum.rounded(*currency))?;
    }
    line(&mut text, "total", &total.rounded(reporting))?;
    line(&mut text, "valued", &valued)?;
    for (line_without, why) in picture.unvalued(&whole) {
        line(&mut text, &line_without.holding.id.to_string(), &why)?;
    }
    Ok(text)
}

fn line(text: &mut String, word: &str, value: &impl std::fmt::Display) -> Result<()> {
    writeln!(text, "{word} {value}").map_err(Error::internal)
}
