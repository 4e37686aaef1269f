//! Defines the arguments of `pecule doctor` and of the tools.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The commands that need no data folder.
#[derive(Subcommand)]
pub(crate) enum Tool {
    /// Check that the server answers; exit with 0 when healthy, else with 1.
    Healthcheck(Healthcheck),
    /// Print the software bill of materials of this program (`CycloneDX`).
    Sbom,
    /// Write the manual pages, one per command, into a folder.
    Man(Man),
    /// Pack a copy of the `RustSec` database into one file.
    #[command(hide = true)]
    Advisories(Advisories),
}

#[derive(Args)]
pub(crate) struct Doctor {
    /// Read every byte of every file, including books.
    #[arg(long)]
    pub(crate) full: bool,
    /// Read advisories from an advisories.json or a `RustSec` database (default: the data folder).
    #[arg(long, value_name = "PATH")]
    pub(crate) advisories: Option<PathBuf>,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Healthcheck {
    /// Request this URL; for https, only open a TCP connection.
    #[arg(long, default_value = "http://127.0.0.1:8017/healthz")]
    pub(crate) url: String,
}

#[derive(Args)]
pub(crate) struct Man {
    /// Write the pages into this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Args)]
pub(crate) struct Advisories {
    /// Read the copy of the `RustSec` database in this folder.
    pub(crate) folder: PathBuf,
}
