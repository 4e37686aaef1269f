//! Backups, targets and requested jobs.

pub mod backups;
pub mod job_requests;
pub mod targets;
