//! The tamper-evident audit log of a file: HMAC chain, verification, search, archive.

pub mod chain;
pub(crate) mod chain_restart;
pub mod chain_start;
pub mod entry;
pub mod search;
pub mod segments;
pub mod verify;
