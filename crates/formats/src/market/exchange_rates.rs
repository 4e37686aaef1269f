//! Reads exchange rates from CSV and from the files of the European Central Bank.

mod long;
pub mod rates;
mod wide;
mod xml;

use pecule_domain::market::exchange_rate::ExchangeRate;

use crate::encoding;
use crate::market::exchange_rates::rates::Rates;
use crate::problem::{ProblemKind, Reading};
use crate::table::Table;

/// Reads exchange rates and sets `source` as their origin.
///
/// A CSV file has columns for date, base, counter and rate, named in English or French. It may also
/// have a date and one column per currency, with rates for one euro. An XML file has the format of
/// the European Central Bank.
pub fn read(bytes: &[u8], source: &str) -> Reading<ExchangeRate> {
    let mut rates = Rates { source, ..Rates::default() };
    match encoding::decode(bytes) {
        Err(problem) => rates.findings.take(&problem),
        Ok(text) if text.trim_start().starts_with('<') => xml::read(&text, &mut rates),
        Ok(text) => {
            if let Some(table) = Table::find(&text, long::judge) {
                long::read(table, &mut rates);
            } else if let Some(table) = Table::find(&text, wide::judge) {
                wide::read(table, &mut rates);
            } else {
                rates.findings.whole("", ProblemKind::NoHead);
            }
        }
    }
    rates.finish()
}

#[cfg(test)]
mod tests;
