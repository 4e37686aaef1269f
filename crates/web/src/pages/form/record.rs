//! A record as a form: its fields in groups, what is wrong with them, what somebody else saved first, its removal.

use std::collections::BTreeSet;

use askama::Template;
use pecule_app::{Conflict, Error, Problem, Result};
use rust_decimal::Decimal;

use crate::request::form::{Faults, Form};
use crate::text::i18n::Lang;
use crate::view::field::Field;
use crate::view::page::Page;

/// The form of a record.
#[derive(Template)]
#[template(path = "wealth/form.html")]
pub struct RecordForm {
    /// What the page carries; its title is the heading.
    pub page: Page,
    /// The way here: labels and addresses.
    pub steps: Vec<(String, String)>,
    /// Where the form goes.
    pub action: String,
    /// Fields that are not seen.
    pub hidden: Vec<(&'static str, String)>,
    /// Its fields.
    pub groups: Vec<Group>,
    /// Where somebody goes who changes nothing.
    pub back: String,
    /// What is wrong with no field in particular.
    pub faults: Faults,
    /// What somebody else saved first, where it differs from what was typed.
    pub clash: Option<Vec<(String, String)>>,
    /// How it is removed.
    pub removal: Option<Removal>,
}

/// Fields that belong together.
#[derive(Default)]
pub struct Group {
    /// What they are about; nothing where there is but one group.
    pub legend: String,
    /// A sentence under the legend.
    pub hint: Option<String>,
    /// Rows of fields side by side.
    pub rows: Vec<Vec<Field>>,
    /// Whether it is closed as long as nothing in it needs to be seen.
    pub folds: bool,
}

/// The removal of a record.
pub struct Removal {
    /// Its heading.
    pub title: String,
    /// What it does.
    pub text: String,
    /// Where its form goes.
    pub action: String,
    /// Why it was refused.
    pub refused: Option<String>,
}

/// Why a form was not taken, where it is to be shown again.
#[derive(Default)]
pub enum Trouble {
    /// It was not sent yet.
    #[default]
    None,
    /// Fields are wrong.
    Faults(Vec<Problem>),
    /// Somebody saved first.
    Stale,
    /// The record is needed by others.
    InUse(Vec<String>),
}

impl Trouble {
    /// What a page can show beside its form; any other error is the page's own.
    pub fn of(error: Error) -> Result<Self> {
        match error {
            Error::Invalid(problems) => Ok(Self::Faults(problems)),
            Error::Conflict(Conflict::Stale) => Ok(Self::Stale),
            Error::Conflict(Conflict::InUse(users)) => Ok(Self::InUse(users)),
            other @ (Error::NotFound
            | Error::Refused(_)
            | Error::Conflict(_)
            | Error::Unavailable(_)
            | Error::Installation(_)
            | Error::BadBackup(_)
            | Error::Internal(_)) => Err(other),
        }
    }

    /// What is wrong, field by field.
    pub fn faults(&self, page: &Page) -> Faults {
        match self {
            Self::Faults(problems) => Faults::of(problems, page.lang),
            Self::None | Self::Stale | Self::InUse(_) => Faults::default(),
        }
    }

    /// Who needs the record.
    pub fn refusal(&self, page: &Page) -> Option<String> {
        match self {
            Self::InUse(users) => {
                Some(page.t_with("conflict-in-use", "users", users.join(", ").as_str()))
            }
            Self::None | Self::Faults(_) | Self::Stale => None,
        }
    }

    /// Whether somebody saved first.
    pub const fn is_stale(&self) -> bool {
        matches!(self, Self::Stale)
    }
}

impl Group {
    /// Fields without a heading.
    pub fn plain(rows: Vec<Vec<Field>>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Fields under a heading.
    pub fn new(legend: String, rows: Vec<Vec<Field>>) -> Self {
        Self { legend, rows, ..Self::default() }
    }

    /// With a sentence under the heading.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Closed, as long as nothing in it needs to be seen.
    #[must_use]
    pub const fn folded(mut self) -> Self {
        self.folds = true;
        self
    }

    /// Whether it opens by itself: something in it is wrong.
    pub fn is_open(&self) -> bool {
        self.rows.iter().flatten().any(|field| field.error.is_some())
    }
}

impl RecordForm {
    /// The form of a record, filled and with nothing wrong.
    pub fn new(page: Page, action: impl Into<String>, groups: Vec<Group>) -> Self {
        Self {
            page,
            steps: Vec::new(),
            action: action.into(),
            hidden: Vec::new(),
            groups,
            back: "/wealth".to_owned(),
            faults: Faults::default(),
            clash: None,
            removal: None,
        }
    }

