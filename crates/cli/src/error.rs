//! What a command answers when it cannot do what it was asked: a sentence, what to do next, and a number.
//!
//! The numbers: 1 refused or failed, 2 wrong usage, 3 looked and found something wrong.

use std::process::ExitCode;

use pecule_app::{Error, Refusal};

use crate::output;

/// The answer of every command.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The application refused, or failed.
    App(Error),
    /// A file or the terminal stood in the way.
    Said {
        /// What happened.
        what: String,
        /// What to do next.
        advice: String,
    },
    /// The command was not called as it must be.
    Usage(String),
    /// Everything has been said already; only the number is left.
    Told(u8),
}

impl Failure {
    /// Something of this command's own, with what to do next.
    pub(crate) fn said(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::Said { what: what.into(), advice: advice.into() }
    }

    /// What happened, in one sentence.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::App(error) => error.to_string(),
            Self::Said { what, .. } | Self::Usage(what) => what.clone(),
            Self::Told(_) => String::new(),
        }
    }

    /// Says it on the error stream and gives the number to end with.
    pub(crate) fn tell(&self) -> ExitCode {
        match self {
            Self::App(error) => tell_app(error),
            Self::Said { what, advice } => {
                output::complain(&format!("pecule: {what}"));
                if !advice.is_empty() {
                    output::complain(advice);
                }
                ExitCode::from(1)
            }
            Self::Told(number) => ExitCode::from(*number),
            Self::Usage(sentence) => {
                output::complain(&format!("pecule: {sentence}"));
                output::complain("For more information, try 'pecule --help'.");
                ExitCode::from(2)
            }
        }
    }
}

fn tell_app(error: &Error) -> ExitCode {
    match error {
        Error::Invalid(problems) if problems.len() > 1 => {
            for problem in problems {
                output::complain(&format!("pecule: {problem}"));
            }
        }
        Error::Internal(details) => output::complain(&format!("pecule: {error}: {details}")),
        Error::Invalid(_)
        | Error::NotFound
        | Error::Refused(_)
        | Error::Conflict(_)
        | Error::Unavailable(_)
        | Error::Installation(_)
        | Error::BadBackup(_) => output::complain(&format!("pecule: {error}")),
    }
    output::complain(advice(error));
    ExitCode::from(1)
}

/// What to do next, where a terminal has another way than a page.
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
