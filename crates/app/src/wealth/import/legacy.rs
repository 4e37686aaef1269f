//! Imports the data of the Python application.

pub(crate) mod accounts;
pub(crate) mod assets;
pub(crate) mod compositions;
pub(crate) mod holdings;
pub(crate) mod recorded_days;
pub mod run;
