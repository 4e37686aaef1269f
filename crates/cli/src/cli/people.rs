//! What may be typed about people.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::Who;

#[derive(Subcommand)]
pub(crate) enum People {
    /// List the people of the household.
    List {
        #[command(flatten)]
        who: Who,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a one-time code for somebody, and print nothing else.
    Invite(Somebody),
    /// Close somebody's access: every session of theirs ends now.
    Disable(Somebody),
    /// Open somebody's access again.
    Enable(Somebody),
    /// Remove somebody whose access is closed, and say what is lost.
    Remove {
        #[command(flatten)]
        somebody: Somebody,
        /// Close their access first, where it is open.
        #[arg(long)]
        yes: bool,
        /// Do not remove them yet: tell them that they will be, so that they take their books away first.
        #[arg(long, conflicts_with_all = ["yes", "withdraw"])]
        announce: bool,
        /// Take the announcement back.
        #[arg(long, conflicts_with = "yes")]
        withdraw: bool,
        /// Say nothing of an export that they were not offered.
        #[arg(long)]
        without_export: bool,
    },
    /// Come in with a one-time code.
    Accept(Accept),
}

/// Somebody, and for whom the command acts.
#[derive(Args)]
pub(crate) struct Somebody {
    /// Their name.
    pub(crate) somebody: String,
    #[command(flatten)]
    pub(crate) who: Who,
}

#[derive(Args)]
pub(crate) struct Accept {
    /// A file with the one-time code.
    #[arg(long, value_name = "FILE")]
    pub(crate) code_file: PathBuf,
    /// The name to sign in with.
    #[arg(long)]
    pub(crate) name: String,
    /// A file with the password; without it the terminal asks.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Where to write the recovery code; counts as having been typed back.
    #[arg(long, value_name = "OUT")]
    pub(crate) recovery_file: PathBuf,
    /// The language of the screens.
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    pub(crate) language: String,
}
