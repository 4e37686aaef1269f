//! What may be typed about keys.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::Who;

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Say where the master key lies, and how old each key is.
    Status {
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Renew a key: written beside, proven, put in its place.
    #[command(subcommand)]
    Rotate(Rotate),
    /// Keep the master key under the passphrase of --passphrase-file, under another one, or in the clear.
    Rewrap(Rewrap),
    /// Make a new household kit; older backups still need the old one.
    Kit {
        /// Where to write the kit; never over an existing file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Rotate {
    /// The key of the household's file; no server may run meanwhile.
    Household,
    /// The key that signs access tokens; programs that are signed in go on.
    Jwt,
    /// The keys of the books that somebody owns.
    Books {
        #[command(flatten)]
        who: Who,
        /// Only these books: their title or their identity.
        #[arg(long, value_name = "BOOKS")]
        books: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct Rewrap {
    /// Keep the key in the clear from now on; --passphrase-file says what opens it now.
    #[arg(long)]
    pub(crate) plain: bool,
    /// A file with another passphrase, in the place of the one that --passphrase-file says.
    #[arg(long, value_name = "FILE", conflicts_with = "plain")]
    pub(crate) new_passphrase_file: Option<PathBuf>,
}
