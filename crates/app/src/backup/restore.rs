//! Restores a whole installation from a backup.

pub(crate) mod data_folder;
pub mod failure;
pub mod first_start;
pub mod run;

pub use run::*;
