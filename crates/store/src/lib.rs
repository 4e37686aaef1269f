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
