//! The person that owns the books of a benchmark.

use clap::Args;
use std::path::PathBuf;

/// The person who owns the books.
#[derive(Args)]
pub(crate) struct Owner {
    /// The folder with the data.
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// The name of the person.
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: String,
    /// A file with the password of the person.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: PathBuf,
}
