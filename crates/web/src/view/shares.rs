//! The editor of parts of a whole: allocations, zones of a class, compositions. What `<pec-shares>` brings to life.

use pecule_domain::money::share::Share;

use crate::text::i18n::Lang;
use crate::view::field::Choice;
use crate::view::{number, share};

/// What may be a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// One of a list: a `<select>` that sends the key.
    Listed(Vec<ListedPart>),
    /// A name, typed or chosen: the text is sent and looked up by the server.
    Named(Vec<String>),
}

/// A part of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPart {
    /// The key that the form sends.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Its colour in the strip, 1 to 10.
    pub series: u8,
}

/// A row of the editor, as it was kept or typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShareRow {
    /// The key or the name of the part.
    pub part: String,
    /// A line under the name.
    pub note: Option<String>,
    /// The share, as typed: "62,37".
    pub share: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The circle that it would close, in order.
    pub path: Vec<String>,
}

impl ShareRow {
    /// A row as it is kept.
    pub fn kept(part: impl Into<String>, kept: Share, lang: Lang) -> Self {
        Self { part: part.into(), share: share::field(kept, lang), ..Self::default() }
    }
}

/// The whole editor. The page around it writes the `<form>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharesTable {
    /// Its id in the page. A form holds one editor.
    pub id: String,
    /// What may be a part.
    pub parts: Parts,
    /// Its rows.
    pub rows: Vec<ShareRow>,
    /// The head of the first column.
    pub head: String,
    /// What the row of the rest says.
    pub rest_label: String,
    /// What is wrong with the whole, if something is.
    pub error: Option<String>,
}

/// Empty rows for browsers without scripts; `<pec-shares>` takes them away.
const SPARE_ROWS: usize = 3;

impl SharesTable {
    /// Empty rows to write in without scripts.
    pub fn spare(&self) -> std::ops::Range<usize> {
        0..SPARE_ROWS
    }

    /// The choices of a row's list, the current one marked.
    pub fn choices(&self, current: &str) -> Vec<(Choice, u8)> {
        match &self.parts {
            Parts::Listed(listed) => listed
                .iter()
                .map(|part| (Choice::new(&part.key, &part.label, current), part.series))
                .collect(),
            Parts::Named(_) => Vec::new(),
        }
    }

    /// The names to choose from, when parts are named freely.
    pub fn names(&self) -> Option<&[String]> {
        match &self.parts {
            Parts::Named(names) => Some(names),
            Parts::Listed(_) => None,
        }
    }

    /// What a row calls its part.
    pub fn name_of<'a>(&'a self, row: &'a ShareRow) -> &'a str {
        match &self.parts {
            Parts::Listed(listed) => listed
                .iter()
                .find(|part| part.key == row.part)
                .map_or(row.part.as_str(), |part| part.label.as_str()),
            Parts::Named(_) => row.part.as_str(),
        }
    }

    /// Sum and rest of what can be read, as percentages, for the page before scripts run.
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