    /// Says what is wrong, and what somebody else saved first.
    #[must_use]
    pub fn with(mut self, trouble: &Trouble, typed: &Form, present: Option<&Form>) -> Self {
        self.faults = trouble.faults(&self.page);
        for field in self.groups.iter_mut().flat_map(|group| group.rows.iter_mut().flatten()) {
            field.error = self.faults.on(&field.name);
        }
        if let Some(present) = present.filter(|_| trouble.is_stale()) {
            let fields = self.groups.iter().flat_map(|group| group.rows.iter().flatten());
            // Browsers end lines in two characters; that is no difference.
            let differs = |field: &&Field| {
                typed.text(&field.name).replace("\r\n", "\n").trim() != present.text(&field.name)
            };
            let differing = fields.filter(differs);
            self.clash = Some(
                differing
                    .map(|field| (field.label.clone(), shown(field, present.text(&field.name))))
                    .collect(),
            );
        }
        let stated =
            present.filter(|_| trouble.is_stale() || typed.version().is_none()).unwrap_or(typed);
        if let Some(version) = stated.find("version") {
            self.hidden.push(("version", version.to_owned()));
        }
        self
    }

    /// What is wrong: name, label and sentence; without a name where no field of the form is meant.
    pub fn wrong(&self) -> Vec<(&str, &str, String)> {
        let fields = self.groups.iter().flat_map(|group| group.rows.iter().flatten());
        let mut met = BTreeSet::new();
        let mut wrong = Vec::new();
        for field in fields {
            if let Some(fault) = self.faults.on(&field.name) {
                met.insert(field.name.as_str());
                wrong.push((field.name.as_str(), field.label.as_str(), fault));
            }
        }
        let others = self.faults.all().filter(|(name, _)| !met.contains(name));
        wrong.extend(others.map(|(_, fault)| ("", "", fault.to_owned())));
        wrong
    }
}

/// A value as it is read: the label of a choice, an en dash for nothing.
fn shown(field: &Field, value: &str) -> String {
    let choice = field.choices().iter().find(|choice| choice.value == value);
    let text = choice.map_or(value, |choice| choice.label.as_str());
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

/// Takes a value, or keeps what is wrong with it beside what is wrong with others.
pub fn gather<T: Default>(problems: &mut Vec<Problem>, taken: Result<T>) -> Result<T> {
    match taken {
        Ok(value) => Ok(value),
        Err(Error::Invalid(more)) => {
            problems.extend(more);
            Ok(T::default())
        }
        Err(other) => Err(other),
    }
}

/// Goes on where nothing is wrong.
pub fn settle(problems: Vec<Problem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// A form of what is kept, to be shown for a change.
pub fn kept(fields: &[(&str, String)]) -> Form {
    Form::new(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// A number that may be missing, as somebody of a language writes it.
pub fn number_in(lang: Lang, form: &Form, name: &str) -> Result<Option<Decimal>> {
    let typed = form.find(name).unwrap_or_default();
    Form::new(vec![(name.to_owned(), ungrouped(lang, typed))]).find_number(name)
}

/// Takes the commas out of "30,000": in English they group thousands there, and pages write them so.
fn ungrouped(lang: Lang, typed: &str) -> String {
    let whole = typed.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let starts = groups.next().is_some_and(|first| {
        let first: String = first.chars().filter(char::is_ascii_digit).collect();
        (1..=3).contains(&first.len()) && !first.starts_with('0')
    });
    let follow = groups.clone().next().is_some() && groups.all(|group| figures(group) == 3);
    if lang == Lang::En && starts && follow { typed.replace(',', "") } else { typed.to_owned() }
}

#[cfg(test)]
mod tests;
