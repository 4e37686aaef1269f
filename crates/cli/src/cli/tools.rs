//! What may be typed to look after an installation.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What works without a data folder.
#[derive(Subcommand)]
pub(crate) enum Tool {
    /// Ask whether the server answers; ends with 0 when it does.
    Healthcheck(Healthcheck),
    /// Say what this program is made of, as `CycloneDX`.
    Sbom,
    /// Write the manual pages, one for each command, into a folder.
    Man(Man),
    /// Gather a copy of the `RustSec` database into one file.
    #[command(hide = true)]
    Advisories(Advisories),
}

#[derive(Args)]
pub(crate) struct Doctor {
    /// Read every byte of every file, books included.
    #[arg(long)]
    pub(crate) full: bool,
    /// Known weaknesses: an advisories.json, or a copy of the `RustSec` database; else those in the data folder.
    #[arg(long, value_name = "PATH")]
    pub(crate) advisories: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Healthcheck {
    /// What to ask; for https only whether somebody listens.
    #[arg(long, default_value = "http://127.0.0.1:8017/healthz")]
    pub(crate) url: String,
}

#[derive(Args)]
pub(crate) struct Man {
    /// Where to write the pages.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Args)]
pub(crate) struct Advisories {
    /// A copy of the `RustSec` database.
    pub(crate) folder: PathBuf,
}
