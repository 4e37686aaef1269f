//! Identities: one type for each kind of record, with a UUID version 7 inside.

/// A text that is not the identity of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an identity: expected a UUID")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Makes an identity of a UUID, which the caller draws: this crate has no randomness.
            pub const fn new(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                uuid::Uuid::try_parse(text).map(Self).map_err(|_not_a_uuid| NotAnId)
            }
        }
    )*};
}

ids! {
    /// Who a person of the household is.
    PersonId;
    /// Which set of books.
    BooksId;
    /// Which sign-in of a person.
    SessionId;
    /// Which bank.
    BankId;
    /// Which account.
    AccountId;
    /// Which asset.
    AssetId;
    /// Which holding: an asset in an account.
    HoldingId;
    /// Which own taxonomy.
    TaxonomyId;
    /// Which heading of an own taxonomy.
    TaxonId;
    /// Which task.
    TaskId;
    /// Which note.
    NoteId;
    /// Which operation: a change that was made as one and can be undone as one.
    OperationId;
    /// Which invitation into the household.
    InvitationId;
    /// Which backup.
    BackupId;
    /// Which place elsewhere for backups.
    TargetId;
    /// Which request to the program that serves.
    RequestId;
}
