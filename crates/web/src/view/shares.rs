//! Editor of shares (allocations, zones, compositions), enhanced by the element `<pec-shares>`.

use pecule_domain::money::share::Share;

use crate::text::i18n::Lang;
use crate::view::field::Choice;
use crate::view::{number, share};

/// The parts that a row may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// A `<select>` over a closed list; sends the key.
    Listed(Vec<ListedPart>),
    /// Free text with suggestions; the server looks the name up.
    Named(Vec<String>),
}

/// A part of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPart {
    /// Key sent by the form.
    pub key: String,
    pub label: String,
    /// Colour of the strip, 1 to 10.
    pub series: u8,
}

/// A row of the editor, stored or typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShareRow {
    /// Key or name of the part.
    pub part: String,
    /// Line below the name.
    pub note: Option<String>,
    /// The percentage as typed: "62,37".
    pub share: String,
    pub error: Option<String>,
    /// The cycle that this part would close, in order.
    pub path: Vec<String>,
}

impl ShareRow {
    /// Creates a row from a stored share.
    pub fn kept(part: impl Into<String>, kept: Share, lang: Lang) -> Self {
        Self { part: part.into(), share: share::field(kept, lang), ..Self::default() }
    }
}

/// The editor. The surrounding page provides the `<form>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharesTable {
    /// Element id. A form holds only one editor.
    pub id: String,
    pub parts: Parts,
    pub rows: Vec<ShareRow>,
    /// Head of the first column.
    pub head: String,
    /// Label of the row with the remainder.
    pub rest_label: String,
    /// Error message for the whole editor.
    pub error: Option<String>,
}

/// Empty rows for browsers without scripts; `<pec-shares>` removes them.
const SPARE_ROWS: usize = 3;

impl SharesTable {
    /// Returns the indices of the empty rows.
    pub fn spare(&self) -> std::ops::Range<usize> {
        0..SPARE_ROWS
    }

    /// Returns the options of a row's select.
    pub fn choices(&self, current: &str) -> Vec<(Choice, u8)> {
        match &self.parts {
            Parts::Listed(listed) => listed
                .iter()
                .map(|part| (Choice::new(&part.key, &part.label, current), part.series))
                .collect(),
            Parts::Named(_) => Vec::new(),
        }
    }

    /// Returns the suggestions for free text.
    pub fn names(&self) -> Option<&[String]> {
        match &self.parts {
            Parts::Named(names) => Some(names),
            Parts::Listed(_) => None,
        }
    }

    /// Returns the name of a row's part.
    pub fn name_of<'a>(&'a self, row: &'a ShareRow) -> &'a str {
        match &self.parts {
            Parts::Listed(listed) => listed
                .iter()
                .find(|part| part.key == row.part)
                .map_or(row.part.as_str(), |part| part.label.as_str()),
            Parts::Named(_) => row.part.as_str(),
        }
    }

    /// Returns sum and remainder of the readable rows as percentages, for the page before scripts
    /// run.
    pub fn sum_and_rest(&self, lang: Lang) -> (String, String) {
        let sum = self
            .rows
            .iter()
            .filter_map(|row| pecule_domain::parse::number(&row.share).ok())
            .fold(rust_decimal::Decimal::ZERO, |sum, part| sum.checked_add(part).unwrap_or(sum));
        let said = |value| {
            format!(
                "{}{}",
                number::exact(value, lang),
                if lang == Lang::Fr { "\u{a0}%" } else { "%" }
            )
        };
        (said(sum), said(rust_decimal::Decimal::ONE_HUNDRED - sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_comes_with_the_page() {
        let row = |share: &str| ShareRow { share: share.into(), ..ShareRow::default() };
        let table = SharesTable {
            id: "composition".into(),
            parts: Parts::Named(Vec::new()),
            rows: vec![row("62,37"), row("25"), row("")],
            head: String::new(),
            rest_label: String::new(),
            error: None,
        };
        assert_eq!(table.sum_and_rest(Lang::Fr), ("87,37\u{a0}%".into(), "12,63\u{a0}%".into()));
        assert_eq!(table.sum_and_rest(Lang::En).1, "12.63%");
    }
}
