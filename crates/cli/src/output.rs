//! Prints the output of commands. A closed pipe (`pecule … | head`) is not an error.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::error::{Failure, Outcome};

/// Prints a line on the standard output.
pub(crate) fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _gone = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints bytes unchanged on the standard output.
pub(crate) fn bytes(content: &[u8]) {
    let mut out = io::stdout().lock();
    let _gone = out.write_all(content).and_then(|()| out.flush());
}

/// Removes control characters, which a terminal may execute, from a name of unknown origin.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// Prints a read model as indented JSON, with the same fields as in the API.
pub(crate) fn json(model: &impl Serialize) -> Outcome {
    let text = serde_json::to_string_pretty(model)
        .map_err(|error| Failure::said(format!("the answer cannot be written: {error}"), ""))?;
    say(&text);
    Ok(())
}

/// A list in the JSON shape of the API. Commands print complete lists, so `next` is always `null`.
#[derive(Serialize)]
pub(crate) struct List<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> List<T> {
    /// Wraps a complete list.
    pub(crate) const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
