//! One file for each command.

mod changes;
mod demo;
mod import;
mod keygen;
mod report;
mod serve;
mod setup;
mod status;

use clap::CommandFactory as _;
use pecule_app::Member;
use pecule_app::installation::Place;

use crate::cli::{Cli, Command, Who};
use crate::error::Outcome;
use crate::{ask, config};

/// Does what was typed.
pub(crate) fn run(cli: Cli) -> Outcome {
    if let Command::Completions { shell } = cli.command {
        clap_complete::generate(shell, &mut Cli::command(), "pecule", &mut std::io::stdout());
        return Ok(());
    }
    let place = config::place(cli.data)?;
    match cli.command {
        Command::Keygen(asked) => keygen::run(&place, &asked),
        Command::Setup(asked) => setup::run(&place, &asked),
        Command::Status { json } => status::run(&place, json),
        Command::Serve(asked) => serve::run(&place, asked),
        Command::Import(asked) => import::run(&place, &asked),
        Command::Report(asked) => report::run(&place, &asked),
        Command::Demo(asked) => demo::run(&place, &asked),
        Command::Operations(asked) => changes::list(&place, &asked),
        Command::Undo(asked) => changes::undo(&place, &asked),
        Command::Completions { .. } => Ok(()),
    }
}

/// Opens somebody's books for one piece of work, and puts them back afterwards.
fn at_work<T>(
    place: &Place,
    who: &Who,
    work: impl FnOnce(&Member<'_>) -> Outcome<T>,
) -> Outcome<T> {
    let app = place.open(config::clock())?;
    let password = ask::password(who.password_file.as_deref())?;
    let done = {
        let person = app.guest().identify(&who.name, &password)?;
        let member = person.member()?;
        work(&member)
    };
    let settled = app.settle_all();
    let answer = done?;
    settled?;
    Ok(answer)
}
