//! Pages of backups, targets, schedule, restore.

pub mod backups;
pub(crate) mod download;
pub mod restore;
pub mod restore_books;
pub mod schedule;
pub(crate) mod status_line;
pub mod targets;
