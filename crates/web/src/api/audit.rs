//! Audit log.

pub(crate) mod log;
