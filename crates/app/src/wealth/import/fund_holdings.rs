//! Imports the published holdings of a fund as its composition.

pub(crate) mod components;
pub mod run;
pub(crate) mod sectors;
