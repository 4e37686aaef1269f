//! Entries of a journal in a person's language.

use pecule_app::journal::JournalLine;
use serde_json::Value;

use crate::i18n::{Lang, t, t_args};
use crate::view::Page;

/// An entry as it is read.
pub(super) struct SaidLine {
    pub(super) entry: JournalLine,
    /// Who, in words.
    pub(super) who: String,
    /// What was done.
    pub(super) what: String,
    /// The device and the place, where they are known.
    pub(super) from: String,
}

impl SaidLine {
    pub(super) fn new(page: &Page, entry: JournalLine) -> Self {
        let who = match (entry.person, entry.person_name.is_empty()) {
            (Some(_), true) => page.t("journal-gone"),
            (Some(_), false) => entry.person_name.clone(),
            (None, _) => page.t("journal-nobody"),
        };
        Self {
            what: say_deed(&entry, page.lang),
            from: origin(&entry.details, page.lang),
            who,
            entry,
        }
    }
}

/// What was done, as a sentence.
fn say_deed(entry: &JournalLine, lang: Lang) -> String {
    let whom = match entry.object_name.as_str() {
        "" => t(lang, "journal-gone"),
        name => name.to_owned(),
    };
    let key = format!("deed-{}", entry.action);
    let said = t_args(lang, &key, &[("whom", whom.into())]);
    if said == key {
        return t_args(lang, "journal-unknown-deed", &[("action", entry.action.as_str().into())]);
    }
    said
}

/// A device and a place, as far as they are known.
fn origin(details: &Value, lang: Lang) -> String {
    let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default();
    let parts = [text("device").to_owned(), place(text("place"), lang)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A place in words; the first part of an address stays as it is.
pub(crate) fn place(word: &str, lang: Lang) -> String {
    match word {
        "this-machine" => t(lang, "place-this-machine"),
        "local-network" => t(lang, "place-local-network"),
        other => other.to_owned(),
    }
}
