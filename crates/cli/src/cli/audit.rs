//! What may be typed about journals and findings.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

#[derive(Subcommand)]
pub(crate) enum Journal {
    /// List what was recorded: the household's journal, or with --as that person's changes to their books.
    List(List),
    /// Check that nothing was altered; ends with 0 when it is whole, with 3 when it is broken.
    Verify(Verify),
    /// Take note of a break: what was found is kept, a new chain begins, and changes are possible again.
    Resume(Resume),
    /// List the sealed months of the household's journal, or write one of them into a file.
    Sealed(Sealed),
}

/// Whose journal.
#[derive(Args)]
pub(crate) struct Whose {
    /// The name of the person whose books are meant; without it, the household.
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// A file with their password; without it the terminal asks.
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) password_file: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// Only what this person did, by their name.
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Option<String>,
    /// Only this kind: a group, an action or `refused`; for books, a kind of change.
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// From this day on.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Date>,
    /// Up to this day.
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Date>,
    /// Only what was done in this session.
    #[arg(long, value_name = "ID")]
    pub(crate) session: Option<String>,
    /// Only entries before this number.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) before: Option<i64>,
    /// How many.
    #[arg(long, default_value_t = 100)]
    pub(crate) limit: u32,
}

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// A file of anchors, or the manifest.json of a backup; without one, a tail that was cut does not show.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchor: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Resume {
    #[command(flatten)]
    pub(crate) whose: Whose,
    /// A file of anchors, or the manifest.json of a backup: new entries take numbers beyond what it knows.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchor: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Sealed {
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The first entry of the months to write into a file.
    #[arg(long, value_name = "NUMBER", requires = "out")]
    pub(crate) first: Option<i64>,
    /// The file to write, which must not be there yet: gzip, one JSON object on each line.
    #[arg(long, value_name = "FILE", requires = "first")]
    pub(crate) out: Option<PathBuf>,
}
