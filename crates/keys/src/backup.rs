//! Keys of backups.

pub mod drill;
