//! Compares one set of books with a backup and restores records or the whole file.

pub mod compare;
pub(crate) mod extract;
pub(crate) mod repair;
pub mod run;

pub use run::*;
