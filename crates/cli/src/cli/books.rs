//! Defines the arguments of `pecule books`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::credentials::Credentials;

/// List, create and share sets of books. To rotate keys, use `pecule keys rotate books`.
#[derive(Subcommand)]
pub(crate) enum Books {
    /// List every set of books that the person may open, own books first.
    List(ListArgs),
    /// Show one set of books, and the people who may open it.
    Show {
        #[command(flatten)]
        one: BooksArg,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Export books unencrypted: everything as JSON, or the wealth of today as CSV.
    Export {
        #[command(flatten)]
        one: BooksArg,
        /// Write to this file, which must not exist, with mode 600 (default: standard output).
        #[arg(long)]
        out: Option<PathBuf>,
        /// Choose `json` (everything) or `csv` (one line per holding).
        #[arg(long, default_value = "json")]
        format: String,
    },
    /// List the key fingerprints of all people, to compare before sharing books.
    Fingerprints(ListArgs),
    /// Create books, owned alone or jointly.
    #[command(visible_alias = "new")]
    Add {
        /// Set the title of the books.
        title: String,
        /// Add an owner with a share in percent; repeat for each owner, including the creator.
        #[arg(long = "owner", value_name = "NAME=PERCENT")]
        owners: Vec<String>,
        #[command(flatten)]
        who: Credentials,
    },
    /// Rename a set of books.
    Rename {
        #[command(flatten)]
        one: BooksArg,
        /// Set the new title.
        #[arg(long)]
        title: String,
    },
    /// Make a person an owner, with a share.
    AddOwner {
        #[command(flatten)]
        at: Grantee,
        /// Set the share of the new owner in percent.
        #[arg(long, value_name = "PERCENT")]
        share: String,
        /// Check this fingerprint of the person's key, as read out by that person.
        #[arg(long)]
        fingerprint: Option<String>,
    },
    /// Set the shares of the owners.
    SetShares {
        #[command(flatten)]
        one: BooksArg,
        /// Set the share of an owner in percent; repeat for each owner.
        #[arg(long = "owner", value_name = "NAME=PERCENT", required = true)]
        owners: Vec<String>,
    },
    /// Grant a person read access to books.
    Grant {
        #[command(flatten)]
        at: Grantee,
        /// Check this fingerprint of the person's key, as read out by that person.
        #[arg(long)]
        fingerprint: Option<String>,
    },
    /// Revoke a person's access to books, and rotate the key of the books.
    Revoke(Grantee),
    /// Give up access to books, as a reader or as one of several owners.
    Leave(BooksArg),
    /// Allow or forbid the server to open books while all owners are signed out.
    Unattended {
        #[command(flatten)]
        one: BooksArg,
        /// Turn unattended access on or off.
        #[arg(long)]
        turn: OnOff,
    },
    /// Pin the present key of a person, after comparing the fingerprint with that person.
    PinKey {
        #[command(flatten)]
        at: Grantee,
        /// Check this fingerprint of the person's key, as read out by that person.
        #[arg(long)]
        fingerprint: String,
    },
}

/// The arguments of a list.
#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) who: Credentials,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// One set of books, and the person on whose behalf a command runs.
#[derive(Args)]
pub(crate) struct BooksArg {
    /// Choose books by title or ID.
    pub(crate) books: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
}

/// One set of books, and another person.
#[derive(Args)]
pub(crate) struct Grantee {
    /// Choose books by title or ID.
    pub(crate) books: String,
    /// Choose the other person by name.
    pub(crate) somebody: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
}

/// A switch that the command line sets explicitly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnOff {
    /// Allow unattended access.
    On,
    /// Forbid unattended access.
    Off,
}
