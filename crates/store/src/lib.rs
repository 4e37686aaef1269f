//! The encrypted files: the installation's `household.db` and one sealed file for each set of books.
//!
//! | module | subject |
//! |---|---|
//! | [`folder`] | where files lie, with which modes, and the lock |
//! | [`key`], [`open`], [`migrate`] | the one way in: checks, then steps of schema |
//! | [`rotate`] | a file written beside under another key, proven, put in its place |
//! | [`mod@file`], [`sql`] | one writer, two readers, and what happens on damage |
//! | [`bytes`], [`snapshot`], [`workshop`] | copies for backups, and files that appear when they are whole |
//! | [`machine`] | libraries, schemas, room on the disk: what the doctor looks up |
//! | [`journal`] | the chain of authenticated entries that both files keep |
//! | [`household`] | people, slots, grants, sessions, throttle, settings |
//! | [`books`] | the wealth of one set of books, and the undoing of changes |
//!
//! Reads get a `View`, writes an `Edit`, both inside one transaction: `household.write(|edit| …)`
//! commits when the closure answers `Ok` and leaves no trace otherwise.

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
