//! Exchange rates while a file is read.

use crate::problem::ProblemKind;
use crate::problem::Reading;
use crate::problems::Findings;
use pecule_domain::Date;
use pecule_domain::Decimal;
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::money::currency::Currency;
use std::collections::BTreeMap;

/// The exchange rates read so far.
#[derive(Default)]
pub(crate) struct Rates<'s> {
    pub(crate) source: &'s str,
    pub(crate) lines: Vec<ExchangeRate>,
    pub(crate) known: BTreeMap<(Currency, Currency, Date), Decimal>,
    pub(crate) findings: Findings,
}

impl Rates<'_> {
    /// Adds a rate, unless it is invalid or contradicts an earlier line.
    pub(crate) fn add(
        &mut self,
        line: usize,
        on: Date,
        (base, counter): (Currency, Currency),
        rate: Decimal,
    ) {
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

    pub(crate) fn finish(mut self) -> Reading<ExchangeRate> {
        let problems = std::mem::take(&mut self.findings);
        let mut problems = problems.into_problems();
        if self.lines.is_empty() && problems.is_empty() {
            problems.push(crate::problems::problem(None, None, "", ProblemKind::NoLines));
        }
        Reading { lines: self.lines, problems }
    }
}
