//! Name and password file of the person who runs a command.

use clap::Args;
use std::path::PathBuf;

/// The person on whose behalf a command runs.
#[derive(Args)]
pub(crate) struct Credentials {
    /// Sign in as this person.
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: String,
    /// Read the password from this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}
