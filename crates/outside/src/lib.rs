//! The outside: the only crate that may call other machines, and only once somebody has switched that on.
//!
//! It carries sealed backups to places that the household chose, and brings them back: it sees no key
//! that opens them and knows nobody. It sends messages that hold no amount and no name. Prices and exchange rates are typed or brought from files.
//!
//! - [`place`] says where: a folder, an S3-compatible store, a WebDAV server;
//! - [`target`] is such a place at work: put, read back, list, delete, try;
//! - [`relay`] says what messages go through, [`message`] sends one;
//! - [`patience`] looks into folders that may hang;
//! - [`trouble`] is what can go wrong there, in the household's words.

mod client;
mod folder;
pub mod message;
pub mod patience;
pub mod place;
pub mod relay;
mod runtime;
pub mod target;
pub mod trouble;
mod webdav;

pub use message::{Message, Unsent};
pub use place::{Credentials, Flaw, Place};
pub use relay::{Relay, Security};
pub use target::{Digest, Target};
pub use trouble::Trouble;
