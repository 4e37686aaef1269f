//! Filter bar for books, tax wrapper, bank and day. It is a GET form, so the filter is part of the
//! address.

use crate::view::field::Choice;

/// A field of the filter bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeField {
    /// Name of the query parameter.
    pub name: &'static str,
    /// Key of the label.
    pub label: &'static str,
    /// The first choice means "all".
    pub choices: Vec<Choice>,
}

impl ScopeField {
    /// Whether the field filters.
    pub fn is_set(&self) -> bool {
        self.choices.iter().skip(1).any(|choice| choice.selected)
    }
}

/// The filter bar of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Address of the page itself.
    pub action: String,
    pub fields: Vec<ScopeField>,
    /// ISO day; `None` hides the field.
    pub day: Option<String>,
    /// Latest permitted day, ISO.
    pub latest: Option<String>,
    /// Short description of the filter, for the button on a phone.
    pub summary: String,
    /// Other query parameters to preserve, such as the grouping.
    pub keep: Vec<(&'static str, String)>,
}
