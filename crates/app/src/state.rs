//! What an open installation keeps in memory, one file per feature.

pub mod access_token_keys;
pub mod books_cache;
pub mod closed_books;
pub mod event_tally;
pub(crate) mod hashing_slots;
pub mod pending_recovery_codes;
pub mod restore;
pub mod sessions;
pub mod snapshot_key;
pub mod upload;
pub mod watch;
