//! Commands of the audit log.

pub(crate) mod log;
