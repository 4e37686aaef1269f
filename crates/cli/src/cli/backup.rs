//! What may be typed about backups.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::Who;
use crate::cli::backup_targets::BackupTarget;

#[derive(Subcommand)]
pub(crate) enum Backup {
    /// Make a backup now, and print the file.
    Now {
        /// The folder to write it into; else the one beside the data.
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// See and change the places elsewhere that backups are carried to.
    #[command(subcommand)]
    Target(BackupTarget),
    /// Set one set of books beside what it was in a backup, then bring it back, whole or line by line.
    Books(BooksThen),
    /// List the backups, newest first, each with its proof.
    List {
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(crate) struct BooksThen {
    /// The backup, or a file of sealed books that was taken away; else the newest backup.
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) who: Who,
    /// Which books, by their title or identity; needed where one owns several.
    #[arg(long, value_name = "BOOKS")]
    pub(crate) books: Option<String>,
    /// The household's kit, for a backup that the program itself can no longer open.
    #[arg(long, value_name = "KIT")]
    pub(crate) kit: Option<PathBuf>,
    /// Put everything back as it was, after a backup of now.
    #[arg(long, conflicts_with = "take")]
    pub(crate) replace: bool,
    /// Take this line of the comparison back; may be given several times.
    #[arg(long, value_name = "LINE")]
    pub(crate) take: Vec<String>,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Drill {
    /// The backup; else the newest one.
    pub(crate) file: Option<PathBuf>,
    /// The household's kit: its page as a file, or a text with its AGE-SECRET-KEY line.
    #[arg(long, value_name = "KIT")]
    pub(crate) kit: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Restore {
    /// The backup.
    pub(crate) file: PathBuf,
    /// The household's kit: its page as a file, or a text with its AGE-SECRET-KEY line.
    #[arg(long, value_name = "KIT")]
    pub(crate) kit: PathBuf,
    /// Put the installation that is there aside, whole; else the folder must be empty.
    #[arg(long)]
    pub(crate) replace: bool,
    /// Keep the restored master key under a passphrase: the one of --passphrase-file, else one that is typed.
    #[arg(long)]
    pub(crate) wrap: bool,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
