//! Reads the records of a file, which are stored as a list or by key.

use std::collections::BTreeSet;

use crate::json::{Fields, Json};
use crate::problem::ProblemKind;
use crate::problems::Findings;

/// A record of a file.
pub(super) struct Record<'a> {
    pub(super) line: usize,
    pub(super) key: String,
    pub(super) fields: Fields<'a>,
}

/// Returns the records of a file. The key is the field name or the `id` inside, otherwise the index
/// in the list.
pub(super) fn records<'a>(
    root: Json<'a>,
    known: &[&str],
    findings: &mut Findings,
) -> Vec<Record<'a>> {
    let mut records = Vec::new();
    let mut keys = BTreeSet::new();
    for (key, value) in keyed(root, findings) {
        let line = value.line();
        let Some(fields) = value.fields() else {
            findings.note(line, &key.unwrap_or_default(), ProblemKind::NotARecord);
            continue;
        };
        unknown(&fields, known, findings);
        let key = key
            .or_else(|| fields.plain(&["id", "key", "uuid"]))
            .unwrap_or_else(|| format!("#{}", records.len() + 1));
        if keys.insert(key.clone()) {
            records.push(Record { line, key, fields });
        } else {
            findings.note(line, &key, ProblemKind::Twice);
        }
    }
    records
}

/// Returns the values of a list, or of an object with their names.
pub(super) fn keyed<'a>(
    root: Json<'a>,
    findings: &mut Findings,
) -> Vec<(Option<String>, Json<'a>)> {
    if let Some(items) = root.items() {
        return items.into_iter().map(|item| (None, item)).collect();
    }
    let Some(fields) = root.fields() else {
        findings.note(root.line(), "", ProblemKind::NotAList);
        return Vec::new();
    };
    fields.iter().map(|(key, value)| (Some(key.to_owned()), value)).collect()
}

/// Reports each unknown field once.
fn unknown(fields: &Fields<'_>, known: &[&str], findings: &mut Findings) {
    for (name, value) in fields.iter() {
        if !known.contains(&name) && !value.is_empty() {
            findings.once(value.line(), name, ProblemKind::UnknownField);
        }
    }
}
