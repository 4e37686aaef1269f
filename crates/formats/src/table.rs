//! Reads CSV and TSV with any common separator, and lines before the header or after the rows.

use std::collections::BTreeMap;

use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use pecule_domain::portfolio::country::fold;

/// Separators, in the order in which they are tried.
const SEPARATORS: [u8; 4] = *b",;\t|";
/// The maximum number of lines before the header.
const PREAMBLE: usize = 60;

/// The rows below a header that was interpreted as an `H`.
pub(crate) struct Table<'t, H> {
    /// The interpretation of the header.
    pub(crate) head: H,
    /// The header as written.
    pub(crate) titles: StringRecord,
    text: &'t str,
    reader: Reader<&'t [u8]>,
}

/// One line of a table.
pub(crate) struct Row {
    /// The line of the file, from 1.
    pub(crate) line: usize,
    cells: StringRecord,
}

impl Row {
    /// Returns the text of a cell; empty if the line has no such cell.
    pub(crate) fn cell(&self, place: Option<&usize>) -> &str {
        place.and_then(|place| self.cells.get(*place)).unwrap_or("").trim()
    }

    /// Returns the number of cells with text.
    pub(crate) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Returns every cell of the line.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(str::trim)
    }
}

impl<'t, H> Table<'t, H> {
    /// Finds the header with each separator. `judge` interprets a line as a header and counts its
    /// known columns; the separator with the most columns wins.
    pub(crate) fn find(
        text: &'t str,
        judge: impl Fn(&StringRecord) -> Option<(H, usize)>,
    ) -> Option<Self> {
        let mut best: Option<(Self, usize)> = None;
        for separator in SEPARATORS {
            let mut reader = reader(text, separator);
            let mut record = StringRecord::new();
            for _ in 0..PREAMBLE {
                if !reader.read_record(&mut record).unwrap_or(false) {
                    break;
                }
                let Some((head, named)) = judge(&record) else { continue };
                if best.as_ref().is_none_or(|(_, most)| named > *most) {
                    best = Some((Self { head, titles: record, text, reader }, named));
                }
                break;
            }
        }
        best.map(|(table, _)| table)
    }

    /// Returns the next line below the header.
    pub(crate) fn row(&mut self) -> Option<Row> {
        let mut cells = StringRecord::new();
        if !self.reader.read_record(&mut cells).unwrap_or(false) {
            return None;
        }
        // The position is the end of the last record; empty lines may follow before the next one.
        let (line, from) = cells.position().map_or((1, 0), |at| (at.line(), at.byte()));
        let rest = usize::try_from(from).ok().and_then(|from| self.text.get(from..));
        let skipped = rest.map_or(0, |rest| rest.bytes().take_while(|byte| *byte == b'\n').count());
        let line = usize::try_from(line).unwrap_or(usize::MAX).saturating_add(skipped);
        Some(Row { line, cells })
    }
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes())
}

/// Returns the columns of a header; the first of each kind counts.
pub(crate) fn columns<C: Ord>(
    head: &StringRecord,
    column: impl Fn(&str) -> Option<C>,
) -> BTreeMap<C, usize> {
    let mut columns = BTreeMap::new();
    for (place, title) in head.iter().enumerate() {
        if let Some(column) = column(&bare(title)) {
            columns.entry(column).or_insert(place);
        }
    }
    columns
}

/// Returns the letters and digits of a title without accents and spaces; "Classe d'actifs" is
/// `classedactifs`.
pub(crate) fn bare(title: &str) -> String {
    fold(title).split(' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(record: &StringRecord) -> Option<(BTreeMap<u8, usize>, usize)> {
        let columns = columns(record, |title| match title {
            "nom" => Some(b'n'),
            "poids" => Some(b'p'),
            _ => None,
        });
        let named = columns.len();
        (named == 2).then_some((columns, named))
    }

    #[test]
    fn the_head_is_found_below_other_lines_and_rows_know_their_line() {
        let text = "Fonds,le plus beau\n\n\nNom;Poids\n\nA;\"1;\n5\"\n\n\nB;2\n";
        let mut table = Table::find(text, judge).unwrap();
        let first = table.row().unwrap();
        assert_eq!((first.line, first.cell(Some(&1))), (6, "1;\n5"));
        let second = table.row().unwrap();
        assert_eq!((second.line, second.cell(Some(&0)), second.cell(None)), (10, "B", ""));
        assert!(table.row().is_none());
        assert!(Table::find("a,b\n1,2\n", judge).is_none());
    }
}
