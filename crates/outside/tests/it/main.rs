//! Places for backups, against real peers: this machine's disk, an S3 server, rclone's WebDAV server.
#![cfg(test)]

mod folder;
mod messages;
mod peers;
mod redirects;
mod s3;
mod webdav;
