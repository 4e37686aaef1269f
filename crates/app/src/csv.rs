//! Writes CSV tables (RFC 4180) whose cells are never interpreted as formulas by a spreadsheet.

use rust_decimal::Decimal;

/// A table under construction.
pub(crate) struct Table(String);

impl Table {
    /// Starts a table with its column names.
    pub(crate) fn new(columns: &[&str]) -> Self {
        let mut table = Self(String::new());
        table.row(columns.iter().map(|column| (*column).to_owned()));
        table
    }

    /// Appends a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
        self.0.push_str(&cells.join(","));
        self.0.push_str("\r\n");
    }

    /// Returns the finished table.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// The text of a value, empty for `None`.
pub(crate) fn or_nothing(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Quotes a cell; a cell that looks like a formula gets a leading apostrophe.
fn quoted(cell: &str) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%'])
        || cell.starts_with(['\t', '\r', '\n']);
    let shield = if is_formula && !is_number(cell) { "'" } else { "" };
    format!("\"{shield}{}\"", cell.replace('"', "\"\""))
}

/// Whether the cell is a plain number, which may begin with a minus sign.
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
