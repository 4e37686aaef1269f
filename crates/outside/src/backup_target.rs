//! Backup targets: folders, S3-compatible stores, WebDAV servers.

pub mod error;
pub(crate) mod folder;
pub mod location;
pub mod source;
pub mod target;
pub mod timeouts;
pub(crate) mod webdav;
