//! Defines the clients of the access matrix.

use crate::site::NAME;

/// A client of the access matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    Nobody,
    /// An owner whose access was closed.
    Disabled,
    /// A member without access to the joint books.
    Other,
    /// A member who is an administrator.
    Administrator,
    /// A program with a personal token for the joint books.
    Token,
    /// A member with read access to the joint books.
    Reader,
    /// One of their owners.
    JointOwner,
    /// The owner who created them.
    Owner,
}

impl Asker {
    /// All clients, those with the fewest rights first.
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
