//! Tests backup targets against a local disk, an S3 server and rclone's WebDAV server.
#![cfg(test)]

mod folder;
mod messages;
mod peers;
mod redirects;
mod s3;
mod webdav;
