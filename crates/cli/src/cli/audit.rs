//! Defines the arguments of `pecule audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

#[derive(Subcommand)]
pub(crate) enum Audit {
    /// List the household's audit log, or with --as the change log of a person's books.
    List(List),
    /// Verify the chain of the audit log; exit with 0 when intact, with 3 when broken.
    Verify(Verify),
    /// Acknowledge a broken chain and start a new one, which makes changes possible again.
    RestartChain(RestartChain),
    /// List the archived months of the household's audit log, or write one archive to a file.
    Archive(Archive),
}

/// The audit log that a command reads.
#[derive(Args)]
pub(crate) struct LogArgs {
    /// Use the change logs of this person's books instead of the household's audit log.
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Read the password from this file instead of the terminal.
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) password_file: Option<PathBuf>,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) who: LogArgs,
    /// Show only entries of this person.
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Option<String>,
    /// Show only this kind: a group, an action or `refused`; for books, a kind of change.
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Show only entries from this day on.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Date>,
    /// Show only entries up to this day.
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Show only entries of this session.
    #[arg(long, value_name = "ID")]
    pub(crate) session: Option<String>,
    /// Show only entries before this number.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) before: Option<i64>,
    /// List at most this many entries.
    #[arg(long, default_value_t = 100)]
    pub(crate) limit: u32,
}

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) who: LogArgs,
    /// Compare with a file of anchors or a backup's manifest.json; only this detects removed last entries.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchor: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct RestartChain {
    #[command(flatten)]
    pub(crate) who: LogArgs,
    /// Read a file of anchors or a backup's manifest.json, and number new entries after the last known one.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchor: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Archive {
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the archive that begins with this entry.
    #[arg(long, value_name = "NUMBER", requires = "out")]
    pub(crate) first: Option<i64>,
    /// Write to this file, which must not exist (gzip, one JSON object per line).
    #[arg(long, value_name = "FILE", requires = "first")]
    pub(crate) out: Option<PathBuf>,
}
