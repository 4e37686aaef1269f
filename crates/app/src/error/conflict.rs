//! Defines the conflicts that prevent a change.

/// Why a change conflicts with the present state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The record changed since it was read.
    #[error("this has changed since it was shown: look at it again, then change it")]
    Stale,
    /// Others refer to it; holds their names.
    #[error("this is still in use by: {}", .0.join(", "))]
    InUse(Vec<String>),
    /// The records of the operation were changed again since.
    #[error("what this operation changed has changed since: undo the later changes first")]
    ChangedSince,
    /// The details of the operation are no longer kept.
    #[error("this operation is too old to be undone: its details are kept for 30 days")]
    TooOld,
    /// The household has the maximum of five people.
    #[error("a household has at most five people")]
    HouseholdFull,
    /// The household must keep an administrator.
    #[error("this is the only person who runs the household: let somebody else run it first")]
    LastAdmin,
    /// Only a disabled person can be removed.
    #[error("this person can still sign in: close their access first")]
    StillEnabled,
    /// The household requires a second factor of all members.
    #[error(
        "this household demands a second factor of everybody: it can be renewed, not switched off"
    )]
    SecondFactorRequired,
    /// The person has the maximum of personal tokens.
    #[error("there are twenty personal tokens already: revoke one first")]
    TooManyTokens,
    /// A disabled person cannot be an administrator.
    #[error("this person cannot sign in: open their access first")]
    Disabled,
    /// The person's public key differs from the pinned one.
    #[error(
        "the key of {name} is not the one that was compared: it is {found} and was {pinned}; compare it with them, then confirm it"
    )]
    KeyChanged {
        /// Name of the person.
        name: String,
        /// Fingerprint that an owner pinned.
        pinned: String,
        /// Fingerprint of the present key.
        found: String,
    },
    /// Books must keep an owner.
    #[error("these books would have no owner left: make somebody else their owner first")]
    LastOwner,
}

impl Conflict {
    /// The stable word.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::InUse(_) => "in-use",
            Self::ChangedSince => "changed-since",
            Self::TooOld => "too-old",
            Self::HouseholdFull => "household-full",
            Self::LastAdmin => "last-admin",
            Self::StillEnabled => "still-enabled",
            Self::Disabled => "disabled",
            Self::KeyChanged { .. } => "key-changed",
            Self::LastOwner => "last-owner",
            Self::SecondFactorRequired => "second-factor-required",
            Self::TooManyTokens => "too-many-tokens",
        }
    }
}
