//! Who asks in the access matrix.

use crate::site::NAME;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// Nobody who is signed in.
    Nobody,
    /// An owner whose access was closed.
    Disabled,
    /// A member without any right to the joint books.
    Other,
    /// Whoever runs the household.
    Administrator,
    /// A program with a personal token for the joint books.
    Token,
    /// Who reads the joint books.
    Reader,
    /// One of their owners.
    JointOwner,
    /// The owner who made them.
    Owner,
}

impl Asker {
    /// Everybody, whoever has the least right first.
    pub(crate) const ALL: [Self; 8] = [
        Self::Nobody,
        Self::Disabled,
        Self::Other,
        Self::Administrator,
        Self::Token,
        Self::Reader,
        Self::JointOwner,
        Self::Owner,
    ];

    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Nobody => None,
            Self::Administrator => Some(NAME),
            Self::Other => Some("Étranger"),
            Self::Reader => Some("Lectrice"),
            Self::JointOwner | Self::Disabled => Some("Conjoint"),
            Self::Owner | Self::Token => Some("Propriétaire"),
        }
    }
}
