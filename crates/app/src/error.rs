//! Defines the errors of this crate.

use std::fmt;

use serde::Serialize;

use crate::error::bad_backup::BadBackup;
use crate::error::conflict::Conflict;
use crate::error::unavailable::Unavailable;

pub mod bad_backup;
pub(crate) mod conflict;
mod store;
pub(crate) mod unavailable;

/// The result of every function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record does not exist or is not accessible; the two are not distinguished.
    #[error("there is no such thing here")]
    NotFound,
    /// Not allowed, or not yet.
    #[error("{0}")]
    Refused(Refusal),
    /// The input is invalid.
    #[error("{}", first(.0))]
    Invalid(Vec<Problem>),
    /// The record changed since it was read, or others depend on it.
    #[error("{0}")]
    Conflict(Conflict),
    /// Impossible at this moment.
    #[error("{0}")]
    Unavailable(Unavailable),
    /// A file or key is in a wrong state; the message is for the administrator.
    #[error("{0}")]
    Installation(String),
    /// The backup is refused; the message is for the administrator.
    #[error(transparent)]
    BadBackup(#[from] BadBackup),
    /// A bug; the text is logged and never shown.
    #[error("something went wrong inside the program")]
    Internal(String),
}

/// Why an operation is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No valid session.
    #[error("sign in first")]
    NotSignedIn,
    /// Wrong name or password; which one is not revealed.
    #[error("this name and this password do not go together")]
    WrongPassword,
    /// The code of the second factor is missing.
    #[error("the code of your second factor is needed as well")]
    SecondFactorNeeded,
    /// The code of the second factor is wrong or was used before.
    #[error("this code is wrong, or it was used already: wait for the next one")]
    WrongCode,
    /// Too many failures; holds the seconds until the next attempt.
    #[error("too many failures: wait {0} seconds, then try again")]
    TooOften(u32),
    /// The one-time code of the first start is wrong or expired.
    #[error("this one-time code is wrong or too old: the terminal shows a new one at each start")]
    WrongSetupCode,
    /// The household already has a first person.
    #[error("the first person is there already: sign in")]
    SetUpAlready,
    /// The household has no person yet.
    #[error("nobody is there yet: make the first person")]
    NotSetUp,
    /// Invalid or expired access token.
    #[error("this access token is not good, or no longer: ask for a new one")]
    BadToken,
    /// Invalid or expired invitation.
    #[error("this invitation was used, was withdrawn, or is older than a day: ask for a new one")]
    BadInvitation,
    /// The operation needs a password given within the last ten minutes.
    #[error("this asks for your password again: give it, then go on")]
    ConfirmFirst,
    /// The browser was idle for too long, or was locked.
    #[error("this session is locked: give your password again")]
    Locked,
    /// The household requires a second factor and this person has none yet.
    #[error("this household demands a second factor: set yours up first")]
    EnrolFirst,
    /// The password is too short without a second factor, which this person does not (or no longer)
    /// have.
    #[error(
        "this password is too short without a second factor: choose a longer one, or set a second factor up, first"
    )]
    LengthenFirst,
    /// The pending sign-in expired or had too many codes.
    #[error("this took too long, or too many tries: give your name and your password again")]
    PasswordAgain,
    /// The key of the token's books has been renewed since.
    #[error("the key of these books was renewed since this token was made: make a new token")]
    StaleToken,
    /// The rate limit per person is exceeded; holds the seconds until the next request.
    #[error("too many requests: wait {0} seconds, then go on")]
    TooFast(u32),
}

/// One error in the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Field name as in the form and the API; empty for the whole input.
    pub field: String,
    pub reason: Reason,
    /// Arguments of the text: a path of names, a sum.
    pub detail: String,
}

crate::words! {
    /// Why the value of a field is refused.
    Reason {
        Required = "required": "this is needed",
        TooLong = "too-long": "this is too long",
        NotANumber = "not-a-number": "this is not a number: write it as 1234,56 or 1234.56",
        OutOfRange = "out-of-range": "this number is out of bounds",
        /// Not a date.
        NotADay = "not-a-day": "this is not a day: write it as 2026-11-22",
        NotATime = "not-a-time": "this is not a time of the day: write it as 03:00",
        /// The parts exceed their whole.
        TooMuch = "too-much": "the parts add up to more than 100 %",
        /// A composite would contain itself.
        Cycle = "cycle": "an asset cannot be made of itself",
        /// The same item occurs twice.
        Twice = "twice": "this stands twice",
        /// The name is in use.
        Taken = "taken": "another one has this name already",
        /// Wrong check digit or format.
        NotAnIsin = "not-an-isin": "this is not a valid ISIN",
        UnknownCurrency = "unknown-currency": "there is no such currency",
        /// No such record.
        Unknown = "unknown": "there is no such record",
        /// Not one of the allowed words.
        NotInList = "not-in-list": "this is not one of the choices",
        /// Both a quantity and a value, or neither.
        QuantityOrValue = "quantity-or-value": "give a quantity or a value, not both",
        /// Not an existing, writable folder.
        NotAFolder = "not-a-folder": "this is not a folder that is there and may be written to",
        /// Not an http(s) address, or one that holds a name or a password.
        NotAnAddress = "not-an-address": "this is not an address: write it as https://server/path, without a name or a password in it",
        /// A secret would be sent unencrypted.
        InTheClear = "in-the-clear": "without encryption a secret would be readable on the network: use https:// or TLS",
        /// Set by the machine's configuration.
        Configured = "configured": "the configuration of this machine sets this: change it there",
        /// Not an e-mail address.
        NotAMailbox = "not-a-mailbox": "this is not an e-mail address: write it as name@example.org",
        /// Too short to remain secret.
        Guessable = "guessable": "whoever guesses this reads along: take at least 12 letters and digits",
        /// Several records have this name.
        Ambiguous = "ambiguous": "several have this name: give the identity or the ISIN",
        /// An unreadable file.
        NotUnderstood = "not-understood": "this cannot be understood",
        /// A password with too few characters.
        PasswordTooShort = "password-too-short": "a password has at least 15 characters (12 with a second factor)",
        /// A password that is long enough only with a second factor.
        PasswordTooShortAlone = "password-too-short-alone": "this password is too short without a second factor: choose one of at least 15 characters first",
        /// A password with too many characters.
        PasswordTooLong = "password-too-long": "a password has at most 128 characters",
        /// A password that is easily guessed.
        PasswordTooWeak = "password-too-weak": "this password is easily guessed: take several words that do not belong together",
        /// A password in the list of breached ones.
        PasswordBreached = "password-breached": "this password stands in a list of breached ones: take another",
        /// Not the key fingerprint of the selected person.
        OtherFingerprint = "other-fingerprint": "this is not the fingerprint of this person: have it read to you again, and go no further if it still differs",
        /// The repeated input differs.
        DoesNotMatch = "does-not-match": "this does not match",
        /// A control character or the like.
        BadCharacter = "bad-character": "this holds a character that is not allowed here",
    }
}

