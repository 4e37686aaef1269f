//! Parses the filter of an audit log from the address.

use std::fmt::Write as _;

use pecule_app::audit::actions::Group;
use pecule_app::audit::export::ExportFormat;
use pecule_app::audit::log::JournalFilter;
use pecule_app::{Error, Reason, Result};
use serde::Deserialize;

use crate::request::redirect::form_urlencoded;
use crate::view::field::{Choice, Field};
use crate::view::page::Page;

/// Query parameters; empty ones, as forms send them, are ignored.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AuditFilterQuery {
    pub(crate) person: String,
    pub(crate) kind: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) session: String,
    /// Identity of the books, if the person may open several.
    pub(crate) books: String,
    before: String,
    format: String,
}

/// Filter form of an audit log, with the addresses of its exports.
pub struct Chooser {
    /// Address of the form.
    pub at: &'static str,
    pub fields: Vec<Field>,
    /// Session of the filter; empty without one.
    pub session: String,
    /// Whether any filter is set.
    pub is_narrow: bool,
    /// Addresses of the exports: CSV, JSON lines.
    pub exports: (String, String),
}

fn parsed<T: std::str::FromStr>(name: &str, text: &str, reason: Reason) -> Result<Option<T>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_bad| Error::invalid(name, reason))
}

impl AuditFilterQuery {
    /// Converts the query into a filter.
    pub(crate) fn filter(&self) -> Result<JournalFilter> {
        Ok(JournalFilter {
            person: parsed("person", &self.person, Reason::NotInList)?,
            kind: Some(self.kind.trim().to_owned()).filter(|kind| !kind.is_empty()),
            from: parsed("from", &self.from, Reason::NotADay)?,
            until: parsed("until", &self.until, Reason::NotADay)?,
            session: parsed("session", &self.session, Reason::NotInList)?,
            before: parsed("before", &self.before, Reason::NotInList)?,
            limit: None,
        })
    }

    /// Returns the format of an export.
    pub(crate) fn format(&self) -> Result<ExportFormat> {
        ExportFormat::parse(&self.format)
    }

    /// Whether this is the first page.
    pub(crate) fn is_latest(&self) -> bool {
        self.before.is_empty()
    }

    fn is_narrow(&self) -> bool {
        [&self.person, &self.kind, &self.from, &self.until, &self.session]
            .iter()
            .any(|field| !field.trim().is_empty())
    }

    /// Returns the address of the entries before one.
    pub(crate) fn older(&self, at: &str, before: i64) -> String {
        self.address(at, "before", &before.to_string())
    }

    /// Returns the address with one parameter added.
    fn address(&self, at: &str, name: &str, value: &str) -> String {
        let mut address = format!("{at}?{name}={value}");
        for (name, value) in [
            ("person", &self.person),
            ("kind", &self.kind),
            ("from", &self.from),
            ("until", &self.until),
            ("session", &self.session),
            ("books", &self.books),
        ] {
            if !value.trim().is_empty() {
                // Writing to a String cannot fail.
                let _ = write!(address, "&{name}={}", form_urlencoded(value.trim()));
            }
        }
        address
    }
}

impl Chooser {
    /// Creates the form for the household's audit log.
    pub(crate) fn of_household(page: &Page, at: &'static str, asked: &AuditFilterQuery) -> Self {
        let mut kinds = vec![Choice::new("", page.t("journal-filter-any"), &asked.kind)];
        let groups = Group::ALL.iter().map(|group| group.key()).chain(["refused"]);
        kinds.extend(
            groups.map(|key| Choice::new(key, page.name_of("journal-kind", key), &asked.kind)),
        );
        Self::new(page, at, asked, kinds)
    }

    /// Creates the form for changes to books.
    pub(crate) fn new(
        page: &Page,
        at: &'static str,
        asked: &AuditFilterQuery,
        kinds: Vec<Choice>,
    ) -> Self {
        let export = format!("{at}/export");
        Self {
            at,
            fields: vec![
                Field::select("kind", page.t("journal-filter-kind"), kinds),
                Field::day("from", page.t("journal-filter-from")).value(asked.from.trim()),
                Field::day("until", page.t("journal-filter-until")).value(asked.until.trim()),
            ],
            session: asked.session.trim().to_owned(),
            is_narrow: asked.is_narrow(),
            exports: (
                asked.address(&export, "format", "csv"),
                asked.address(&export, "format", "jsonl"),
            ),
        }
    }

    /// Adds a choice of books, given by identity and title.
    pub(crate) fn offer_books(&mut self, page: &Page, books: Vec<(String, String)>, now: &str) {
        let choices = books.into_iter().map(|(id, title)| Choice::new(id, title, now)).collect();
        self.fields.insert(0, Field::select("books", page.t("journal-filter-books"), choices));
    }

    /// Adds a choice of people, given by identity and name.
    pub(crate) fn offer_people(
        &mut self,
        page: &Page,
        people: Vec<(String, String)>,
        current: &str,
    ) {
        let mut choices = vec![Choice::new("", page.t("journal-filter-anybody"), current)];
        choices.extend(people.into_iter().map(|(id, name)| Choice::new(id, name, current)));
        self.fields.insert(0, Field::select("person", page.t("journal-filter-person"), choices));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_leaves_empty_says_nothing() {
        let asked = AuditFilterQuery { kind: " ".into(), ..AuditFilterQuery::default() };
        assert_eq!(asked.filter().unwrap(), JournalFilter::default());
        assert!(!asked.is_narrow() && asked.is_latest());
    }

    #[test]
    fn a_choice_follows_to_older_entries_and_into_exports() {
        let asked = AuditFilterQuery {
            kind: "people".into(),
            from: "2026-11-01".into(),
            ..AuditFilterQuery::default()
        };
        let older = asked.older("/household/audit", 12);
        assert_eq!(older, "/household/audit?before=12&kind=people&from=2026-11-01");
        assert!(asked.is_narrow());
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_name() {
        for asked in [
            AuditFilterQuery { from: "yesterday".into(), ..AuditFilterQuery::default() },
            AuditFilterQuery { person: "x".into(), ..AuditFilterQuery::default() },
            AuditFilterQuery { session: "x".into(), ..AuditFilterQuery::default() },
            AuditFilterQuery { before: "x".into(), ..AuditFilterQuery::default() },
        ] {
            assert!(matches!(asked.filter(), Err(Error::Invalid(_))), "{asked:?}");
        }
        assert!(
            AuditFilterQuery { format: "exe".into(), ..AuditFilterQuery::default() }
                .format()
                .is_err()
        );
    }
}
