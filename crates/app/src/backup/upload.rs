//! Uploads backups to targets.

pub(crate) mod divergence;
pub mod known_backup;
pub mod run;
