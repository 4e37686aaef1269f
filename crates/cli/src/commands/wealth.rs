//! Commands of wealth.

pub(crate) mod changes;
pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod report;
