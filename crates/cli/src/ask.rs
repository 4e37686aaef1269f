//! Prompts on the terminal. Without a terminal, a hidden prompt fails with a usage error.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::{Failure, Outcome};
use crate::{files, output};

/// Returns whether the standard input is a terminal.
pub(crate) fn somebody_is_there() -> bool {
    io::stdin().is_terminal()
}

/// Prompts for a line and trims it. Fails at the end of the input.
pub(crate) fn line(question: &str) -> Outcome<String> {
    output::say(question);
    let mut answer = String::new();
    match io::stdin().read_line(&mut answer) {
        Ok(0) => Err(Failure::said("no answer was typed", "Nothing was changed.")),
        Ok(_) => Ok(answer.trim().to_owned()),
        Err(error) => Err(Failure::said(format!("the terminal cannot be read: {error}"), "")),
    }
}

/// Reads a password from the file, or prompts for it when there is no file.
pub(crate) fn password(file: Option<&Path>) -> Outcome<Zeroizing<String>> {
    match file {
        Some(file) => files::password(file),
        None => hidden("Password: "),
    }
}

/// Reads a new password from the file, or prompts for it twice when there is no file.
pub(crate) fn new_password(file: Option<&Path>) -> Outcome<Zeroizing<String>> {
    if let Some(file) = file {
        return files::password(file);
    }
    let first = hidden("Password (15 characters or more): ")?;
    let second = hidden("The same again: ")?;
    if *first != *second {
        return Err(Failure::said("the two passwords differ", "Nothing was changed. Start again."));
    }
    Ok(first)
}

/// Prompts for the passphrase of the master key.
pub(crate) fn passphrase() -> Outcome<Zeroizing<String>> {
    hidden("Passphrase of the master key: ")
}

fn hidden(question: &str) -> Outcome<Zeroizing<String>> {
    if !somebody_is_there() {
        return Err(Failure::Usage(
            "without a terminal, --password-file must name a file with the password".to_owned(),
        ));
    }
    rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .map_err(|error| Failure::said(format!("the terminal cannot be read: {error}"), ""))
}