impl From<Unavailable> for Error {
    fn from(unavailable: Unavailable) -> Self {
        Self::Unavailable(unavailable)
    }
}

/// Defines an enumeration of stable words, each with its English sentence.
#[macro_export]
#[doc(hidden)]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident = $key:literal: $sentence:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$member_doc])* $member,)*
        }

        impl $name {
            /// All members, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// The stable word.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$member => $key,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$member => $sentence,)* })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }
    };
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{}", self.reason)?;
        if !self.detail.is_empty() {
            write!(f, " ({})", self.detail)?;
        }
        Ok(())
    }
}

/// The text of the first problem, with the number of further ones.
fn first(problems: &[Problem]) -> String {
    match problems {
        [] => "this cannot be taken as it is".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first}, and {} more", rest.len()),
    }
}

impl Error {
    /// One invalid field.
    pub fn invalid(field: impl Into<String>, reason: Reason) -> Self {
        Self::invalid_with(field, reason, "")
    }

    /// One invalid field, with arguments of the text.
    pub fn invalid_with(
        field: impl Into<String>,
        reason: Reason,
        detail: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![Problem { field: field.into(), reason, detail: detail.into() }])
    }

    /// A bug in the program.
    pub(crate) fn internal(what: impl fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// An I/O error of the disk; a full disk is told apart.
    pub fn disk(error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Unavailable::DiskFull.into();
        }
        tracing::error!(%error, "the disk");
        Unavailable::DiskFails.into()
    }

    /// The stable word of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Refused(refusal) => refusal.code(),
            Self::Invalid(_) => "invalid",
            Self::Conflict(conflict) => conflict.code(),
            Self::Unavailable(unavailable) => unavailable.code(),
            Self::BadBackup(bad) => match bad.lacks() {
                Some(word) => word,
                None => "installation",
            },
            Self::Installation(_) => "installation",
            Self::Internal(_) => "internal",
        }
    }

    /// What to do next.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::NotFound => "Check the address, or go back to the page that led here.",
            Self::Refused(Refusal::ConfirmFirst) => {
                "Send your password to /api/v1/tokens/reauthenticate, then ask again: nothing was changed."
            }
            Self::Refused(Refusal::TooOften(_) | Refusal::TooFast(_)) => {
                "Wait as long as Retry-After says, then ask again."
            }
            Self::Refused(Refusal::EnrolFirst) => {
                "Set a second factor up at /api/v1/second-factor, then ask again."
            }
            Self::Refused(Refusal::LengthenFirst) => {
                "Choose a longer password in a browser, or set a second factor up at /api/v1/second-factor."
            }
            Self::Refused(_) => "Sign in, then try again.",
            Self::Invalid(_) => "Correct what is named, then send it again: nothing was changed.",
            Self::Conflict(_) => {
                "Look at the present state, then decide again: nothing was changed."
            }
            Self::Unavailable(unavailable) => unavailable.advice(),
            Self::BadBackup(bad) if bad.lacks().is_some() => {
                "Nothing was changed. Choose another backup."
            }
            Self::Installation(_) | Self::BadBackup(_) => {
                "Nothing was changed. Set right what is named, then start again."
            }
            Self::Internal(_) => {
                "Nothing was changed. The log has the details under the same moment."
            }
        }
    }
}

impl Refusal {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::WrongPassword => "wrong-password",
            Self::SecondFactorNeeded => "second-factor-needed",
            Self::WrongCode => "wrong-code",
            Self::TooOften(_) => "too-often",
            Self::WrongSetupCode => "wrong-setup-code",
            Self::SetUpAlready => "set-up-already",
            Self::NotSetUp => "not-set-up",
            Self::BadToken => "bad-token",
            Self::BadInvitation => "bad-invitation",
            Self::ConfirmFirst => "confirm-first",
            Self::Locked => "locked",
            Self::EnrolFirst => "enrol-first",
            Self::LengthenFirst => "lengthen-first",
            Self::PasswordAgain => "password-again",
            Self::StaleToken => "stale-token",
            Self::TooFast(_) => "too-fast",
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

macro_rules! installation_errors {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Error {
            fn from(error: $kind) -> Self {
                Self::Installation(error.to_string())
            }
        }
    )*};
}

installation_errors!(
    pecule_keys::installation::keyring::state::KeyringError,
    pecule_keys::installation::master_key::MasterKeyError,
    pecule_keys::files::problem::FileProblem,
    pecule_keys::auth::password::breached::BreachedError,
    pecule_keys::NoRandomness
);
