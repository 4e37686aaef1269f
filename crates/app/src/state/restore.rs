//! Restoring where nobody is yet, in a browser: what was received, how far it is, why it was not done.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::error::unavailable::Unavailable;
use crate::error::{Error, Reason, Refusal};

crate::words! {
    /// Why a backup was not restored in a browser.
    RestoreFailure {
        /// Neither a file nor a path was given.
        NoBackup = "no-backup": "no backup was given: choose a file, or say where one lies",
        /// The file is not there, or cannot be read.
        Unreadable = "unreadable": "there is no such file, or it cannot be read",
        /// The kit is missing or mistyped.
        NoKit = "no-kit": "no key was found in what was given as the kit: a letter is missing or wrong",
        /// No message of age, or nothing of ours in it.
        NotABackup = "not-a-backup": "this file is no backup of Pécule, or its beginning is damaged",
        /// Another kit opens it.
        OtherKit = "other-kit": "this kit does not open this backup: it is the kit of another household, or an older one",
        /// Cut short or altered.
        Damaged = "damaged": "this backup is damaged: take another copy of it, or an older one",
        /// A later version wrote it.
        Newer = "newer": "a later version of Pécule made this backup: install that version, then restore",
        /// Whoever signed it is not the household of the kit.
        Forged = "forged": "this backup was not signed by the household of this kit: it may be forged",
        /// What is in it does not prove good.
        Unsound = "unsound": "what is in this backup does not prove good: take an older one",
        /// More bytes than are taken.
        TooLarge = "too-large": "this file is larger than what is taken here",
        /// The disk is full.
        DiskFull = "disk-full": "the disk is full: free some space, then try again",
        /// The passphrase of this installation is another one.
        OtherPassphrase = "other-passphrase": "this passphrase is not the one of this installation",
        /// The master key is kept elsewhere, and belongs to the empty installation.
        KeyElsewhere = "key-elsewhere": "the master key of this installation is kept outside its folder and cannot be replaced from here",
        /// Somebody is there by now.
        Taken = "taken": "somebody is here already: nothing is restored over them",
        /// Something else; the log says what.
        Other = "other": "something else went wrong, which the log names",
    }
}

/// A backup that was received, or that lies where it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// What it is called.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    pub(crate) path: PathBuf,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Far {
    /// What is being done, as a stable word: `open`, `prove`, `place`.
    pub phase: &'static str,
    /// How many bytes of it are done.
    pub done: u64,
    /// Of how many, 0 where that is not known.
    pub total: u64,
}

/// How restoring stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is under way.
    #[default]
    Waiting,
    /// It is being restored.
    Working(Far),
    /// It did not succeed, and nothing was changed.
    Failed(RestoreFailure),
    /// It is ready: the program puts it in its place and starts anew.
    Ready(Timestamp),
}

/// What is known of a restore in a browser, as long as the program runs.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    state: Mutex<(Option<Received>, Standing)>,
}

impl Desk {
    pub(crate) fn received(&self) -> Option<Received> {
        self.with(|(received, _)| received.clone())
    }

    pub(crate) fn standing(&self) -> Standing {
        self.with(|(_, standing)| standing.clone())
    }

    pub(crate) fn receive(&self, received: Option<Received>) {
        self.with(|state| *state = (received, Standing::Waiting));
    }

    pub(crate) fn stand(&self, standing: Standing) {
        self.with(|state| state.1 = standing);
    }

    /// Begins, unless it has begun.
    pub(crate) fn begin(&self) -> bool {
        self.with(|(_, standing)| match standing {
            Standing::Working(_) | Standing::Ready(_) => false,
            Standing::Waiting | Standing::Failed(_) => {
                *standing = Standing::Working(Far { phase: "open", done: 0, total: 0 });
                true
            }
        })
    }

    /// Whether nothing of the installation may change any more.
    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.standing(), Standing::Ready(_))
    }

    fn with<T>(&self, work: impl FnOnce(&mut (Option<Received>, Standing)) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl RestoreFailure {
    /// The word for what went wrong; what has none is said in the log.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Refused(Refusal::SetUpAlready) => Self::Taken,
            Error::Unavailable(Unavailable::DiskFull) => Self::DiskFull,
            Error::Invalid(all) => match all.first().map(|one| (one.field.as_str(), one.reason)) {
                Some(("kit", _)) => Self::NoKit,
                Some(("passphrase", _)) => Self::OtherPassphrase,
                Some(("file", Reason::Required)) => Self::NoBackup,
                Some(("file", Reason::TooLong)) => Self::TooLarge,
                Some(_) | None => Self::Unreadable,
            },
            Error::BadBackup(bad) => bad.word(),
            Error::NotFound
            | Error::Installation(_)
            | Error::Refused(_)
            | Error::Conflict(_)
            | Error::Unavailable(_)
            | Error::Internal(_) => Self::Other,
        }
    }
}
