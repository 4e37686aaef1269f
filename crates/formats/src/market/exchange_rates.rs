//! Reads exchange rates from CSV and from the files of the European Central Bank.

mod long;
mod wide;
mod xml;

use std::collections::BTreeMap;

use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::money::currency::Currency;
use pecule_domain::{Date, Decimal};

use crate::encoding;
use crate::problem::{ProblemKind, Reading};
use crate::problems::Findings;
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

/// The exchange rates read so far.
#[derive(Default)]
struct Rates<'s> {
    source: &'s str,
    lines: Vec<ExchangeRate>,
    known: BTreeMap<(Currency, Currency, Date), Decimal>,
    findings: Findings,
}

impl Rates<'_> {
    /// Adds a rate, unless it is invalid or contradicts an earlier line.
    fn add(&mut self, line: usize, on: Date, (base, counter): (Currency, Currency), rate: Decimal) {
        let what = || format!("{on} {base} {counter} {rate}");
        if base == counter {
            return self.findings.note(line, &what(), ProblemKind::SameCurrency);
        }
        if rate <= Decimal::ZERO {
            return self.findings.note(line, &what(), ProblemKind::NotAboveZero);
        }
        match self.known.get(&(base, counter, on)) {
            Some(known) if *known == rate => {}
            Some(_) => self.findings.note(line, &what(), ProblemKind::Contradicts),
            None => {
                self.known.insert((base, counter, on), rate);
                let source = self.source.to_owned();
                self.lines.push(ExchangeRate { base, counter, on, rate, source });
            }
        }
    }

    fn finish(mut self) -> Reading<ExchangeRate> {
        let problems = std::mem::take(&mut self.findings);
        let mut problems = problems.into_problems();
        if self.lines.is_empty() && problems.is_empty() {
            problems.push(crate::problems::problem(None, None, "", ProblemKind::NoLines));
        }
        Reading { lines: self.lines, problems }
    }
}

#[cfg(test)]
mod tests;
