//! Questions at the terminal. Without a terminal nothing is asked.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::{Failure, Outcome};
use crate::{files, output};

/// Whether somebody sits there who can answer.
pub(crate) fn somebody_is_there() -> bool {
    io::stdin().is_terminal()
}

/// Asks for a line.
pub(crate) fn line(question: &str) -> Outcome<String> {
    output::say(question);
    let mut answer = String::new();
    match io::stdin().read_line(&mut answer) {
        Ok(0) => Err(Failure::said("nothing was answered", "Nothing was changed.")),
        Ok(_) => Ok(answer.trim().to_owned()),
        Err(error) => Err(Failure::said(format!("the terminal cannot be read: {error}"), "")),
    }
}

/// The password of a file, else of the terminal.
pub(crate) fn password(file: Option<&Path>) -> Outcome<Zeroizing<String>> {
    match file {
        Some(file) => files::password(file),
        None => hidden("Password: "),
    }
}

/// A new password: that of a file, else typed twice.
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

/// The passphrase of the master key, typed at the terminal.
pub(crate) fn passphrase() -> Outcome<Zeroizing<String>> {
    hidden("Passphrase of the master key: ")
}

fn hidden(question: &str) -> Outcome<Zeroizing<String>> {
    if !somebody_is_there() {
        return Err(Failure::Usage(
            "without a terminal, --password-file says where the password is".to_owned(),
        ));
    }
    rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .map_err(|error| Failure::said(format!("the terminal cannot be read: {error}"), ""))
}
