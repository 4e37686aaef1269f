//! Commands of backups.

pub(crate) mod drill;
pub(crate) mod make;
pub(crate) mod restore;
pub(crate) mod restore_books;
pub(crate) mod targets;
