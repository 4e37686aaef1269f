//! Stores data in encrypted files, `household.db` for the installation and one file per set of
//! books.
//!
//! | module | subject |
//! |---|---|
//! | [`folder`] | paths, access modes and the lock |
//! | [`key`], [`open`], [`migrate`] | opening with all checks, then migrations |
//! | [`rotate`] | replaces a file with a verified copy under another key |
//! | [`mod@file`], [`sql`] | one writer, two readers, and the reaction to damage |
//! | [`bytes`], [`snapshot`], [`workshop`] | copies for backups, and atomic creation of files |
//! | [`machine`] | libraries, schemas and free disk space, for the doctor |
//! | [`journal`] | the chain of authenticated audit events in both files |
//! | [`household`] | people, slots, grants, sessions, throttle, settings |
//! | [`books`] | the wealth of one set of books, and the undoing of changes |
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
