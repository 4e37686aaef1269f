//! Pages of the audit log.

pub(crate) mod download;
pub(crate) mod entry_text;
pub mod filter;
pub mod log;
pub mod retention;
