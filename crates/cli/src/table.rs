//! Formats tables for the terminal, with text aligned left and numbers aligned right.

use std::fmt::Display;

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, LineStyle, Table};
use rust_decimal::Decimal;

use crate::output;

/// A table that prints its rows when complete.
pub(crate) struct TableWriter(Table);

impl TableWriter {
    /// Makes an empty table. A heading that begins with `>` aligns its column right.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let mut table = Table::new();
        table.load_style(NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_header(headings.iter().map(|heading| Cell::new(heading.trim_start_matches('>'))));
        for (place, heading) in headings.iter().enumerate() {
            if let Some(column) = table.column_mut(place)
                && heading.starts_with('>')
            {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Self(table)
    }

    /// Adds a row, without control characters.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.add_row(cells.into_iter().map(|cell| output::plain(&cell)).collect::<Vec<_>>());
    }

    /// Prints the table on the standard output.
    pub(crate) fn print(&self) {
        output::say(&self.0.trim_fmt());
    }
}

/// Formats an amount with thousands separators: `-12,345.60`.
pub(crate) fn amount(number: &impl Display) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, decimals) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}

/// Formats a count with its noun: `1 asset`, `2 assets`.
pub(crate) fn count(number: usize, sort: &str) -> String {
    format!("{number} {sort}{}", if number == 1 { "" } else { "s" })
}

/// Formats a fraction of 1 as a percentage with two decimals; empty for `None`.
pub(crate) fn percent(share: Option<Decimal>) -> String {
    share.map_or_else(String::new, |share| format!("{:.2} %", share * Decimal::ONE_HUNDRED))
}

/// Formats a value; empty for `None`.
pub(crate) fn or_nothing(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{amount, percent};
    use crate::output::plain;

    #[test]
    fn thousands_stand_apart() {
        for (number, shown) in [
            ("0.00", "0.00"),
            ("999.90", "999.90"),
            ("1000", "1,000"),
            ("-1234567.8", "-1,234,567.8"),
            ("-120.00", "-120.00"),
        ] {
            assert_eq!(amount(&number), shown);
        }
    }

    #[test]
    fn a_fraction_is_shown_in_percent() {
        assert_eq!(percent(Some("0.61".parse().unwrap())), "61.00 %");
        assert_eq!(percent(None), "");
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb"), "a[2Jb");
    }
}
