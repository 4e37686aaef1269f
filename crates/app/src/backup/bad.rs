//! Why a backup is refused; each sentence says what to do.

use crate::error::Error;

/// Why a file is not taken for a backup, or not restored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadBackup {
    /// No message of age, or nothing of ours in it.
    #[error(
        "this file is no backup of Pécule, or its beginning is damaged: take another copy of it"
    )]
    NotOne,
    /// Another key opens it.
    #[error(
        "this key does not open this backup: it is sealed to other keys, or damaged in its first lines; use the kit of this household, or another copy"
    )]
    OtherKey,
    /// Cut short or altered.
    #[error("this backup is damaged ({0}): take another copy of it, or an older backup")]
    Damaged(&'static str),
    /// One file in it is not as the manifest says.
    #[error(
        "this backup is damaged ({0} is not as it was): take another copy of it, or an older backup"
    )]
    Altered(String),
    /// A later version wrote it.
    #[error(
        "this backup has format {0}, which only a later version of Pécule reads: install that version"
    )]
    Newer(u32),
    /// Whoever wrote it is not the household of the kit.
    #[error(
        "this backup was not signed by the household of this kit: it may be forged; do not restore it"
    )]
    OtherSigner,
    /// A database in it is not sound, or not what the manifest says of it.
    #[error("this backup does not prove good: {0}")]
    Unsound(String),
}

impl From<BadBackup> for Error {
    fn from(bad: BadBackup) -> Self {
        Self::Installation(bad.to_string())
    }
}
