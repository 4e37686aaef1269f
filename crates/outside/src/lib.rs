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

pub mod backup_target;
mod client;
pub mod notification;
mod runtime;

pub use crate::backup_target::error::Trouble;
pub use crate::backup_target::location::{Credentials, Flaw, Place};
pub use crate::backup_target::target::{Digest, Target};
pub use crate::notification::message::{Message, Unsent};
pub use crate::notification::relay::{Relay, Security};
