//! The demo household.

pub(crate) mod accounts;
pub(crate) mod assets;
pub(crate) mod build;
pub(crate) mod compositions;
pub(crate) mod holdings;
pub(crate) mod market;
pub(crate) mod recorded_days;
pub mod run;
pub(crate) mod tasks;
pub(crate) mod taxonomy;
