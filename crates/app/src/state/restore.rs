//! Tracks a restore in the browser at the first start (uploaded file, progress, error).

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::error::unavailable::Unavailable;
use crate::error::{Error, Reason, Refusal};

crate::words! {
    /// Why a backup was not restored in the browser.
    RestoreFailure {
        /// Neither a file nor a path was given.
        NoBackup = "no-backup": "no backup was given: choose a file, or say where one lies",
        /// The file does not exist or cannot be read.
        Unreadable = "unreadable": "there is no such file, or it cannot be read",
        /// The kit is missing or mistyped.
        NoKit = "no-kit": "no key was found in what was given as the kit: a letter is missing or wrong",
        /// Not an age file, or its header is not that of a backup.
        NotABackup = "not-a-backup": "this file is no backup of Pécule, or its beginning is damaged",
        /// The backup was encrypted for another kit.
        OtherKit = "other-kit": "this kit does not open this backup: it is the kit of another household, or an older one",
        /// Truncated or altered.
        Damaged = "damaged": "this backup is damaged: take another copy of it, or an older one",
        /// Written by a later version.
        Newer = "newer": "a later version of Pécule made this backup: install that version, then restore",
        /// Signed by another household than that of the kit.
        Forged = "forged": "this backup was not signed by the household of this kit: it may be forged",
        /// Its content does not pass the checks.
        Unsound = "unsound": "what is in this backup does not prove good: take an older one",
        /// Larger than the limit.
        TooLarge = "too-large": "this file is larger than what is taken here",
        /// The disk is full.
        DiskFull = "disk-full": "the disk is full: free some space, then try again",
        /// Not the passphrase of this installation.
        OtherPassphrase = "other-passphrase": "this passphrase is not the one of this installation",
        /// The master key of this installation is kept outside its folder.
        KeyElsewhere = "key-elsewhere": "the master key of this installation is kept outside its folder and cannot be replaced from here",
        /// A person was created meanwhile.
        Taken = "taken": "somebody is here already: nothing is restored over them",
        /// Any other error; the log has the details.
        Other = "other": "something else went wrong, which the log names",
    }
}

/// A backup that was uploaded, or a readable file on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedBackup {
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    pub(crate) path: PathBuf,
}

/// The progress of a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The current phase, as a stable word: `open`, `prove`, `place`.
    pub phase: &'static str,
    /// Bytes processed in this phase.
    pub done: u64,
    /// Bytes in total; 0 if unknown.
    pub total: u64,
}

/// The state of a restore.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Status {
    /// Nothing is in progress.
    #[default]
    Waiting,
    Working(Progress),
    /// It failed, and nothing was changed.
    Failed(RestoreFailure),
    /// The restored folder is ready. The program has to restart to put it in place.
    Ready(Timestamp),
}

/// The restore in the browser, kept in memory.
#[derive(Debug, Default)]
pub(crate) struct RestoreState {
    state: Mutex<(Option<ReceivedBackup>, Status)>,
}

impl RestoreState {
    pub(crate) fn received(&self) -> Option<ReceivedBackup> {
        self.with(|(received, _)| received.clone())
    }

    pub(crate) fn standing(&self) -> Status {
        self.with(|(_, standing)| standing.clone())
    }

    pub(crate) fn receive(&self, received: Option<ReceivedBackup>) {
        self.with(|state| *state = (received, Status::Waiting));
    }

    pub(crate) fn stand(&self, standing: Status) {
        self.with(|state| state.1 = standing);
    }

    /// Starts a restore and returns whether none was in progress.
    pub(crate) fn begin(&self) -> bool {
        self.with(|(_, standing)| match standing {
            Status::Working(_) | Status::Ready(_) => false,
            Status::Waiting | Status::Failed(_) => {
                *standing = Status::Working(Progress { phase: "open", done: 0, total: 0 });
                true
            }
        })
    }

    /// Whether a restore is ready, so that the installation may not change any more.
    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.standing(), Status::Ready(_))
    }

    fn with<T>(&self, work: impl FnOnce(&mut (Option<ReceivedBackup>, Status)) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl RestoreFailure {
    /// Classifies an error; the details go to the log.
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
