//! Personal tokens: what may be typed after `pecule tokens`.

use clap::{Args, Subcommand};

use crate::cli::Who;

/// Tokens with which a program reads one set of books over the API.
#[derive(Subcommand)]
pub(crate) enum Tokens {
    /// List one's tokens.
    List {
        #[command(flatten)]
        who: Who,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a token; it is printed this once, and nothing else.
    Make(MakeToken),
    /// Revoke a token: it is refused from the next call on.
    Revoke {
        /// Its identity, as listed.
        token: String,
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Args)]
pub(crate) struct MakeToken {
    /// What it is for.
    pub(crate) title: String,
    /// The books that it reads, by title or identity; else one's own.
    #[arg(long, value_name = "BOOKS")]
    pub(crate) books: Option<String>,
    /// For how many days it counts, 365 at most.
    #[arg(long, default_value_t = 90)]
    pub(crate) days: u16,
    #[command(flatten)]
    pub(crate) who: Who,
}
