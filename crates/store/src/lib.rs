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

pub mod books;
pub mod bytes;
pub mod error;
pub mod file;
pub mod folder;
pub mod household;
pub mod journal;
pub mod key;
mod log;
pub mod machine;
pub mod mending;
mod migrate;
mod open;
pub mod rotate;
mod row;
pub mod snapshot;
mod sql;
pub mod workshop;

pub use books::Books;
pub use error::{Error, Result};
pub use folder::Folder;
pub use household::Household;
pub use key::{FileKey, KeyProof};
