//! Validates text input, trimmed, limited in length and without control characters.

use crate::error::{Error, Reason, Result};

/// The most characters of a name.
const NAME: usize = 200;
/// The most characters of a longer text.
const NOTES: usize = 20_000;

/// Validates a name, which must not be empty once trimmed.
pub fn name(field: &str, given: &str) -> Result<String> {
    let name = given.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Error::invalid(field, Reason::Required));
    }
    bounded(field, name, NAME)
}

/// Validates a short optional text.
pub fn short(field: &str, given: Option<&str>) -> Result<Option<String>> {
    match given.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => name(field, text).map(Some),
    }
}

/// Validates a text of several lines, which may be empty.
pub fn notes(field: &str, given: &str) -> Result<String> {
    bounded(field, given.trim().replace("\r\n", "\n"), NOTES)
}

fn bounded(field: &str, text: String, most: usize) -> Result<String> {
    if text.chars().count() > most {
        return Err(Error::invalid_with(field, Reason::TooLong, most.to_string()));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(Error::invalid(field, Reason::BadCharacter));
    }
    Ok(text)
}
