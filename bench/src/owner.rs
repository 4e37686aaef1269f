//! The person that owns the books of a benchmark.

use clap::Args;
use std::io::Write as _;
use std::path::PathBuf;

/// The person who owns the books.
#[derive(Args)]
struct Owner {
    /// The folder with the data.
    #[arg(long)]
    data: PathBuf,
    /// The name of the person.
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// A file with the password of the person.
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
}
