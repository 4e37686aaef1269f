//! The scope bar: whose, envelope, bank, as of a day. A GET form, so the scope lives in the address.

use crate::view::field::Choice;

/// One field of the bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeField {
    /// The name in the address.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// What can be chosen; the first choice means "all".
    pub choices: Vec<Choice>,
}

impl ScopeField {
    /// Whether something else than "all" is chosen.
    pub fn is_set(&self) -> bool {
        self.choices.iter().skip(1).any(|choice| choice.selected)
    }
}

/// The bar on top of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Where the form goes: the page itself.
    pub action: String,
    /// Its fields.
    pub fields: Vec<ScopeField>,
    /// The day, ISO; none hides the field.
    pub day: Option<String>,
    /// The last day that may be asked for, ISO.
    pub latest: Option<String>,
    /// What is set, in a few words, for the one button of a phone.
    pub summary: String,
    /// Other parts of the address to keep, such as the grouping.
    pub keep: Vec<(&'static str, String)>,
}
