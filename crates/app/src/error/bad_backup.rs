//! Lists the reasons for refusing a backup; each message tells how to proceed.

/// Why a file is not accepted as a backup, or not restored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBackup {
    /// Not an age file, or not one of Pécule.
    #[error(
        "this file is no backup of Pécule, or its beginning is damaged: take another copy of it"
    )]
    NotOne,
    /// Sealed to another key.
    #[error(
        "this key does not open this backup: it is sealed to other keys, or damaged in its first lines; use the kit of this household, or another copy"
    )]
    OtherKey,
    /// Truncated or altered.
    #[error("this backup is damaged ({0}): take another copy of it, or an older backup")]
    Damaged(&'static str),
    /// One file inside differs from the manifest.
    #[error(
        "this backup is damaged ({0} is not as it was): take another copy of it, or an older backup"
    )]
    Altered(String),
    /// Written by a later version.
    #[error(
        "this backup has format {0}, which only a later version of Pécule reads: install that version"
    )]
    Newer(u32),
    /// A database inside was written by a later version.
    #[error(
        "this backup has a schema that only a later version of Pécule reads: install that version"
    )]
    NewerSchema,
    /// Signed by another household than that of the kit.
    #[error(
        "this backup was not signed by the household of this kit: it may be forged; do not restore it"
    )]
    OtherSigner,
    /// A database inside is damaged or contradicts the manifest.
    #[error("this backup does not prove good: {0}")]
    Unsound(String),
    /// The requested books are not inside, or did not belong to this person.
    #[error("these books are not in it, or were not yours then: take another backup")]
    Without,
    /// Books inside are sealed to a key that their owner has replaced since.
    #[error(
        "these books are sealed to the key that you had then, and you have replaced it since: the household's kit and your password of then restore them"
    )]
    KeyOfThen,
    /// The master key is kept in another file, which holds the key of another installation.
    #[error("{0}: this is the master key of another installation, and it is never overwritten")]
    KeyElsewhere(String),
}

impl BadBackup {
    /// The stable word if the backup is fine but lacks the requested books or a key for them.
    pub const fn lacks(&self) -> Option<&'static str> {
        match self {
            Self::Without => Some("not-in-backup"),
            Self::KeyOfThen => Some("key-of-then"),
            Self::NotOne
            | Self::OtherKey
            | Self::Damaged(_)
            | Self::Altered(_)
            | Self::Newer(_)
            | Self::NewerSchema
            | Self::OtherSigner
            | Self::Unsound(_)
            | Self::KeyElsewhere(_) => None,
        }
    }
}
