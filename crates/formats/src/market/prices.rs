//! Reads prices of assets by date from CSV.

use std::collections::BTreeMap;

use csv::StringRecord;
use pecule_domain::market::price::PriceUnit;
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::{Date, Decimal};

use crate::problem::{ProblemKind, Reading};
use crate::problems::Findings;
use crate::table::{Row, Table, columns};
use crate::{day, decimal, encoding};

/// The price of an asset on a date; the asset is identified by ISIN, ticker or name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteLine {
    /// The line of the file, from 1.
    pub line: usize,
    pub isin: Option<Isin>,
    pub ticker: Option<String>,
    pub name: Option<String>,
    pub on: Date,
    /// The price of one unit.
    pub price: Decimal,
    /// `None` if not stated; the currency of the asset then applies.
    pub unit: Option<PriceUnit>,
}

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Isin,
    Ticker,
    Name,
    Day,
    Price,
    Unit,
}

type Head = BTreeMap<Column, usize>;

/// Reads prices; columns are named in English or French and may be in any order.
pub fn read(bytes: &[u8]) -> Reading<QuoteLine> {
    let mut findings = Findings::default();
    let mut lines = Vec::new();
    match encoding::decode(bytes) {
        Err(problem) => findings.take(&problem),
        Ok(text) => match Table::find(&text, judge) {
            None => findings.whole("", ProblemKind::NoHead),
            Some(mut table) => {
                while let Some(row) = table.row() {
                    if row.filled() > 0 {
                        lines.extend(line(&row, &table.head, &mut findings));
                    }
                }
                if lines.is_empty() {
                    findings.whole("", ProblemKind::NoLines);
                }
            }
        },
    }
    Reading { lines, problems: findings.into_problems() }
}

fn column(title: &str) -> Option<Column> {
    Some(match title {
        "isin" | "codeisin" | "isincode" => Column::Isin,
        "ticker" | "symbol" | "symbole" | "mnemo" => Column::Ticker,
        "name" | "nom" | "libelle" | "asset" | "actif" | "security" | "titre" => Column::Name,
        "day" | "date" | "jour" | "on" => Column::Day,
        "price" | "prix" | "cours" | "close" | "cloture" | "quote" | "last"
        | "valeurliquidative" | "vl" | "nav" => Column::Price,
        "currency" | "devise" | "unit" | "ccy" | "monnaie" => Column::Unit,
        _ => return None,
    })
}

/// Accepts a header with an asset, a date and a price.
fn judge(record: &StringRecord) -> Option<(Head, usize)> {
    let columns = columns(record, column);
    let names = [Column::Isin, Column::Ticker, Column::Name];
    let complete = names.iter().any(|name| columns.contains_key(name))
        && columns.contains_key(&Column::Day)
        && columns.contains_key(&Column::Price);
    let count = columns.len();
    complete.then_some((columns, count))
}

fn line(row: &Row, head: &Head, findings: &mut Findings) -> Option<QuoteLine> {
    let cell = |column| row.cell(head.get(&column));
    let said = |column| Some(cell(column)).filter(|text| !text.is_empty());
    let mut refuse = |what: &str, why| {
        findings.note(row.line, what, why);
    };
    let isin = match said(Column::Isin).map(|text| (text, text.parse())) {
        Some((text, Err(_))) => {
            refuse(text, ProblemKind::NotAnIsin);
            return None;
        }
        Some((_, Ok(isin))) => Some(isin),
        None => None,
    };
    let ticker = said(Column::Ticker).map(str::to_owned);
    let name = said(Column::Name).map(str::to_owned);
    if isin.is_none() && ticker.is_none() && name.is_none() {
        refuse("ISIN", ProblemKind::Missing);
        return None;
    }
    let Some(on) = day::day(cell(Column::Day)) else {
        refuse(cell(Column::Day), ProblemKind::NotADay);
        return None;
    };
    let unit = match said(Column::Unit).map(|text| (text, text.parse())) {
        Some((text, Err(_))) => {
            refuse(text, ProblemKind::UnknownCurrency);
            return None;
        }
        Some((_, Ok(unit))) => Some(unit),
        None => None,
    };
    let written = cell(Column::Price);
    match decimal::number(written) {
        Some(price) if price < Decimal::ZERO => refuse(written, ProblemKind::Negative),
        Some(price) => {
            return Some(QuoteLine { line: row.line, isin, ticker, name, on, price, unit });
        }
        None => refuse(written, ProblemKind::NotANumber),
    }
    None
}

#[cfg(test)]
mod tests;
