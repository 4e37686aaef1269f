//! Reads tables with a date and one column per currency, with rates for one euro, as the European
//! Central Bank publishes them.

use csv::StringRecord;
use pecule_domain::money::currency::Currency;

use crate::market::exchange_rates::rates::Rates;
use crate::problem::ProblemKind;
use crate::table::{Table, bare};
use crate::{day, decimal};

/// The currency of each column; the first column is the date.
pub(crate) type Currencies = Vec<Option<Currency>>;

/// Accepts a header with a date and at least one known currency.
pub(crate) fn judge(record: &StringRecord) -> Option<(Currencies, usize)> {
    let mut titles = record.iter();
    if !matches!(bare(titles.next()?).as_str(), "date" | "day" | "jour" | "timeperiod") {
        return None;
    }
    let codes = titles.map(|title| title.trim().parse().ok());
    let currencies: Currencies = std::iter::once(None).chain(codes).collect();
    let known = currencies.iter().flatten().count();
    (known > 0).then_some((currencies, known))
}

/// Reads every line; an empty cell is not a rate.
pub(crate) fn read(mut table: Table<'_, Currencies>, rates: &mut Rates<'_>) {
    while let Some(row) = table.row() {
        let written = row.cell(Some(&0));
        let Some(on) = day::day(written) else {
            if row.filled() > 0 {
                rates.findings.note(row.line, written, ProblemKind::NotADay);
            }
            continue;
        };
        for (place, cell) in row.cells().enumerate().skip(1) {
            if matches!(cell, "" | "N/A" | "NA" | "-") {
                continue;
            }
            let title = table.titles.get(place).unwrap_or("");
            match (table.head.get(place).copied().flatten(), decimal::number(cell)) {
                (Some(currency), Some(rate)) => {
                    rates.add(row.line, on, (Currency::EUR, currency), rate);
                }
                (None, _) => rates.findings.once(row.line, title, ProblemKind::UnknownCurrency),
                (Some(_), None) => {
                    rates.findings.note(
                        row.line,
                        &format!("{title}: {cell}"),
                        ProblemKind::NotANumber,
                    );
                }
            }
        }
    }
}
