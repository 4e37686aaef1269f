//! Makes imported names unique. A repeated import yields the same names.

use std::collections::{BTreeMap, BTreeSet};

/// Longest name, in characters.
const NAME: usize = 200;
/// Characters reserved for the number after a name.
const NUMBER: usize = 13;
/// Longest text, in characters.
const TEXT: usize = 20_000;

/// Existing names, and those assigned in this import.
pub(crate) struct NameIndex<Id> {
    known: BTreeMap<String, Id>,
    given: BTreeSet<String>,
    /// Next number to try for a name, so that many equal names stay fast.
    next: BTreeMap<String, u32>,
}

/// Result of a name lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NameMatch<Id> {
    /// An existing record.
    Known(Id),
    /// A new record with this name.
    New(String),
}

impl<Id: Copy> NameIndex<Id> {
    /// Starts with the existing names.
    pub(crate) fn new(known: impl IntoIterator<Item = (String, Id)>) -> Self {
        Self { known: known.into_iter().collect(), given: BTreeSet::new(), next: BTreeMap::new() }
    }

    /// Assigns a name, with the first free number if needed.
    ///
    /// Returns an existing record of that name if it fits; skips it otherwise.
    pub(crate) fn claim(&mut self, name: &str, fits: impl Fn(Id) -> bool) -> NameMatch<Id> {
        let mut number = self.next.get(name).copied().unwrap_or(1);
        loop {
            let tried = if number == 1 { name.to_owned() } else { numbered(name, number) };
            number = number.saturating_add(1);
            if !self.given.insert(tried.clone()) {
                continue;
            }
            self.next.insert(name.to_owned(), number);
            match self.known.get(&tried) {
                Some(&id) if fits(id) => return NameMatch::Known(id),
                Some(_) => {}
                None => return NameMatch::New(tried),
            }
        }
    }
}

/// Appends a number within the length limit.
fn numbered(name: &str, number: u32) -> String {
    let kept: String = name.chars().take(NAME - NUMBER).collect();
    format!("{} ({number})", kept.trim_end())
}

/// Cleans and truncates a name; returns whether it was cut. `otherwise` replaces an empty name.
pub(crate) fn cut_name(given: &str, otherwise: &str) -> (String, bool) {
    let tidy = |text: &str| {
        let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        visible.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let name = match tidy(given) {
        name if name.is_empty() => tidy(otherwise),
        name => name,
    };
    if name.is_empty() {
        return ("?".to_owned(), false);
    }
    let cut = name.chars().count() > NAME;
    if cut {
        (name.chars().take(NAME).collect::<String>().trim_end().to_owned(), true)
    } else {
        (name, false)
    }
}

/// Cleans and truncates a multi-line text; returns whether it was cut.
pub(crate) fn cut_text(given: &str) -> (String, bool) {
    let text: String = given
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let text = text.trim();
    let cut = text.chars().count() > TEXT;
    (text.chars().take(TEXT).collect(), cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_become_the_same_records_at_each_import() {
        let mut first = NameIndex::<u8>::new([]);
        assert_eq!(first.claim("Livret", |_| true), NameMatch::New("Livret".to_owned()));
        assert_eq!(first.claim("Livret", |_| true), NameMatch::New("Livret (2)".to_owned()));
        let there = [("Livret".to_owned(), 1), ("Livret (2)".to_owned(), 2)];
        let mut again = NameIndex::new(there);
        assert_eq!(again.claim("Livret", |_| true), NameMatch::Known(1));
        assert_eq!(again.claim("Livret", |_| true), NameMatch::Known(2));
        assert_eq!(again.claim("Livret", |_| true), NameMatch::New("Livret (3)".to_owned()));
    }

    #[test]
    fn a_record_that_does_not_fit_is_passed_over() {
        let mut names = NameIndex::new([("Livret".to_owned(), 1)]);
        assert_eq!(names.claim("Livret", |_| false), NameMatch::New("Livret (2)".to_owned()));
    }

    #[test]
    fn names_are_cut_and_never_empty() {
        assert_eq!(cut_name(" a\u{7}b \n c", ""), ("a b c".to_owned(), false));
        assert_eq!(cut_name("\u{0}", "key"), ("key".to_owned(), false));
        let (long, cut) = cut_name(&"é".repeat(300), "");
        assert_eq!((long.chars().count(), cut), (200, true));
        assert_eq!(numbered(&long, 4_000_000_000).chars().count(), 200);
    }
}
