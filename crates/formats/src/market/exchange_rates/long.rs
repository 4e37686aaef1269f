//! Reads tables with one exchange rate per line.

use std::collections::BTreeMap;

use csv::StringRecord;

use crate::market::exchange_rates::rates::Rates;
use crate::problem::ProblemKind;
use crate::table::{Table, columns};
use crate::{day, decimal};

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Day,
    Base,
    Counter,
    Rate,
}

fn column(title: &str) -> Option<Column> {
    Some(match title {
        "day" | "date" | "jour" | "on" | "timeperiod" => Column::Day,
        "base" | "from" | "de" | "basecurrency" | "devisedebase" | "currencydenom" => Column::Base,
        "counter" | "to" | "vers" | "quote" | "quotecurrency" | "countercurrency" | "currency"
        | "devise" | "contredevise" => Column::Counter,
        "rate" | "taux" | "cours" | "exchangerate" | "tauxdechange" | "obsvalue" => Column::Rate,
        _ => return None,
    })
}

/// Accepts a header with all four columns.
pub(crate) fn judge(record: &StringRecord) -> Option<(BTreeMap<Column, usize>, usize)> {
    let columns = columns(record, column);
    let count = columns.len();
    (count == 4).then_some((columns, count))
}

/// Reads every line of the table.
pub(crate) fn read(mut table: Table<'_, BTreeMap<Column, usize>>, rates: &mut Rates<'_>) {
    while let Some(row) = table.row() {
        let cell = |column| row.cell(table.head.get(&column));
        if row.filled() == 0 {
            continue;
        }
        let (base, counter) = (cell(Column::Base), cell(Column::Counter));
        let (on, rate) = (cell(Column::Day), cell(Column::Rate));
        let read = (day::day(on), base.parse(), counter.parse(), decimal::number(rate));
        let (what, why) = match read {
            (Some(on), Ok(base), Ok(counter), Some(rate)) => {
                rates.add(row.line, on, (base, counter), rate);
                continue;
            }
            (None, ..) => (on, ProblemKind::NotADay),
            (_, Err(_), ..) => (base, ProblemKind::UnknownCurrency),
            (_, _, Err(_), _) => (counter, ProblemKind::UnknownCurrency),
            (.., None) => (rate, ProblemKind::NotANumber),
        };
        rates.findings.note(row.line, what, why);
    }
}
