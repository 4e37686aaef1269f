//! The command `pecule`: keys, the first person, the server, and everything that scripts ask for.

mod ask;
mod cli;
mod commands;
mod config;
mod error;
mod files;
pub(crate) mod output;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let asked = cli::Cli::parse();
    // Every command may hold keys; a system that grants less is still served.
    let _granted = pecule_app::installation::open::harden();
    pecule_web::server::tls::install_provider();
    match commands::run(asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
