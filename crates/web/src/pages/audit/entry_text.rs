//! Entries of a journal in a person's language.

use pecule_app::audit::log::JournalLine;
use serde_json::Value;

use crate::text::i18n::{Lang, t, t_args};
use crate::view::page::Page;

/// An entry as it is read.
pub(crate) struct SaidLine {
    pub(crate) entry: JournalLine,
    /// Who, in words.
    pub(crate) who: String,
    /// What was done.
    pub(crate) what: String,
    /// More of what it was done to, in words; empty where nothing more is known.
    pub(crate) about: String,
    /// The word for one that did not succeed; empty for one that did.
    pub(crate) outcome: String,
    /// The device and the place, where they are known.
    pub(crate) from: String,
}

impl SaidLine {
    pub(crate) fn new(page: &Page, entry: JournalLine) -> Self {
        Self {
            who: say_who(&entry, page.lang),
            what: say_deed(&entry, page.lang),
            about: say_more(&entry, page.lang),
            outcome: say_outcome(&entry, page.lang),
            from: origin(&entry.details, page.lang),
            entry,
        }
    }
}

/// Who did it: whoever is named, else the program; of a sign-in that failed nobody is known.
fn say_who(entry: &JournalLine, lang: Lang) -> String {
    // The person of a finding is the one whom it concerns.
    let person = entry.person.filter(|_| entry.action != "finding-raised");
    match (entry.action.as_str(), person, entry.person_name.as_str()) {
        ("sign-in", None, _) => t(lang, "journal-unknown-name"),
        (_, None, _) => t(lang, "journal-nobody"),
        (_, Some(_), "") => t(lang, "journal-gone"),
        (_, Some(_), name) => name.to_owned(),
    }
}

/// What failed is no refusal.
fn say_outcome(entry: &JournalLine, lang: Lang) -> String {
    match (entry.outcome.as_str(), entry.action.as_str()) {
        ("done", _) => String::new(),
        (
            _,
            "backup-failed" | "backup-unproven" | "copy-missing" | "relay-failed" | "target-failed",
        ) => t(lang, "journal-failed"),
        _ => t(lang, "journal-refused"),
    }
}

/// What an entry says beyond its sentence: which finding, which precaution, for whom, which machine.
fn say_more(entry: &JournalLine, lang: Lang) -> String {
    let text = |key| entry.details.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let named = |list: &str, word: &str| {
        let key = format!("{list}-{word}");
        let said = t(lang, &key);
        if said == key { String::new() } else { said }
    };
    match entry.action.as_str() {
        "finding-raised" => {
            let parts = [named("alert", &entry.object), entry.person_name.clone()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        "finding-acknowledged" => named("alert", &text("rule")),
        "precaution-taken" | "precaution-reopened" | "precaution-reminder" => {
            named("precaution", &entry.object)
        }
        "relay-named" | "relay-failed" | "relay-answered" => entry.object.clone(),
        "person-invited" => text("for"),
        "target-added" | "target-changed" | "target-confirmed" | "target-removed" => text("name"),
        _ => String::new(),
    }
}

/// What was done, as a sentence.
fn say_deed(entry: &JournalLine, lang: Lang) -> String {
    let whom = match entry.object_name.as_str() {
        "" => t(lang, "journal-gone"),
        name => name.to_owned(),
    };
    // Where an action is done to different things, each has its own sentence.
    let narrow = format!("audit-{}-{}", entry.action, entry.object);
    let said = t_args(lang, &narrow, &[("whom", whom.clone().into())]);
    if said != narrow {
        return said;
    }
    let key = format!("audit-{}", entry.action);
    let said = t_args(lang, &key, &[("whom", whom.into())]);
    if said == key {
        return t_args(lang, "journal-unknown-event", &[("action", entry.action.as_str().into())]);
    }
    said
}

/// A device and a place, as far as they are known.
fn origin(details: &Value, lang: Lang) -> String {
    let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default();
    let parts = [device(text("device"), lang), place(text("place"), lang)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A device in words: what a browser calls itself stays as it is.
pub(crate) fn device(label: &str, lang: Lang) -> String {
    match label {
        "command line" => t(lang, "origin-command-line"),
        other => other.to_owned(),
    }
}

/// A place in words; the first part of an address stays as it is.
pub(crate) fn place(word: &str, lang: Lang) -> String {
    match word {
        "this-machine" => t(lang, "origin-this-machine"),
        "local-network" => t(lang, "origin-local-network"),
        other => other.to_owned(),
    }
}
