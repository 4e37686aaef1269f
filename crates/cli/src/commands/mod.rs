//! Implements the commands, one module per command.

mod backup;
mod books;
mod books_then;
mod changes;
mod config;
mod demo;
mod doctor;
mod drill;
mod healthcheck;
mod import;
mod journal;
mod keygen;
mod keys;
mod messages;
mod people;
mod places;
mod precautions;
mod report;
mod restore;
mod serve;
mod setup;
mod status;
mod tls;
mod tokens;
mod tool;

use clap::CommandFactory as _;
use pecule_app::Member;
use pecule_app::installation::Place;
use pecule_app::whose::Seek;

use crate::cli::{At, Cli, Command};
use crate::error::Outcome;
use crate::{ask, config as configuration, out};

/// Runs the command.
pub(crate) fn run(cli: Cli) -> Outcome {
    if let Command::Completions { shell } = cli.command {
        // Generate into memory first: the generator panics when its output is closed.
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "pecule", &mut script);
        out::bytes(&script);
        return Ok(());
    }
    if let Command::Tool(asked) = &cli.command {
        return tool::run(asked);
    }
    let set = configuration::read(&cli)?;
    let place = set.place();
    match cli.command {
        Command::Keygen(asked) => keygen::run(&place, &asked),
        Command::Setup(asked) => setup::run(&place, &asked),
        Command::Status { json } => status::run(&place, json),
        Command::Serve(_) => serve::run(&set),
        Command::Tls(asked) => tls::run(&set, asked),
        Command::Config { json } => config::run(&set, json),
        Command::Import(asked) => import::run(&place, &asked),
        Command::Report(asked) => report::run(&place, &asked),
        Command::Demo(asked) => demo::run(&place, &asked),
        Command::Operations(asked) => changes::list(&place, &asked),
        Command::Undo(asked) => changes::undo(&place, &asked),
        Command::Journal(asked) => journal::run(&place, &asked),
        Command::Keys(asked) => keys::run(&place, set.passphrase_file.value.as_deref(), &asked),
        Command::People(asked) => people::run(&place, &asked),
        Command::Books(asked) => books::run(&place, &asked),
        Command::Messages(asked) => messages::run(&place, &asked),
        Command::Precautions(asked) => precautions::run(&place, &asked),
        Command::Tokens(asked) => tokens::run(&place, &asked),
        Command::Backup(asked) => backup::run(&place, &asked),
        Command::Drill(asked) => drill::run(&place, &asked),
        Command::Restore(asked) => {
            restore::run(&place, set.passphrase_file.value.as_deref(), &asked)
        }
        Command::Doctor(asked) => doctor::run(&set, &place, asked),
        Command::Tool(_) | Command::Completions { .. } => Ok(()),
    }
}

/// Signs in the person, runs the work on the chosen books and closes all books.
fn at_work<T>(place: &Place, at: &At, work: impl FnOnce(&Member<'_>) -> Outcome<T>) -> Outcome<T> {
    let app = place.open(configuration::clock())?;
    let password = ask::password(at.who.password_file.as_deref())?;
    let done = {
        let person = app.guest().identify(&at.who.name, &password)?;
        let whose = person.whose_called(at.books.as_deref())?;
        let member = person.member_at(&Seek { whose, ..Seek::default() })?;
        work(&member)
    };
    let settled = app.settle_all();
    let answer = done?;
    settled?;
    Ok(answer)
}
