//! The audit log: events, verification, archive, anchors, export.

pub mod actions;
pub mod anchors;
pub mod archive;
pub(crate) mod broken_chain;
pub mod export;
pub mod hex;
pub mod log;
pub(crate) mod origin;
pub mod verify;
pub(crate) mod verify_at_opening;
