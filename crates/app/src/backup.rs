//! Backups: making, uploading, verifying, pruning, restoring.

pub mod backup_view;
pub(crate) mod copies;
pub mod drill;
pub mod drill_report;
pub mod job_progress;
pub mod job_requests;
pub mod jobs;
pub mod make;
pub(crate) mod manifest;
pub mod restore;
pub mod restore_books;
pub mod retention;
pub mod schedule;
pub(crate) mod sealing;
pub mod status;
pub mod targets;
pub(crate) mod totals;
pub(crate) mod unpacking;
pub mod upload;
pub mod verify;
