//! Sets of books: opening, selection, sharing, key rotation.

pub(crate) mod closed;
pub(crate) mod damaged;
pub mod fingerprint;
pub mod key_rotation;
pub mod list;
pub mod open;
pub(crate) mod pinned_keys;
pub mod sealed_export;
pub mod selection;
pub mod sharing;
pub mod unattended;
