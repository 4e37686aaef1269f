//! Defines the arguments of `pecule people`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::credentials::Credentials;

#[derive(Subcommand)]
pub(crate) enum People {
    /// List the people of the household.
    List {
        #[command(flatten)]
        who: Credentials,
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Create an invitation for a person, and print only its one-time code.
    Invite(PersonArg),
    /// Disable a person's access, and end all sessions of that person.
    Disable(PersonArg),
    /// Enable a person's access again.
    Enable(PersonArg),
    /// Remove a disabled person, and show the books that become unreadable.
    Remove {
        #[command(flatten)]
        somebody: PersonArg,
        /// Disable the person's access first.
        #[arg(long)]
        disable_first: bool,
        /// Skip the warning that the person was not offered an export.
        #[arg(long)]
        skip_export_warning: bool,
    },
    /// Announce the removal of a person, so that the person can export books first.
    AnnounceRemoval(PersonArg),
    /// Withdraw the announcement of a removal.
    WithdrawRemoval(PersonArg),
    /// Accept an invitation with its one-time code.
    Accept(Accept),
}

/// Another person, and the administrator on whose behalf a command runs.
#[derive(Args)]
pub(crate) struct PersonArg {
    /// Choose the person by name.
    pub(crate) somebody: String,
    #[command(flatten)]
    pub(crate) who: Credentials,
}

#[derive(Args)]
pub(crate) struct Accept {
    /// Read the one-time code from this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) code_file: PathBuf,
    /// Set the sign-in name.
    #[arg(long)]
    pub(crate) name: String,
    /// Read the password from this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Write the recovery code to this file, and count the code as confirmed.
    #[arg(long, value_name = "OUT")]
    pub(crate) recovery_file: PathBuf,
    /// Set the language of the screens.
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    pub(crate) language: String,
}
