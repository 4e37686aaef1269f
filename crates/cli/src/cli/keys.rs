//! Defines the arguments of `pecule keys`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::credentials::Credentials;

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Show the location of the master key, and the age of each key.
    Status {
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Rotate a key: write a copy under the new key, verify the copy, then replace the old file.
    #[command(subcommand)]
    Rotate(Rotate),
    /// Set, change or remove the passphrase of the master key.
    #[command(subcommand)]
    Passphrase(Passphrase),
    /// Make a new household kit; older backups still need the old kit.
    Kit {
        /// Write the kit to this file, which must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Rotate {
    /// Rotate the key of the household's file, with the server stopped.
    Household,
    /// Rotate the key that signs access tokens; issued tokens remain valid until they expire.
    AccessTokens,
    /// Rotate the keys of the books that a person owns.
    Books {
        #[command(flatten)]
        who: Credentials,
        /// Rotate only the key of these books, by title or ID.
        #[arg(long, value_name = "BOOKS")]
        books: Option<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum Passphrase {
    /// Protect the master key with the passphrase of --passphrase-file, else of the terminal.
    Set {
        /// Read the new passphrase from this file, to replace the passphrase of --passphrase-file.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Store the master key unencrypted; --passphrase-file names the file with the present passphrase.
    Remove,
}
