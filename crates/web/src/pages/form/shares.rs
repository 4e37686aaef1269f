//! Parts and shares as the editor of `parts/shares.html` sends them: `part[]` and `share[]`, row by row.

use pecule_app::{Error, Problem, Reason};
use pecule_domain::money::share::Share;
use rust_decimal::Decimal;

use crate::request::form::{Form, percentage, sentence};
use crate::view::number;
use crate::view::page::Page;
use crate::view::shares::{ShareRow, SharesTable};

/// What was typed into an editor: every row as it stood, and what could be read of it.
#[derive(Debug, Clone, Default)]
pub struct TypedShares {
    /// The rows as they were typed, with what is wrong beside each.
    pub rows: Vec<ShareRow>,
    /// The share of each row that could be read.
    pub shares: Vec<Option<Share>>,
    /// What is wrong with the whole.
    pub error: Option<String>,
}

impl TypedShares {
    /// Rows as they are kept, with nothing wrong.
    pub fn kept(rows: impl IntoIterator<Item = ShareRow>) -> Self {
        Self { rows: rows.into_iter().collect(), ..Self::default() }
    }

    /// Reads the rows of a form; those left empty are not there.
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

    /// The readable rows: their place, their part, their share.
    pub fn parts(&self) -> impl Iterator<Item = (usize, &str, Share)> {
        let rows = self.rows.iter().zip(&self.shares).enumerate();
        rows.filter_map(|(at, (row, share))| Some((at, row.part.as_str(), (*share)?)))
    }

    /// The share of one row.
    pub fn share(&self, at: usize) -> Option<Share> {
        self.shares.get(at).copied().flatten()
    }

    /// Says what is wrong with a row.
    pub fn refuse(&mut self, at: usize, problems: &[Problem], page: &Page) {
        if let (Some(row), Some(problem)) = (self.rows.get_mut(at), problems.first()) {
            row.error = Some(sentence(problem, page.lang));
        }
    }

    /// Says that a row names what another row names already.
    pub fn refuse_twice(&mut self, at: usize, page: &Page) {
        if let Some(row) = self.rows.get_mut(at) {
            row.error = Some(page.t("shares-twice"));
        }
    }

    /// Says what is wrong with the whole.
    pub fn refuse_whole(&mut self, problems: &[Problem], page: &Page) {
        let sum = problems.iter().find(|problem| problem.reason == Reason::TooMuch);
        self.error = match sum.and_then(|problem| problem.detail.parse::<Decimal>().ok()) {
            // The sum is said as the person would write it.
            Some(sum) => {
                Some(page.t_with("shares-too-much", "sum", number::exact(sum, page.lang).as_str()))
            }
            None => problems.first().map(|problem| sentence(problem, page.lang)),
        };
    }

    /// Reads each part as a member of a closed list or the identity of a record, each at most once.
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

    /// Whether every row could be taken.
    pub fn is_good(&self) -> bool {
        self.error.is_none() && self.rows.iter().all(|row| row.error.is_none())
    }
}

/// What is wrong with rows, to be listed above the editor: the part, and the sentence.
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
