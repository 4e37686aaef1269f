//! Stores data in encrypted files, `household.db` for the installation and one file per set of
//! books.
//!
//! | module | subject |
//! |---|---|
//! | [`mod@file`] | opening with all checks, migration, copies, durability |
//! | [`audit`] | the chain of authenticated audit events in both kinds of file |
//! | [`household`] | people, slots, grants, sessions, throttle, backups, alerts, settings |
//! | [`books`] | the wealth of one set of books, and the undo of changes |
//! | [`key_rotation`] | replaces a file with a verified copy under another key |
//! | [`read_only_copy`] | reads a file of a backup |
//! | [`versions`] | libraries, schemas and free disk space, for the doctor |
//!
//! Reads get a `View`, writes an `Edit`, both inside one transaction. `household.write(|edit| …)`
//! commits when the closure returns `Ok`, and rolls back otherwise.

pub mod audit;
pub mod books;
pub mod error;
pub mod file;
pub mod household;
pub mod key_rotation;
pub mod read_only_copy;
pub mod versions;

pub use crate::books::Books;
pub use crate::error::{Error, Result};
pub use crate::file::folder::Folder;
pub use crate::file::key::{FileKey, KeyProof};
pub use crate::household::Household;
