//! What stands in the way of a change.

/// What stands in the way of a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// It has changed since it was read.
    #[error("this has changed since it was shown: look at it again, then change it")]
    Stale,
    /// Others use it; their names.
    #[error("this is still in use by: {}", .0.join(", "))]
    InUse(Vec<String>),
    /// What an operation changed has changed again since.
    #[error("what this operation changed has changed since: undo the later changes first")]
    ChangedSince,
    /// The details of an operation are no longer kept.
    #[error("this operation is too old to be undone: its details are kept for 30 days")]
    TooOld,
    /// There are five people already.
    #[error("a household has at most five people")]
    HouseholdFull,
    /// Somebody must run the household.
    #[error("this is the only person who runs the household: let somebody else run it first")]
    LastAdmin,
    /// Only who may no longer sign in can be removed.
    #[error("this person can still sign in: close their access first")]
    StillEnabled,
    /// The household demands a second factor of all.
    #[error(
        "this household demands a second factor of everybody: it can be renewed, not switched off"
    )]
    SecondFactorRequired,
    /// More personal tokens than one person may have.
    #[error("there are twenty personal tokens already: revoke one first")]
    TooManyTokens,
    /// Who may not sign in cannot run the household.
    #[error("this person cannot sign in: open their access first")]
    Disabled,
    /// The public key of somebody is not the one that was compared with them.
    #[error(
        "the key of {name} is not the one that was compared: it is {found} and was {pinned}; compare it with them, then confirm it"
    )]
    KeyChanged {
        /// Their name.
        name: String,
        /// The fingerprint that was compared.
        pinned: String,
        /// The fingerprint of their key as it is now.
        found: String,
    },
    /// Books must have an owner.
    #[error("these books would have no owner left: make somebody else their owner first")]
    LastOwner,
}

impl Conflict {
    /// A stable word.
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
