//! Books: what may be typed after `pecule books`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::Who;

/// Sets of books: whose they are, and who may open them. Their keys: `pecule keys rotate books`.
#[derive(Subcommand)]
pub(crate) enum Books {
    /// List every set of books that one may open, one's own first.
    List(Told),
    /// Show one set of books, and everybody who may open it.
    Show {
        #[command(flatten)]
        one: OneBooks,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write books in the clear: everything as JSON, or the wealth of today as a table.
    Export {
        #[command(flatten)]
        one: OneBooks,
        /// The file to make, for this user alone; printed where none is named. Nothing is ever overwritten.
        #[arg(long)]
        out: Option<PathBuf>,
        /// `json`: everything; `csv`: one line for each holding.
        #[arg(long, default_value = "json")]
        format: String,
    },
    /// List the fingerprints to compare before sharing: one's own, and those of the others.
    People(Told),
    /// Make books of one's own, or joint ones.
    #[command(visible_alias = "new")]
    Add {
        /// What they are called.
        title: String,
        /// An owner and their share in percent, oneself included; may be given several times.
        #[arg(long = "owner", value_name = "NAME=PERCENT")]
        owners: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Give books another title.
    Rename {
        #[command(flatten)]
        one: OneBooks,
        /// What they are called from now on.
        #[arg(long)]
        title: String,
    },
    /// Make somebody an owner, with a share.
    Own {
        #[command(flatten)]
        at: Grantee,
        /// Their share in percent.
        #[arg(long, value_name = "PERCENT")]
        share: String,
        /// The fingerprint of their key, as they read it out.
        #[arg(long)]
        fingerprint: Option<String>,
    },
    /// Say anew which share owners have.
    Shares {
        #[command(flatten)]
        one: OneBooks,
        /// An owner and their share in percent; may be given several times.
        #[arg(long = "owner", value_name = "NAME=PERCENT", required = true)]
        owners: Vec<String>,
    },
    /// Let somebody read books.
    Grant {
        #[command(flatten)]
        at: Grantee,
        /// The fingerprint of their key, as they read it out.
        #[arg(long)]
        fingerprint: Option<String>,
    },
    /// Take books back from somebody, and renew their key.
    Revoke(Grantee),
    /// Leave books that are somebody else's too.
    Leave(OneBooks),
    /// Let the machine open books while everybody is signed out, or no longer.
    Unattended {
        #[command(flatten)]
        one: OneBooks,
        /// Whether it may.
        #[arg(long)]
        turn: Turn,
    },
    /// Take the present key of somebody for theirs, after comparing its fingerprint with them.
    Trust {
        #[command(flatten)]
        at: Grantee,
        /// The fingerprint, as they read it out.
        #[arg(long)]
        fingerprint: String,
    },
}

/// For whom a list is made, and how it is told.
#[derive(Args)]
pub(crate) struct Told {
    #[command(flatten)]
    pub(crate) who: Who,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// One set of books.
#[derive(Args)]
pub(crate) struct OneBooks {
    /// Their title or identity.
    pub(crate) books: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

/// Somebody, and one set of books.
#[derive(Args)]
pub(crate) struct Grantee {
    /// The title or identity of the books.
    pub(crate) books: String,
    /// The name of the other person.
    pub(crate) somebody: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Turn {
    /// It may.
    On,
    /// It may not.
    Off,
}
