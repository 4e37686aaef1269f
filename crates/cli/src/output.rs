//! What a command prints. A reader that goes away (`pecule … | head`) is no failure.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::error::{Failure, Outcome};

/// Prints a line.
pub(crate) fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _gone = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints a file as it is.
pub(crate) fn bytes(content: &[u8]) {
    let mut out = io::stdout().lock();
    let _gone = out.write_all(content).and_then(|()| out.flush());
}

/// Prints a line on the error stream.
pub(crate) fn complain(line: &str) {
    let _gone = writeln!(io::stderr().lock(), "{line}");
}

/// A text without control characters: names come from anywhere, and a terminal obeys some of them.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// Prints a read model as it is serialised everywhere.
pub(crate) fn json(model: &impl Serialize) -> Outcome {
    let text = serde_json::to_string_pretty(model)
        .map_err(|error| Failure::said(format!("the answer cannot be written: {error}"), ""))?;
    say(&text);
    Ok(())
}

/// A list, in the shape that lists have in the API.
#[derive(Serialize)]
pub(crate) struct List<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> List<T> {
    /// All there is.
    pub(crate) const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
