//! Reads lists of holdings from CSV or TSV.

use std::collections::BTreeMap;

use csv::StringRecord;
use pecule_domain::portfolio::country::fold;

use crate::fund::columns::{Column, says_percent};
use crate::fund::raw::{Raw, RawSheet, unreadable};
use crate::problem::{Problem, ProblemKind};
use crate::table::{Table, columns};

/// Reads the holdings of a file.
pub(super) fn lines(text: &str) -> Result<RawSheet, Problem> {
    let mut table = Table::find(text, judge).ok_or_else(|| unreadable(ProblemKind::NoHead))?;
    let weight = table.head.get(&Column::Weight).and_then(|place| table.titles.get(*place));
    let mut sheet = RawSheet { lines: Vec::new(), percent: weight.is_some_and(says_percent) };
    let ours = table.head.len();
    while let Some(row) = table.row() {
        // A publisher's notes before or after the holdings fill a single cell.
        if row.filled() < 2 && ours > 1 {
            continue;
        }
        let mut raw = Raw { line: row.line, ..Raw::default() };
        for (column, place) in &table.head {
            row.cell(Some(place)).clone_into(raw.cell(*column));
        }
        if !is_total(&raw) {
            sheet.lines.push(raw);
        }
    }
    Ok(sheet)
}

/// Accepts a header with a weight column and a column that identifies the holding.
fn judge(record: &StringRecord) -> Option<(BTreeMap<Column, usize>, usize)> {
    let mut columns = columns(record, Column::of);
    if let Some(place) = record.iter().position(|title| title.trim() == "%") {
        columns.entry(Column::Weight).or_insert(place);
    }
    let named = [Column::Name, Column::Ticker, Column::Isin];
    let complete = columns.contains_key(&Column::Weight)
        && named.iter().any(|column| columns.contains_key(column));
    let count = columns.len();
    complete.then_some((columns, count))
}

/// Returns whether a line is the total below the list.
fn is_total(raw: &Raw) -> bool {
    let cells = [&raw.name, &raw.ticker, &raw.isin, &raw.sector, &raw.country, &raw.class];
    let mut said = cells.into_iter().filter(|cell| !cell.is_empty());
    let sum = said.next().map(|cell| fold(cell));
    let sums = ["total", "totals", "grand total", "total general", "somme", "sum"];
    said.next().is_none() && sum.is_some_and(|sum| sums.contains(&sum.as_str()))
}
