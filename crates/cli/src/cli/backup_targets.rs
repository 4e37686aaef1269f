//! Defines the arguments of `pecule backup target`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::credentials::Credentials;

#[derive(Subcommand)]
pub(crate) enum BackupTarget {
    /// List the backup targets with their state.
    List {
        #[command(flatten)]
        who: Credentials,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Add a backup target, and test it.
    Add(Box<AddTarget>),
    /// Test a backup target: write a few bytes, read them back, compare and delete them.
    Test(OneTarget),
    /// Remove a backup target and its credentials, without deleting its files.
    Remove(OneTarget),
}

/// A backup target, and the administrator on whose behalf a command runs.
#[derive(Args)]
pub(crate) struct OneTarget {
    /// Choose the target by name or ID.
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("place").required(true).args(["folder", "s3", "webdav"])))]
pub(crate) struct AddTarget {
    /// Set the name of the target.
    #[arg(value_name = "NAME")]
    pub(crate) called: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
    /// Use a folder on a removable or mounted disk.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
    /// Use an S3-compatible store at this address.
    #[arg(long, value_name = "URL", requires = "bucket")]
    pub(crate) s3: Option<String>,
    /// Use a WebDAV server at this address.
    #[arg(long, value_name = "URL")]
    pub(crate) webdav: Option<String>,
    /// Use this bucket of the store.
    #[arg(long, value_name = "NAME")]
    pub(crate) bucket: Option<String>,
    /// Set the region of the store (default: auto).
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<String>,
    /// Use this folder inside the bucket or under the address.
    #[arg(long, value_name = "PATH")]
    pub(crate) prefix: Option<String>,
    /// Authenticate with this access key ID or user name.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// Read the secret key or the password from this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Allow the target to be absent for this many days.
    #[arg(long, value_name = "DAYS")]
    pub(crate) absent_days: Option<u16>,
}
