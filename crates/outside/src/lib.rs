//! Connects to other machines, once an administrator has configured them. No other crate may.
//!
//! It uploads sealed backups to targets that the household chose, and downloads them. It has no key that
//! opens them. It sends notifications, which contain neither amounts nor names. Prices and exchange rates
//! are entered or imported from files.
//!
//! - [`backup_target`] uploads, reads back, lists, deletes and tests at a folder, an S3-compatible store or a
//!   WebDAV server;
//! - [`notification`] sends a notification through a relay.

pub mod backup_target;
mod client;
pub mod notification;
mod runtime;

pub use crate::backup_target::error::TargetError;
pub use crate::backup_target::location::{BackupLocation, ConfigError, Credentials};
pub use crate::backup_target::target::{Digest, Target};
pub use crate::notification::message::{Message, SendError};
pub use crate::notification::relay::{Relay, Security};
