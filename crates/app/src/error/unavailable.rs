//! Defines the temporary reasons why an operation is impossible.

/// Why an operation is impossible now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The file is damaged.
    #[error("damage was seen on this file: it can be read, but nothing more is written to it")]
    ReadOnly,
    /// The audit chain in the file is broken.
    #[error(
        "the journal was altered: it can be read, but nothing is written until that is taken note of"
    )]
    JournalBroken,
    /// The books are older than the last version the household has seen.
    #[error(
        "an older file was put in the place of these books, or their end was cut off: they can be read, but nothing is written until an owner takes note of that"
    )]
    RolledBack,
    #[error("the disk is full: nothing was written; free some space, then try again")]
    DiskFull,
    /// The disk fails.
    #[error(
        "the disk does not answer as it should: nothing was written; look at the disk, then try again"
    )]
    DiskFails,
    /// Another operation is running.
    #[error("the program is busy: try again in a moment")]
    Busy,
}

impl Unavailable {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::JournalBroken => "journal-broken",
            Self::RolledBack => "rolled-back",
            Self::DiskFull => "disk-full",
            Self::DiskFails => "disk-fails",
            Self::Busy => "busy",
        }
    }

    /// What to do next.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Busy => "Nothing was changed. Wait as long as Retry-After says, then ask again.",
            Self::JournalBroken | Self::RolledBack => {
                "Nothing was changed. Check the journal, keep a copy of the folder, then take note of the break: pecule audit restart-chain"
            }
            Self::ReadOnly | Self::DiskFull | Self::DiskFails => {
                "Nothing was changed. If it lasts, see the guide on damage and disk space."
            }
        }
    }
}
