//! What may be typed after `pecule`.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod backup_targets;
pub(crate) mod books;
pub(crate) mod keys;
pub(crate) mod notifications;
pub(crate) mod people;
pub(crate) mod serve;
pub(crate) mod tokens;
pub(crate) mod tools;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;
use pecule_app::wealth::reports::breakdown::Axis;

use crate::cli::audit::Journal;
use crate::cli::backup::{Backup, Drill, Restore};
use crate::cli::books::Books;
use crate::cli::keys::Keys;
use crate::cli::notifications::{Messages, Precautions};
use crate::cli::people::People;
use crate::cli::serve::{Serve, Tls};
use crate::cli::tokens::Tokens;
use crate::cli::tools::{Doctor, Tool};

/// An encrypted, self-hosted wealth manager for one household.
#[derive(Parser)]
#[command(name = "pecule", version, propagate_version = true)]
pub(crate) struct Cli {
    /// The data folder; else `PECULE_DATA`, else this user's own data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A file with the passphrase of the master key, where one protects it; else the terminal asks.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Make the keys of a new household, and the kit to print.
    Keygen(Keygen),
    /// Make the first person.
    Setup(Setup),
    /// Say whether there are keys, and how many people.
    Status {
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Serve the pages and the API until told to stop.
    Serve(Serve),
    /// Make and show the household's own certificates.
    #[command(subcommand)]
    Tls(Tls),
    /// Say everything that is set, and by whom: flag, environment, file or default.
    Config {
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Bring in files of other programs.
    #[command(subcommand)]
    Import(Import),
    /// Say what somebody owns.
    #[command(subcommand)]
    Report(Report),
    /// Fill empty books with an invented household, or remove it.
    Demo(Demo),
    /// List the latest changes.
    Operations(Operations),
    /// Undo a change: the latest one, or the one that is named.
    Undo(Undo),
    /// Read journals, and check that nobody altered them.
    #[command(subcommand)]
    Journal(Journal),
    /// Look at keys, renew them, make a new kit.
    #[command(subcommand)]
    Keys(Keys),
    /// See who is in the household, let people in, close their access.
    #[command(subcommand)]
    People(People),
    /// See one's sets of books, make joint ones, say who may open them.
    #[command(subcommand)]
    Books(Books),
    /// Have people told, by mail or on a telephone, what the program notices.
    #[command(subcommand)]
    Messages(Messages),
    /// See what only people can do to protect the household, and when it was done.
    #[command(subcommand)]
    Precautions(Precautions),
    /// Let programs read one set of books over the API.
    #[command(subcommand)]
    Tokens(Tokens),
    /// Make backups, and list them.
    #[command(subcommand)]
    Backup(Backup),
    /// Prove that a backup restores, without touching anything that lives.
    Drill(Drill),
    /// Make an installation of a backup and the household's kit, in an empty folder.
    Restore(Restore),
    /// Look at keys, files, clock, disk, backups and components, and say what to do.
    Doctor(Doctor),
    #[command(flatten)]
    Tool(Tool),
    /// Print the completions of a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
}

/// For whom a command acts.
#[derive(Args)]
pub(crate) struct Who {
    /// The name of the person.
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: String,
    /// A file with their password; without it the terminal asks.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

/// On whose books a command works.
#[derive(Args)]
pub(crate) struct At {
    #[command(flatten)]
    pub(crate) who: Who,
    /// Which books: their title or identity, `mine` or `household`; without it one's own.
    #[arg(long, value_name = "BOOKS")]
    pub(crate) books: Option<String>,
}

#[derive(Args)]
pub(crate) struct Keygen {
    /// Where to write the kit; never over an existing file.
    #[arg(long, value_name = "OUT", default_value = "pecule-kit.html")]
    pub(crate) kit: PathBuf,
}

#[derive(Args)]
pub(crate) struct Setup {
    /// The name to sign in with; without it the terminal asks.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A file with the password; without it the terminal asks.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Where to write the recovery code; counts as having been typed back.
    #[arg(long, value_name = "OUT")]
    pub(crate) recovery_file: Option<PathBuf>,
    /// The language of the screens.
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    pub(crate) language: String,
}

/// How an import is made and told.
#[derive(Args)]
pub(crate) struct Manner {
    #[command(flatten)]
    pub(crate) at: At,
    /// Say what would be made and what is not understood, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Import {
    /// The files of the former Python application.
    Legacy {
        /// The folder with banks.json, accounts.json, assets.json, history.json.
        dir: PathBuf,
        #[command(flatten)]
        manner: Manner,
    },
    /// The list of holdings that a fund publishes, as what an asset is made of.
    Composition {
        /// The list, CSV or JSON.
        file: PathBuf,
        /// The asset: its identity, its ISIN, or a name that only it has.
        #[arg(long)]
        asset: String,
        /// From which day on; else the day of the list, else today.
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        #[command(flatten)]
        manner: Manner,
    },
    /// Dated exchange rates.
    Rates {
        /// The rates, CSV.
        file: PathBuf,
        #[command(flatten)]
        manner: Manner,
    },
    /// Dated prices of assets.
    Quotes {
        /// The prices, CSV.
        file: PathBuf,
        #[command(flatten)]
        manner: Manner,
    },
}

/// How a report is made and told.
#[derive(Args)]
pub(crate) struct Look {
    #[command(flatten)]
    pub(crate) at: At,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Report {
    /// Wealth in groups, looked through.
    Breakdown {
        /// class, zone, class-zone, bank, account, wrapper, kind, currency, issuer or taxonomy:ID.
        #[arg(long, value_parser = axis)]
        by: Axis,
        /// The day; else today.
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
        #[command(flatten)]
        look: Look,
    },
    /// Every asset.
    Assets(Look),
    /// Every account.
    Accounts(Look),
    /// Every holding.
    Holdings(Look),
    /// The total, the largest holdings, what is to be done.
    Summary {
        /// The day; else today.
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
        #[command(flatten)]
        look: Look,
    },
}

#[derive(Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) at: At,
    /// Remove the invented household.
    #[arg(long)]
    pub(crate) remove: bool,
}

#[derive(Args)]
pub(crate) struct Operations {
    #[command(flatten)]
    pub(crate) look: Look,
    /// How many.
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: u32,
}

#[derive(Args)]
pub(crate) struct Undo {
    /// The identity of the operation; else the latest that can be undone.
    pub(crate) operation: Option<String>,
    #[command(flatten)]
    pub(crate) at: At,
}

/// Reads what to group by.
fn axis(text: &str) -> Result<Axis, String> {
    Axis::parse(text).map_err(|error| error.to_string())
}
