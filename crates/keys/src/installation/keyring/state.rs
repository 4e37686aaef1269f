//! Labels and states of the keys in a keyring.

use crate::crypto::random::NoRandomness;
use crate::files::problem::FileProblem;
use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

/// The public properties of a wrapped key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLabel {
    pub kid: String,
    pub state: KeyState,
    /// In seconds since 1970.
    pub created: i64,
}

/// The state of a wrapped household key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// The key opens household.db.
    Current,
    /// The key belongs to a rotation that has not ended.
    Pending,
    /// The key opens older backups of household.db.
    Retained,
}

/// The error for a refused keyring.
#[derive(Debug, Error)]
pub enum KeyringError {
    /// The file is missing or unreadable, exists already, or has the wrong permissions or owner.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The keyring is intact, but belongs to another master key.
    #[error(
        "the master key is not the one of this keyring: put the right master.key back, \
         or restore a backup, which holds both"
    )]
    WrongMasterKey,
    /// The keyring is truncated or altered.
    #[error("the keyring is damaged or was altered: put keyring.json back from a backup")]
    Damaged,
    /// A later version of the program wrote the keyring.
    #[error(
        "the keyring has format {version}, which only a later version of Pécule reads: \
         install that version"
    )]
    Newer { version: u32 },
    /// The keyring has no key in this state.
    #[error("the keyring holds no {} household key", .state.word())]
    NoSuchKey { state: KeyState },
    /// The last recipient cannot be removed, since no key could open later backups.
    #[error("this is the last recipient of the backups: add another one first")]
    LastRecipient,
    /// The operating system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl KeyState {
    /// Returns the stable word of the file format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Pending => "pending",
            Self::Retained => "retained",
        }
    }
}
