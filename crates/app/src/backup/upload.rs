//! Uploads backups to targets.

pub(crate) mod divergence;
pub mod run;

pub use run::*;
