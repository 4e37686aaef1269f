//! Defines the arguments of `pecule backup`, `pecule drill` and `pecule restore`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::backup_targets::BackupTarget;
use crate::cli::credentials::Credentials;

#[derive(Subcommand)]
pub(crate) enum Backup {
    /// Make a backup now, and print its path.
    Now {
        /// Write into this folder (default: the folder beside the data).
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// List, add, test and remove the targets that backups are uploaded to.
    #[command(subcommand)]
    Target(BackupTarget),
    /// List the backups with the day of their last drill, newest first.
    List {
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(crate) struct RestoreBooks {
    /// Read this backup or sealed export (default: the newest backup).
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) who: Credentials,
    /// Choose books by title or ID; required for a person who owns several books.
    #[arg(long, value_name = "BOOKS")]
    pub(crate) books: Option<String>,
    /// Open the backup with the household's kit, where the installation no longer can.
    #[arg(long, value_name = "KIT")]
    pub(crate) kit: Option<PathBuf>,
    /// Restore everything, after a backup of the present state.
    #[arg(long, conflicts_with = "restore")]
    pub(crate) restore_all: bool,
    /// Restore the record with this ID of the comparison; repeat for each record.
    #[arg(long, value_name = "ID")]
    pub(crate) restore: Vec<String>,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Drill {
    /// Verify this backup (default: the newest).
    pub(crate) file: Option<PathBuf>,
    /// Read the household's kit from its saved page, or a text with its AGE-SECRET-KEY line.
    #[arg(long, value_name = "KIT")]
    pub(crate) kit: Option<PathBuf>,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Restore {
    /// Restore this backup.
    pub(crate) file: PathBuf,
    /// Read the household's kit from its saved page, or a text with its AGE-SECRET-KEY line.
    #[arg(long, value_name = "KIT")]
    pub(crate) kit: PathBuf,
    /// Move an existing installation aside; without this flag, the folder must be empty.
    #[arg(long)]
    pub(crate) replace: bool,
    /// Protect the restored master key with the passphrase of --passphrase-file, else of the terminal.
    #[arg(long)]
    pub(crate) wrap: bool,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
