//! Converts errors of the store into errors of this crate.

use crate::error::conflict::Conflict;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Reason};

impl From<pecule_store::Error> for Error {
    fn from(error: pecule_store::Error) -> Self {
        use pecule_store::Error as Store;
        match error {
            Store::NotFound => Self::NotFound,
            Store::Stale => Conflict::Stale.into(),
            Store::InUse => Conflict::InUse(Vec::new()).into(),
            Store::Conflict => Conflict::ChangedSince.into(),
            Store::Expired => Conflict::TooOld.into(),
            Store::HouseholdFull => Conflict::HouseholdFull.into(),
            Store::Taken(columns) => Self::invalid(taken_field(&columns), Reason::Taken),
            Store::Dangling => Self::invalid("", Reason::Unknown),
            Store::Busy => Unavailable::Busy.into(),
            Store::Full => Unavailable::DiskFull.into(),
            Store::Failing(_) => {
                tracing::error!(%error, "the disk");
                Unavailable::DiskFails.into()
            }
            Store::ReadOnly => Unavailable::ReadOnly.into(),
            Store::JournalBroken => Unavailable::JournalBroken.into(),
            other @ (Store::Malformed(_) | Store::Database(_) | Store::WrittenOnce) => {
                Self::internal(other)
            }
            other @ (Store::WrongKey(_)
            | Store::Damaged(_)
            | Store::Empty(_)
            | Store::NotOurs(_)
            | Store::Newer { .. }
            | Store::ForeignInstall(_)
            | Store::LooseMode { .. }
            | Store::Missing(_)
            | Store::Exists(_)
            | Store::NetworkDisk(_)
            | Store::Locked(_)
            | Store::BrokenChain(_)
            | Store::Outdated(_)
            | Store::Io { .. }
            | Store::Migration(_)) => Self::Installation(other.to_string()),
        }
    }
}

/// The field of a unique column: `banks.folded_name` is `name`.
fn taken_field(columns: &str) -> String {
    let last = columns.rsplit(['.', ',']).next().unwrap_or_default().trim();
    last.strip_prefix("folded_").unwrap_or(last).to_owned()
}
