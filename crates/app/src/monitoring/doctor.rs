//! Checks an installation and reports what to repair.

pub mod advisories;
pub(crate) mod backups;
pub(crate) mod files;
pub(crate) mod household;
pub mod report;
pub mod run;
pub(crate) mod scheduled;
