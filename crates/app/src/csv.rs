//! Tables for a spreadsheet (RFC 4180), in which no cell is taken for a formula.

use rust_decimal::Decimal;

/// A table that is being written, line by line.
pub(crate) struct Table(String);

impl Table {
    /// A table with the names of its columns.
    pub(crate) fn new(columns: &[&str]) -> Self {
        let mut table = Self(String::new());
        table.row(columns.iter().map(|column| (*column).to_owned()));
        table
    }

    /// Writes one more line.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
        self.0.push_str(&cells.join(","));
        self.0.push_str("\r\n");
    }

    /// The whole.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// What a cell says, or nothing.
pub(crate) fn or_nothing(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A cell in quotes; one that a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%'])
        || cell.starts_with(['\t', '\r', '\n']);
    let shield = if is_formula && !is_number(cell) { "'" } else { "" };
    format!("\"{shield}{}\"", cell.replace('"', "\"\""))
}

/// Whether it is a plain number, which may well be negative.
fn is_number(cell: &str) -> bool {
    let figures = cell.strip_prefix('-').unwrap_or(cell);
    figures.starts_with(|first: char| first.is_ascii_digit()) && cell.parse::<Decimal>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        for cell in [
            "=1+1", "+1", "-A1", "-1+A1", "--1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "|cmd",
            "%x",
        ] {
            assert!(quoted(cell).starts_with("\"'"), "{cell:?}");
        }
        let numbers = ["", "sign-in", "2026-11-22T10:00:00Z", "{\"place\":\"\"}", "l’un", "-12.50"];
        for cell in numbers {
            assert!(!quoted(cell).starts_with("\"'"), "{cell:?}");
        }
        assert_eq!(quoted("a \"b\", c\r\nd"), "\"a \"\"b\"\", c\r\nd\"");
        let mut table = Table::new(&["one", "two"]);
        table.row(["1".to_owned(), "=2".to_owned()]);
        assert_eq!(table.into_bytes(), b"\"one\",\"two\"\r\n\"1\",\"'=2\"\r\n");
    }
}
