//! Runs the `pecule` command line: key generation, setup, the server, backups, imports and reports.

mod ask;
mod cli;
mod commands;
mod config;
mod error;
mod files;
pub(crate) mod output;
pub(crate) mod stderr;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let asked = cli::Cli::parse();
    // Every command may hold keys. Hardening is best effort: the program runs where the system denies it.
    let _granted = pecule_app::installation::open::harden();
    pecule_web::server::tls::install_provider();
    match commands::run(asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
