//! Reads the tasks about an asset.

use crate::day;
use crate::json::{Fields, Json};
use crate::legacy::portfolio::LegacyTask;

/// The fields read by this module.
pub(super) const FIELDS: &[&str] = &["todo", "todos", "taches", "tasks"];

const TITLE: &[&str] =
    &["titre", "title", "texte", "text", "libelle", "tache", "task", "description"];
const DUE: &[&str] = &["echeance", "due", "due_date", "date_limite", "date"];
const DONE: &[&str] = &["fait", "done", "termine", "terminee", "completed"];

/// Reads the tasks of an asset, either a text with one per line or a list of texts or records.
pub(super) fn tasks(fields: &Fields<'_>) -> Vec<LegacyTask> {
    let Some(json) = fields.find(FIELDS) else { return Vec::new() };
    match json.items() {
        Some(items) => items.into_iter().flat_map(some).collect(),
        None => some(json),
    }
}

fn some(json: Json<'_>) -> Vec<LegacyTask> {
    if let Some(fields) = json.fields() {
        let Some(title) = fields.plain(TITLE) else { return Vec::new() };
        let due_on = fields.plain(DUE).and_then(|text| day::day(&text));
        let done = fields.find(DONE).is_some_and(Json::is_true);
        return vec![LegacyTask { title, due_on, done }];
    }
    json.plain().unwrap_or_default().lines().filter_map(line).collect()
}

/// Returns a line of text without its list marker.
fn line(text: &str) -> Option<LegacyTask> {
    let bare = text.trim().trim_start_matches(['-', '*', '•']).trim_start();
    let ticked = bare.strip_prefix("[x]").or_else(|| bare.strip_prefix("[X]"));
    let title = ticked.or_else(|| bare.strip_prefix("[ ]")).unwrap_or(bare).trim();
    (!title.is_empty()).then(|| LegacyTask {
        title: title.to_owned(),
        due_on: None,
        done: ticked.is_some(),
    })
}
