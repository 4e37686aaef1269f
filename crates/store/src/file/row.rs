//! How values are written in columns, and read back.
//!
//! Identities are 16-byte blobs: half the bytes of their text, and each page saved is a page that need
//! not be decrypted. Decimals and shares are text, exactly as given. Days are ISO text, moments are
//! milliseconds since 1970.

use std::error::Error as StdError;
use std::str::FromStr;

use jiff::Timestamp;
use pecule_domain::id;
use rusqlite::Row;
use rusqlite::types::Type;
use uuid::Uuid;

/// An identity stored as a 16-byte blob.
pub(crate) trait Id: Copy {
    fn of(uuid: Uuid) -> Self;
    fn key(self) -> [u8; 16];
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl Id for id::$name {
            fn of(uuid: Uuid) -> Self {
                Self::new(uuid)
            }

            fn key(self) -> [u8; 16] {
                self.uuid().into_bytes()
            }
        }
    )*};
}

ids! {
    PersonId BooksId SessionId BankId AccountId AssetId HoldingId TaxonomyId TaxonId TaskId NoteId
    OperationId InvitationId BackupId RequestId TargetId
}

/// Reads an identity.
pub(crate) fn id<T: Id>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row.get(column).map(|bytes: [u8; 16]| T::of(Uuid::from_bytes(bytes)))
}

/// Reads an optional identity.
pub(crate) fn find_id<T: Id>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row.get(column).map(|bytes: Option<[u8; 16]>| bytes.map(|b| T::of(Uuid::from_bytes(b))))
}

/// Reads a time in milliseconds since 1970.
pub(crate) fn at(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let millisecond: i64 = row.get(column)?;
    Timestamp::from_millisecond(millisecond).map_err(|cause| malformed(column, cause))
}

/// Reads an optional time.
pub(crate) fn find_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => at(row, column).map(Some),
        None => Ok(None),
    }
}

/// Parses a value that is stored as text.
pub(crate) fn text<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: StdError + Send + Sync + 'static>,
{
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|cause| malformed(column, cause))
}

/// Parses an optional value that is stored as text.
pub(crate) fn find_text<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr<Err: StdError + Send + Sync + 'static>,
{
    match row.get_ref(column)?.as_str_or_null()? {
        Some(text) => text.parse().map(Some).map_err(|cause| malformed(column, cause)),
        None => Ok(None),
    }
}

/// Reads a count.
pub(crate) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|cause| malformed(column, cause))
}

/// Returns the error for a column value that this program does not write.
pub(crate) fn malformed(
    column: usize,
    cause: impl Into<Box<dyn StdError + Send + Sync + 'static>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, cause.into())
}

/// A word in a column that is not in its enumeration.
#[derive(Debug, thiserror::Error)]
#[error("unknown word: {0:?}")]
pub struct UnknownWord(String);

impl UnknownWord {
    pub(crate) fn new(word: &str) -> Self {
        Self(word.to_owned())
    }
}

/// Defines an enumeration that is stored as a word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$member_doc])* $member,)*
        }

        impl $name {
            /// Returns the word that is stored in the file.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$member => $word,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::file::row::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$member),)*
                    _ => Err($crate::file::row::UnknownWord::new(word)),
                }
            }
        }
    };
}
pub(crate) use words;
