//! Imports exchange rates from a file.

use std::collections::BTreeMap;

use pecule_domain::Decimal;
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_formats::market::exchange_rates;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::batch::Batch;
use crate::wealth::holdings::bounded;
use crate::wealth::import::report::ImportReport;
use crate::wealth::import::report::{Remark, What};

impl Member<'_> {
    /// Imports the rates of a file as one operation; writes nothing if `dry_run`.
    pub fn import_exchange_rates(
        &self,
        file_name: &str,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<ImportReport> {
        let source = validate::short("file", Some(file_name))?.unwrap_or_default();
        let read = exchange_rates::read(bytes, &source);
        if let (true, Some(problem)) = (read.lines.is_empty(), read.problems.first()) {
            return Err(Error::invalid_with("file", Reason::NotUnderstood, problem.to_string()));
        }
        let known = self.open().books.read(|view| view.rates())?;
        let key = |rate: &ExchangeRate| (rate.base, rate.counter, rate.on);
        let known: BTreeMap<_, Decimal> = known.iter().map(|rate| (key(rate), rate.rate)).collect();
        let mut report = ImportReport::new(dry_run, &read.problems);
        let mut batch = Batch::default();
        for rate in read.lines {
            let what = || format!("{} {} {}", rate.on, rate.base, rate.counter);
            match known.get(&key(&rate)) {
                Some(there) if *there == rate.rate => {
                    report.know(What::Rate, what(), rate.rate.to_string());
                    continue;
                }
                Some(there) => {
                    report.remark(None, format!("{}: {there}", what()), Remark::Replaced);
                }
                None => {}
            }
            match bounded("rate", rate.rate) {
                Ok(_) => batch.rates.push(rate),
                Err(_out_of_range) => report.remark(None, what(), Remark::OutOfRange),
            }
        }
        self.import_batch(("rates-imported", &source), &batch, report)
    }
}
