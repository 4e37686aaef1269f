//! Measures Pécule on generated households, and checks its figures against exact answers.
//!
//! The generator writes `portfolio.json` and, computed independently, `expected.json`.

mod check;
mod expected;
mod fill;
mod graph;
mod household;
mod load;
pub mod output;
pub mod owner;
mod stopwatch;

use std::path::PathBuf;

use crate::owner::Owner;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "pecule-bench", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load a generated household through the application's own methods.
    Load {
        /// The folder with portfolio.json.
        dir: PathBuf,
        #[command(flatten)]
        owner: Owner,
    },
    /// Compare every breakdown with the exact answers.
    Check {
        /// The folder with expected.json.
        dir: PathBuf,
        #[command(flatten)]
        owner: Owner,
    },
    /// Fill books with notes up to a size.
    Fill {
        /// The size of the files in megabytes.
        #[arg(long)]
        megabytes: u64,
        #[command(flatten)]
        owner: Owner,
    },
    /// Time `look_through` on a random graph of composites.
    LookThrough(graph::Size),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Load { dir, owner } => load::run(&dir, &owner),
        Command::Check { dir, owner } => check::run(&dir, &owner),
        Command::Fill { megabytes, owner } => fill::run(megabytes, &owner),
        Command::LookThrough(size) => graph::run(&size),
    }
}
