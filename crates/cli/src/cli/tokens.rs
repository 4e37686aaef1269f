//! Defines the arguments of `pecule tokens`.

use clap::{Args, Subcommand};

use crate::cli::credentials::Credentials;

/// Create, list and revoke tokens with which programs read books over the API.
#[derive(Subcommand)]
pub(crate) enum Tokens {
    /// List the person's tokens.
    List {
        #[command(flatten)]
        who: Credentials,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Create a token, and print only the token, once.
    Create(CreateToken),
    /// Revoke a token, with effect from the next call.
    Revoke {
        /// Choose the token by its ID in `pecule tokens list`.
        token: String,
        #[command(flatten)]
        who: Credentials,
    },
}

#[derive(Args)]
pub(crate) struct CreateToken {
    /// Set a title that says the purpose of the token.
    pub(crate) title: String,
    /// Give access to these books, by title or ID (default: the person's own books).
    #[arg(long, value_name = "BOOKS")]
    pub(crate) books: Option<String>,
    /// Set the validity in days, at most 365.
    #[arg(long, default_value_t = 90)]
    pub(crate) days: u16,
    #[command(flatten)]
    pub(crate) who: Credentials,
}
