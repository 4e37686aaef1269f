//! Connects to other machines, once an administrator has configured them. No other crate may.
//!
//! It uploads sealed backups to targets that the household chose, and downloads them. It has no key that
//! opens them. It sends notifications, which contain neither amounts nor names. Prices and exchange rates
//! are entered or imported from files.
//!
//! - [`place`] describes locations: a folder, an S3-compatible store, a WebDAV server;
//! - [`target`] uploads, reads back, lists, deletes and tests at such a location;
//! - [`relay`] describes relays of notifications, [`message`] sends one;
//! - [`patience`] accesses folders that may hang;
//! - [`trouble`] defines the errors of targets.

pub mod backup_target;
mod client;
pub mod notification;
mod runtime;

pub use crate::backup_target::error::TargetError;
pub use crate::backup_target::location::{BackupLocation, ConfigError, Credentials};
pub use crate::backup_target::target::{Digest, Target};
pub use crate::notification::message::{Message, SendError};
pub use crate::notification::relay::{Relay, Security};
