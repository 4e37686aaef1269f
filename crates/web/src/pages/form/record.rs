//! Form of a record with grouped fields, error messages, conflicts with a concurrent change, and
//! removal.

use std::collections::BTreeSet;

use askama::Template;
use pecule_app::{Conflict, Error, Problem, Result};
use rust_decimal::Decimal;

use crate::request::form::{FieldErrors, Form};
use crate::text::i18n::Lang;
use crate::view::field::Field;
use crate::view::page::Page;

/// The form of a record.
#[derive(Template)]
#[template(path = "wealth/form.html")]
pub struct RecordForm {
    /// The page context; its title is the heading.
    pub page: Page,
    /// Breadcrumbs: labels and addresses.
    pub steps: Vec<(String, String)>,
    /// Address of the form.
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    pub groups: Vec<Group>,
    /// Address of the cancel button.
    pub back: String,
    /// Errors that belong to no field.
    pub faults: FieldErrors,
    /// Values of a concurrent change that differ from the typed ones; `None` without a conflict.
    pub clash: Option<Vec<(String, String)>>,
    /// Removal of the record, if it is possible.
    pub removal: Option<Removal>,
}

/// Fields that belong together.
#[derive(Default)]
pub struct Group {
    /// Heading; empty for a single group.
    pub legend: String,
    /// Sentence below the heading.
    pub hint: Option<String>,
    /// Rows of fields side by side.
    pub rows: Vec<Vec<Field>>,
    /// Whether it is collapsed unless a field has an error.
    pub folds: bool,
}

/// Removal of a record.
pub struct Removal {
    pub title: String,
    /// Consequences of the removal.
    pub text: String,
    /// Address of its form.
    pub action: String,
    /// Reason for a refusal.
    pub refused: Option<String>,
}

/// Reason why a form is shown again.
#[derive(Default)]
pub enum FormError {
    /// Not sent yet.
    #[default]
    None,
    /// Fields are invalid.
    Faults(Vec<Problem>),
    /// A concurrent change came first.
    Stale,
    /// Other records use it.
    InUse(Vec<String>),
}

impl FormError {
    /// Converts errors that a page can show beside its form; returns any other error.
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

    /// Returns the invalid fields.
    pub fn faults(&self, page: &Page) -> FieldErrors {
        match self {
            Self::Faults(problems) => FieldErrors::of(problems, page.lang),
            Self::None | Self::Stale | Self::InUse(_) => FieldErrors::default(),
        }
    }

    /// Lists the records that use this one.
    pub fn refusal(&self, page: &Page) -> Option<String> {
        match self {
            Self::InUse(users) => {
                Some(page.t_with("conflict-in-use", "users", users.join(", ").as_str()))
            }
            Self::None | Self::Faults(_) | Self::Stale => None,
        }
    }

    /// Whether a concurrent change came first.
    pub const fn is_stale(&self) -> bool {
        matches!(self, Self::Stale)
    }
}

impl Group {
    /// Creates a group without a heading.
    pub fn plain(rows: Vec<Vec<Field>>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Creates a group with a heading.
    pub fn new(legend: String, rows: Vec<Vec<Field>>) -> Self {
        Self { legend, rows, ..Self::default() }
    }

    /// Sets the sentence below the heading.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Collapses the group unless a field has an error.
    #[must_use]
    pub const fn folded(mut self) -> Self {
        self.folds = true;
        self
    }

    /// Whether the group starts expanded, because a field has an error.
    pub fn is_open(&self) -> bool {
        self.rows.iter().flatten().any(|field| field.error.is_some())
    }
}

impl RecordForm {
    /// Creates a form without errors.
    pub fn new(page: Page, action: impl Into<String>, groups: Vec<Group>) -> Self {
        Self {
            page,
            steps: Vec::new(),
            action: action.into(),
            hidden: Vec::new(),
            groups,
            back: "/wealth".to_owned(),
            faults: FieldErrors::default(),
            clash: None,
            removal: None,
        }
    }

    /// Adds the errors, and the values of a concurrent change.
    #[must_use]
    pub fn with(mut self, trouble: &FormError, typed: &Form, present: Option<&Form>) -> Self {
        self.faults = trouble.faults(&self.page);
        for field in self.groups.iter_mut().flat_map(|group| group.rows.iter_mut().flatten()) {
            field.error = self.faults.on(&field.name);
        }
        if let Some(present) = present.filter(|_| trouble.is_stale()) {
            let fields = self.groups.iter().flat_map(|group| group.rows.iter().flatten());
            // Browsers end lines with CRLF, which is no difference.
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

    /// Returns the errors as name, label and sentence; the name is empty for an error without a
    /// field.
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

/// Formats a value for display: the label of a choice, an en dash if empty.
fn shown(field: &Field, value: &str) -> String {
    let choice = field.choices().iter().find(|choice| choice.value == value);
    let text = choice.map_or(value, |choice| choice.label.as_str());
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

/// Unwraps `taken`, or adds its field errors to `problems` and returns the default, so that all
/// fields are checked in one pass.
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

/// Returns an error if there are any problems.
pub fn settle(problems: Vec<Problem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// Creates a form from stored values.
pub fn kept(fields: &[(&str, String)]) -> Form {
    Form::new(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// Parses an optional number in a language.
pub fn number_in(lang: Lang, form: &Form, name: &str) -> Result<Option<Decimal>> {
    let typed = form.find(name).unwrap_or_default();
    Form::new(vec![(name.to_owned(), ungrouped(lang, typed))]).find_number(name)
}

/// Removes the commas of "30,000", which English uses as group separators.
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
