//! What may be typed about places elsewhere for backups.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::Who;

#[derive(Subcommand)]
pub(crate) enum BackupTarget {
    /// List the places, each with how it is.
    List {
        #[command(flatten)]
        who: Who,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Add a place, and try it at once.
    Add(Box<AddTarget>),
    /// Write a few bytes there, read them back, compare and delete them.
    Try(OneTarget),
    /// Forget a place and its credentials; what lies there stays.
    Remove(OneTarget),
}

/// A place by its name.
#[derive(Args)]
pub(crate) struct OneTarget {
    /// The name or the identity of the place.
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("place").required(true).args(["folder", "s3", "webdav"])))]
pub(crate) struct AddTarget {
    /// What to call it.
    #[arg(value_name = "NAME")]
    pub(crate) called: String,
    #[command(flatten)]
    pub(crate) who: Who,
    /// A folder, on a disk that is plugged in or mounted.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// The address of an S3-compatible store.
    #[arg(long, value_name = "URL", requires = "bucket")]
    pub(crate) s3: Option<String>,
    /// The address of a WebDAV server.
    #[arg(long, value_name = "URL")]
    pub(crate) webdav: Option<String>,
    /// The bucket of the store.
    #[arg(long, value_name = "NAME")]
    pub(crate) bucket: Option<String>,
    /// The region of the store; else `auto`.
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<String>,
    /// The folder inside the bucket or under the address.
    #[arg(long, value_name = "PATH")]
    pub(crate) prefix: Option<String>,
    /// The key's name, or the user.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// A file with the secret or the password.
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// For how many days it may be absent.
    #[arg(long, value_name = "DAYS")]
    pub(crate) absent_days: Option<u16>,
}
