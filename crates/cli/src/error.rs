//! Defines the errors of commands, each with a sentence, an advice and an exit code.
//!
//! The exit code is 1 after a refusal or a failure, 2 after wrong usage, 3 when a check found a problem.

use std::process::ExitCode;

use pecule_app::{Error, Refusal};

use crate::stderr;

/// The result of a command.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// An error that ends a command.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the application.
    App(Error),
    /// An error of the command itself, such as an unreadable file. Exit code 1.
    Said {
        what: String,
        /// Empty where there is nothing to advise.
        advice: String,
    },
    /// Wrong usage. Exit code 2.
    Usage(String),
    /// An exit code whose cause the command has already printed.
    Told(u8),
}

impl Failure {
    /// Makes an error of the command itself from a sentence and an advice.
    pub(crate) fn said(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::Said { what: what.into(), advice: advice.into() }
    }

    /// Returns the sentence; empty for [`Failure::Told`].
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::App(error) => error.to_string(),
            Self::Said { what, .. } | Self::Usage(what) => what.clone(),
            Self::Told(_) => String::new(),
        }
    }

    /// Prints the error on the standard error and returns the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        match self {
            Self::App(error) => tell_app(error),
            Self::Said { what, advice } => {
                stderr::complain(&format!("pecule: {what}"));
                if !advice.is_empty() {
                    stderr::complain(advice);
                }
                ExitCode::from(1)
            }
            Self::Told(number) => ExitCode::from(*number),
            Self::Usage(sentence) => {
                stderr::complain(&format!("pecule: {sentence}"));
                stderr::complain("For more information, try 'pecule --help'.");
                ExitCode::from(2)
            }
        }
    }
}

fn tell_app(error: &Error) -> ExitCode {
    match error {
        Error::Invalid(problems) if problems.len() > 1 => {
            for problem in problems {
                stderr::complain(&format!("pecule: {problem}"));
            }
        }
        Error::Internal(details) => stderr::complain(&format!("pecule: {error}: {details}")),
        Error::Invalid(_)
        | Error::NotFound
        | Error::Refused(_)
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::BadBackup(_) => stderr::complain(&format!("pecule: {error}")),
    }
    stderr::complain(advice(error));
    ExitCode::from(1)
}

/// Returns the advice for a terminal, where it differs from the advice on a page.
const fn advice(error: &Error) -> &'static str {
    match error {
        Error::NotFound => "Nothing was changed. Check what you named.",
        Error::Refused(Refusal::WrongPassword) => "Check the name after --as, and the password.",
        Error::Refused(Refusal::NotSetUp) => "Make the first person with: pecule setup --name NAME",
        Error::Refused(Refusal::SetUpAlready) => {
            "Nothing was changed: people sign in with `--as NAME`, or in the browser."
        }
        Error::Refused(Refusal::TooOften(_)) | Error::Internal(_) => "Nothing was changed.",
        Error::Refused(_)
        | Error::Invalid(_)
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::BadBackup(_) => error.advice(),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}
