//! Reads the rows of the share editor `parts/shares.html`, sent as `part[]` and `share[]`.

use pecule_app::{Error, Problem, Reason};
use pecule_domain::money::share::Share;
use rust_decimal::Decimal;

use crate::request::form::{Form, percentage, sentence};
use crate::view::number;
use crate::view::page::Page;
use crate::view::shares::{ShareRow, SharesTable};

/// Typed rows of an editor, with the values that could be parsed.
#[derive(Debug, Clone, Default)]
pub struct TypedShares {
    /// Rows as typed, with their error messages.
    pub rows: Vec<ShareRow>,
    /// Share of each row; `None` if it is invalid.
    pub shares: Vec<Option<Share>>,
    /// Error message for the whole editor.
    pub error: Option<String>,
}

impl TypedShares {
    /// Creates the editor's rows from stored values.
    pub fn kept(rows: impl IntoIterator<Item = ShareRow>) -> Self {
        Self { rows: rows.into_iter().collect(), ..Self::default() }
    }

    /// Reads the rows of a form and skips empty ones.
    pub fn read(form: &Form, page: &Page) -> Self {
        let mut typed = Self::default();
        let shares = form.all("share[]").map(str::trim).chain(std::iter::repeat(""));
        for (part, share) in form.all("part[]").map(str::trim).zip(shares) {
            if part.is_empty() && share.is_empty() {
                continue;
            }
            let row = ShareRow { part: part.into(), share: share.into(), ..ShareRow::default() };
            let read = if part.is_empty() || share.is_empty() {
                Err(Error::invalid("share", Reason::Required))
            } else {
                percentage("share", share)
            };
            let at = typed.rows.len();
            typed.rows.push(row);
            typed.shares.push(read.as_ref().ok().copied());
            if let Err(Error::Invalid(problems)) = read {
                typed.refuse(at, &problems, page);
            }
        }
        typed
    }

    /// Returns the valid rows: index, part, share.
    pub fn parts(&self) -> impl Iterator<Item = (usize, &str, Share)> {
        let rows = self.rows.iter().zip(&self.shares).enumerate();
        rows.filter_map(|(at, (row, share))| Some((at, row.part.as_str(), (*share)?)))
    }

    /// Returns the share of one row.
    pub fn share(&self, at: usize) -> Option<Share> {
        self.shares.get(at).copied().flatten()
    }

    /// Adds errors to a row.
    pub fn refuse(&mut self, at: usize, problems: &[Problem], page: &Page) {
        if let (Some(row), Some(problem)) = (self.rows.get_mut(at), problems.first()) {
            row.error = Some(sentence(problem, page.lang));
        }
    }

    /// Adds an error to a row that repeats a part.
    pub fn refuse_twice(&mut self, at: usize, page: &Page) {
        if let Some(row) = self.rows.get_mut(at) {
            row.error = Some(page.t("shares-twice"));
        }
    }

    /// Sets the error for the whole editor.
    pub fn refuse_whole(&mut self, problems: &[Problem], page: &Page) {
        let sum = problems.iter().find(|problem| problem.reason == Reason::TooMuch);
        self.error = match sum.and_then(|problem| problem.detail.parse::<Decimal>().ok()) {
            // The sum is formatted in the person's language.
            Some(sum) => {
                Some(page.t_with("shares-too-much", "sum", number::exact(sum, page.lang).as_str()))
            }
            None => problems.first().map(|problem| sentence(problem, page.lang)),
        };
    }

    /// Parses each part as a member of a closed list or an identity; each may appear once.
    pub fn keyed<K: std::str::FromStr + Ord + Copy>(&mut self, page: &Page) -> Vec<(K, Share)> {
        let mut found: Vec<(K, Share)> = Vec::new();
        let (mut strange, mut twice) = (Vec::new(), Vec::new());
        for (at, part, share) in self.parts() {
            match part.parse::<K>() {
                Ok(key) if found.iter().any(|(known, _)| *known == key) => twice.push(at),
                Ok(key) => found.push((key, share)),
                Err(_) => strange.push(at),
            }
        }
        for at in strange {
            let (field, detail) = (String::new(), String::new());
            self.refuse(at, &[Problem { field, reason: Reason::NotInList, detail }], page);
        }
        for at in twice {
            self.refuse_twice(at, page);
        }
        found
    }

    /// Whether all rows are valid.
    pub fn is_good(&self) -> bool {
        self.error.is_none() && self.rows.iter().all(|row| row.error.is_none())
    }
}

/// Lists the errors above the editor: part and sentence.
pub fn faults(table: &SharesTable) -> Vec<(String, String)> {
    let faulty = table
        .rows
        .iter()
        .filter_map(|row| Some((table.name_of(row).to_owned(), row.error.clone()?)));
    faulty.collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pecule_domain::portfolio::class::Class;

    use super::*;
    use crate::text::i18n::Lang;

    fn read(rows: &[(&str, &str)]) -> TypedShares {
        let fields = rows.iter().flat_map(|(part, share)| {
            [("part[]".to_owned(), (*part).to_owned()), ("share[]".to_owned(), (*share).to_owned())]
        });
        TypedShares::read(&Form::new(fields.collect()), &page())
    }

    fn page() -> Page {
        Page::new(Lang::Fr, "", date(2026, 11, 22))
    }

    #[test]
    fn what_is_typed_is_what_is_kept() {
        let mut typed = read(&[("equity", "62,37"), ("", ""), ("bonds", "25 %")]);
        let kept = typed.keyed::<Class>(&page());
        assert!(typed.is_good());
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0].1.to_string(), "0.6237");
    }

    #[test]
    fn each_fault_stands_beside_its_row() {
        let mut typed = read(&[
            ("equity", "abc"),
            ("equity", ""),
            ("equity", "1"),
            ("equity", "2"),
            ("gold", "3"),
        ]);
        typed.keyed::<Class>(&page());
        let faulty: Vec<bool> = typed.rows.iter().map(|row| row.error.is_some()).collect();
        assert_eq!(faulty, [true, true, false, true, true]);
        assert_eq!(typed.rows[0].share, "abc");
    }
}
