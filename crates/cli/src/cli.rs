//! Defines the command line of `pecule`.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod backup_targets;
pub(crate) mod books;
pub(crate) mod credentials;
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

use crate::cli::audit::Audit;
use crate::cli::backup::{Backup, Drill, Restore, RestoreBooks};
use crate::cli::books::Books;
use crate::cli::credentials::Credentials;
use crate::cli::keys::Keys;
use crate::cli::notifications::{Notifications, Precautions};
use crate::cli::people::People;
use crate::cli::serve::{Serve, Tls};
use crate::cli::tokens::Tokens;
use crate::cli::tools::{Doctor, Tool};

/// An encrypted, self-hosted wealth manager for one household.
#[derive(Parser)]
#[command(name = "pecule", version, propagate_version = true)]
pub(crate) struct Cli {
    /// Use this data folder instead of `PECULE_DATA` or the user's default folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Read the passphrase of a protected master key from this file instead of the terminal.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Generate the keys of a new household, and the kit to print.
    Keygen(Keygen),
    /// Create the first person, who administers the household.
    Setup(Setup),
    /// Show whether the data folder has keys, and how many people it has.
    Status {
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Serve the pages and the API until stopped by Ctrl + C or a signal.
    Serve(Serve),
    /// Issue and show the TLS certificates of the household's own authority.
    #[command(subcommand)]
    Tls(Tls),
    /// Show every setting with its value and where it comes from (flag, environment, file, default).
    Config {
        /// Print the answer as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Import files of other programs.
    #[command(subcommand)]
    Import(Import),
    /// Report the wealth of a person.
    #[command(subcommand)]
    Report(Report),
    /// Fill empty books with an invented household, or remove that household.
    Demo(Demo),
    /// List the latest changes, and undo them.
    #[command(subcommand)]
    Changes(Changes),
    /// List and verify the audit logs.
    #[command(subcommand)]
    Audit(Audit),
    /// Show and rotate keys, change the protection of the master key, make a new kit.
    #[command(subcommand)]
    Keys(Keys),
    /// List, invite, disable and remove people.
    #[command(subcommand)]
    People(People),
    /// List, create and share sets of books.
    #[command(subcommand)]
    Books(Books),
    /// Send alerts to people by e-mail or push notification.
    #[command(subcommand)]
    Notifications(Notifications),
    /// Track the precautions that only people can take, with dates and reminders.
    #[command(subcommand)]
    Precautions(Precautions),
    /// Create, list and revoke tokens with which programs read books over the API.
    #[command(subcommand)]
    Tokens(Tokens),
    /// Make, list and upload backups.
    #[command(subcommand)]
    Backup(Backup),
    /// Verify a backup by restoring it, without changing any data.
    Drill(Drill),
    /// Restore an installation from a backup and the household's kit, into an empty folder.
    Restore(Restore),
    /// Compare books with a backup, and restore all or selected records.
    RestoreBooks(RestoreBooks),
    /// Check keys, files, clock, disk, backups and components, and advise what to do.
    Doctor(Doctor),
    #[command(flatten)]
    Tool(Tool),
    /// Print the completion script of a shell.
    Completions {
        /// Choose the shell.
        shell: Shell,
    },
}

/// The books that a command reads or changes.
#[derive(Args)]
pub(crate) struct BooksArgs {
    #[command(flatten)]
    pub(crate) who: Credentials,
    /// Choose books by title or ID, `mine` or `household` (default: the person's own books).
    #[arg(long, value_name = "BOOKS")]
    pub(crate) books: Option<String>,
}

#[derive(Args)]
pub(crate) struct Keygen {
    /// Write the kit to this file, which must not exist.
    #[arg(long, value_name = "OUT", default_value = "pecule-kit.html")]
    pub(crate) kit: PathBuf,
}

#[derive(Args)]
pub(crate) struct Setup {
    /// Set the sign-in name instead of asking on the terminal.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Read the password from this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Write the recovery code to this file, and count the code as confirmed.
    #[arg(long, value_name = "OUT")]
    pub(crate) recovery_file: Option<PathBuf>,
    /// Set the language of the screens.
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    pub(crate) language: String,
}

/// The arguments of every import.
#[derive(Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub(crate) at: BooksArgs,
    /// Show what the import would create and what it cannot read, without changing any data.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Import {
    /// Import the files of the former Python application.
    Legacy {
        /// Read banks.json, accounts.json, assets.json and history.json in this folder.
        dir: PathBuf,
        #[command(flatten)]
        manner: ImportArgs,
    },
    /// Import the published holdings of a fund as the composition of an asset.
    FundHoldings {
        /// Read this list of holdings (CSV or JSON).
        file: PathBuf,
        /// Choose the asset by ID, ISIN or unique name.
        #[arg(long)]
        asset: String,
        /// Set the first day of the composition (default: the day of the list, else today).
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        #[command(flatten)]
        manner: ImportArgs,
    },
    /// Import dated exchange rates.
    ExchangeRates {
        /// Read this list of exchange rates (CSV).
        file: PathBuf,
        #[command(flatten)]
        manner: ImportArgs,
    },
    /// Import dated prices of assets.
    Prices {
        /// Read this list of prices (CSV).
        file: PathBuf,
        #[command(flatten)]
        manner: ImportArgs,
    },
}

/// The arguments of every report.
#[derive(Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) at: BooksArgs,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Report {
    /// Break the wealth down by an axis, looking through funds.
    Breakdown {
        /// Group by class, zone, class-zone, bank, account, wrapper, kind, currency, issuer or taxonomy:ID.
        #[arg(long, value_parser = axis)]
        by: Axis,
        /// Value the wealth on this day (default: today).
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
        #[command(flatten)]
        look: ReportArgs,
    },
    /// List every asset.
    Assets(ReportArgs),
    /// List every account.
    Accounts(ReportArgs),
    /// List every holding.
    Holdings(ReportArgs),
    /// Show the total, the breakdown by class, the largest holdings and the open tasks.
    Summary {
        /// Value the wealth on this day (default: today).
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
        #[command(flatten)]
        look: ReportArgs,
    },
}

#[derive(Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) at: BooksArgs,
    /// Remove the invented household instead of adding it.
    #[arg(long)]
    pub(crate) remove: bool,
}

#[derive(Subcommand)]
pub(crate) enum Changes {
    /// List the latest changes.
    List(ChangeList),
    /// Undo the latest change, or a named one.
    Undo(Undo),
}

#[derive(Args)]
pub(crate) struct ChangeList {
    #[command(flatten)]
    pub(crate) look: ReportArgs,
    /// List at most this many changes.
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: u32,
}

#[derive(Args)]
pub(crate) struct Undo {
    /// Undo the change with this ID (default: the latest that can be undone).
    pub(crate) operation: Option<String>,
    #[command(flatten)]
    pub(crate) at: BooksArgs,
}

/// Parses the axis of a breakdown.
fn axis(text: &str) -> Result<Axis, String> {
    Axis::parse(text).map_err(|error| error.to_string())
}
