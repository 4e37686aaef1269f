//! Resolves the settings. A flag wins over the environment, then the configuration file, then the default.
//!
//! No other part of the program reads the environment.

use std::path::PathBuf;
use std::sync::Arc;

use pecule_app::SystemClock;
use pecule_app::config::data_location::DataLocation;
use pecule_app::config::passphrase_prompt::PassphrasePrompt;

use crate::cli::{Cli, Command};
use crate::config::backup_schedule::Backups;
use crate::config::data_folder::own_folder;
use crate::config::environment::{path, text};
use crate::config::file::ConfigFile;
use crate::config::server::ServerConfig;
use crate::config::setting::{Row, Setting};
use crate::error::{Failure, Outcome};
use crate::{ask, files};

pub(crate) mod backup_schedule;
pub(crate) mod data_folder;
mod environment;
mod file;
pub(crate) mod hours;
pub(crate) mod server;
pub(crate) mod setting;

/// The file name of the master key in the credentials of systemd and the secrets of containers.
const CREDENTIAL: &str = "pecule-master-key";
const SECRETS: &str = "/run/secrets";

/// All settings of a run.
pub(crate) struct Config {
    /// `None` when no configuration file was found.
    pub(crate) file: Option<PathBuf>,
    pub(crate) data: Setting<PathBuf>,
    pub(crate) master_key_file: Setting<Option<PathBuf>>,
    pub(crate) passphrase_file: Setting<Option<PathBuf>>,
    pub(crate) doors: ServerConfig,
    backups: Backups,
    pub(crate) breached_passwords: Setting<Option<PathBuf>>,
    pub(crate) anchor_file: Setting<Option<PathBuf>>,
    pub(crate) journal_keep_months: Setting<Option<u16>>,
    pub(crate) log: Setting<String>,
}

/// Returns the system clock.
pub(crate) fn clock() -> Arc<SystemClock> {
    Arc::new(SystemClock)
}

/// Resolves all settings.
pub(crate) fn read(cli: &Cli) -> Outcome<Config> {
    refuse_bare_key()?;
    let data = Setting::among(cli.data.clone(), path("PECULE_DATA"), None);
    let file = file::find(path("PECULE_CONFIG"), data.as_ref().map(|data| data.value.clone()))?;
    let (found, mut file) = match file {
        Some((found, file)) => (Some(found), file),
        None => (None, ConfigFile::default()),
    };
    let data = match data.or_else(|| Setting::among(None, None, file.data.take())) {
        Some(data) => data,
        None => Setting::by_default(own_folder()?),
    };
    Ok(Config {
        file: found,
        data,
        master_key_file: Setting::perhaps(
            None,
            path("PECULE_MASTER_KEY_FILE"),
            file.master_key_file.take(),
        )
        .or_found(mounted_key()),
        passphrase_file: Setting::perhaps(
            cli.passphrase_file.clone(),
            path("PECULE_PASSPHRASE_FILE"),
            file.passphrase_file.take(),
        ),
        breached_passwords: Setting::perhaps(
            None,
            path("PECULE_BREACHED_PASSWORDS"),
            file.breached_passwords.take(),
        ),
        anchor_file: Setting::perhaps(None, path("PECULE_ANCHOR_FILE"), file.anchor_file.take()),
        journal_keep_months: Setting::perhaps(
            None,
            text("PECULE_JOURNAL_KEEP_MONTHS")?,
            file.journal_keep_months.take(),
        ),
        log: Setting::or(None, text("PECULE_LOG")?, file.log.take(), "info".to_owned()),
        backups: Backups::read(&file)?,
        doors: ServerConfig::read(served(&cli.command), file)?,
    })
}

impl Config {
    /// Returns the location of the installation and the settings that the application needs.
    pub(crate) fn place(&self) -> DataLocation {
        let data = self.data.value.clone();
        let asks = match self.passphrase_file.value.clone() {
            Some(file) => Some(PassphrasePrompt::new(move || {
                files::password(&file).map_err(|failure| in_words(&failure))
            })),
            None if ask::somebody_is_there() => Some(PassphrasePrompt::new(|| {
                ask::passphrase().map_err(|failure| in_words(&failure))
            })),
            None => None,
        };
        DataLocation {
            data,
            master_key: self.master_key_file.value.clone(),
            asks,
            breached: self.breached_passwords.value.clone(),
            anchors: self.anchor_file.value.clone(),
            journal_keep: self.journal_keep_months.value,
            backups: Box::new(self.backups.fixed()),
        }
    }

    /// Returns all settings as rows for display.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let mut rows = vec![
            self.data.row("data"),
            self.master_key_file.row("master-key-file"),
            self.passphrase_file.row("passphrase-file"),
            self.breached_passwords.row("breached-passwords"),
            self.anchor_file.row("anchor-file"),
            self.journal_keep_months.row("journal-keep-months"),
            self.log.row("log"),
        ];
        rows.extend(self.backups.rows());
        rows.extend(self.doors.rows());
        rows
    }
}

/// Returns the arguments of `serve`, if this is the command.
const fn served(command: &Command) -> Option<&crate::cli::serve::Serve> {
    if let Command::Serve(asked) = command { Some(asked) } else { None }
}

/// Returns the master key that systemd or a container provides, with the name of the provider.
fn mounted_key() -> Option<(PathBuf, &'static str)> {
    // The credentials folder holds the key only if the unit file loads it.
    let credential = path("CREDENTIALS_DIRECTORY").map(|own| own.0.join(CREDENTIAL));
    let secret = PathBuf::from(SECRETS).join(CREDENTIAL);
    let there = |(key, who): (PathBuf, &'static str)| key.exists().then_some((key, who));
    credential
        .map(|key| (key, "systemd credential"))
        .and_then(there)
        .or_else(|| there((secret, "container secret")))
}

/// Refuses a key in the environment, which other processes can read and crash reports include.
fn refuse_bare_key() -> Outcome {
    for name in ["PECULE_MASTER_KEY", "PECULE_PASSPHRASE"] {
        if path(name).is_some() {
            return Err(Failure::said(
                format!("{name} is set in the environment, where other programs can read it"),
                format!(
                    "Unset {name}, write its value into a file of mode 600, and name that file with {name}_FILE."
                ),
            ));
        }
    }
    Ok(())
}

fn in_words(failure: &Failure) -> pecule_app::Error {
    pecule_app::Error::Installation(failure.sentence())
}
