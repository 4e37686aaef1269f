//! Implements the commands, one module per command.

pub(crate) mod audit;
pub(crate) mod auth;
pub(crate) mod backup;
pub(crate) mod books;
pub(crate) mod installation;
pub(crate) mod monitoring;
pub(crate) mod people;
mod serve;
pub(crate) mod shared;
mod tool;
pub(crate) mod wealth;

use clap::CommandFactory as _;

use crate::cli::{Cli, Command};
use crate::commands::audit::log;
use crate::commands::auth::tokens;
use crate::commands::backup::{drill, make, restore, restore_books};
use crate::commands::books::manage;
use crate::commands::installation::{keygen, keys, tls};
use crate::commands::monitoring::{doctor, notifications, precautions, status};
use crate::commands::people::{members, setup};
use crate::commands::wealth::{changes, demo, import, report};
use crate::error::Outcome;
use crate::{config, output};

/// Runs the command.
pub(crate) fn run(cli: Cli) -> Outcome {
    if let Command::Completions { shell } = cli.command {
        // Generate into memory first: the generator panics when its output is closed.
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "pecule", &mut script);
        output::bytes(&script);
        return Ok(());
    }
    if let Command::Tool(asked) = &cli.command {
        return tool::run(asked);
    }
    let set = config::read(&cli)?;
    let place = set.place();
    match cli.command {
        Command::Keygen(asked) => keygen::run(&place, &asked),
        Command::Setup(asked) => setup::run(&place, &asked),
        Command::Status { json } => status::run(&place, json),
        Command::Serve(_) => serve::run(&set),
        Command::Tls(asked) => tls::run(&set, asked),
        Command::Config { json } => installation::config::run(&set, json),
        Command::Import(asked) => import::run(&place, &asked),
        Command::Report(asked) => report::run(&place, &asked),
        Command::Demo(asked) => demo::run(&place, &asked),
        Command::Changes(asked) => changes::run(&place, &asked),
        Command::Audit(asked) => log::run(&place, &asked),
        Command::Keys(asked) => keys::run(&place, set.passphrase_file.value.as_deref(), &asked),
        Command::People(asked) => members::run(&place, &asked),
        Command::Books(asked) => manage::run(&place, &asked),
        Command::Notifications(asked) => notifications::run(&place, &asked),
        Command::Precautions(asked) => precautions::run(&place, &asked),
        Command::Tokens(asked) => tokens::run(&place, &asked),
        Command::Backup(asked) => make::run(&place, &asked),
        Command::RestoreBooks(asked) => restore_books::run(&place, &asked),
        Command::Drill(asked) => drill::run(&place, &asked),
        Command::Restore(asked) => {
            restore::run(&place, set.passphrase_file.value.as_deref(), &asked)
        }
        Command::Doctor(asked) => doctor::run(&set, &place, asked),
        Command::Tool(_) | Command::Completions { .. } => Ok(()),
    }
}
