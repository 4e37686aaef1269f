//! Describes audit events in a person's language.

use pecule_app::audit::log::JournalView;
use serde_json::Value;

use crate::text::i18n::{Lang, t, t_args};
use crate::view::page::Page;

/// An audit event as it is shown.
pub(crate) struct SaidLine {
    pub(crate) entry: JournalView,
    /// Description of the actor.
    pub(crate) who: String,
    /// Description of the action.
    pub(crate) what: String,
    /// Details of the object; empty if unknown.
    pub(crate) about: String,
    /// Label of a failure; empty on success.
    pub(crate) outcome: String,
    /// Device and place, if known.
    pub(crate) from: String,
}

impl SaidLine {
    pub(crate) fn new(page: &Page, entry: JournalView) -> Self {
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

/// Returns the actor: the person, or the program. A failed sign-in has no known actor.
fn say_who(entry: &JournalView, lang: Lang) -> String {
    // The person of an alert is the one concerned, not the actor.
    let person = entry.person.filter(|_| entry.action != "finding-raised");
    match (entry.action.as_str(), person, entry.person_name.as_str()) {
        ("sign-in", None, _) => t(lang, "journal-unknown-name"),
        (_, None, _) => t(lang, "journal-nobody"),
        (_, Some(_), "") => t(lang, "journal-gone"),
        (_, Some(_), name) => name.to_owned(),
    }
}

/// Distinguishes failures from refusals.
fn say_outcome(entry: &JournalView, lang: Lang) -> String {
    match (entry.outcome.as_str(), entry.action.as_str()) {
        ("done", _) => String::new(),
        (
            _,
            "backup-failed" | "backup-unproven" | "copy-missing" | "relay-failed" | "target-failed",
        ) => t(lang, "journal-failed"),
        _ => t(lang, "journal-refused"),
    }
}

/// Returns further details, such as the alert, precaution, recipient or target.
fn say_more(entry: &JournalView, lang: Lang) -> String {
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

/// Describes the action.
fn say_deed(entry: &JournalView, lang: Lang) -> String {
    let whom = match entry.object_name.as_str() {
        "" => t(lang, "journal-gone"),
        name => name.to_owned(),
    };
    // Actions on different kinds of objects have a message for each.
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

/// Describes device and place, as far as they are known.
fn origin(details: &Value, lang: Lang) -> String {
    let text = |key| details.get(key).and_then(Value::as_str).unwrap_or_default();
    let parts = [device(text("device"), lang), place(text("place"), lang)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Describes a device; a browser's own name is not translated.
pub(crate) fn device(label: &str, lang: Lang) -> String {
    match label {
        "command line" => t(lang, "origin-command-line"),
        other => other.to_owned(),
    }
}

/// Describes a place; the prefix of an address is not translated.
pub(crate) fn place(word: &str, lang: Lang) -> String {
    match word {
        "this-machine" => t(lang, "origin-this-machine"),
        "local-network" => t(lang, "origin-local-network"),
        other => other.to_owned(),
    }
}
