//! What is set, and by whom: a flag, else the environment, else the configuration file, else by default.
//!
//! Nothing else in the program reads the environment.

use std::path::PathBuf;
use std::sync::Arc;

use directories::ProjectDirs;
use pecule_app::SystemClock;
use pecule_app::installation::Place;
use pecule_app::unlocking::Asks;

use crate::cli::{Cli, Command};
use crate::error::{Failure, Outcome};
use crate::{ask, files};

mod environment;
mod file;
mod setting;

use environment::{list, number, path, text, yes};
use file::File;
pub(crate) use setting::{Row, Setting};

/// Where systemd and containers put the master key.
const CREDENTIAL: &str = "pecule-master-key";
const SECRETS: &str = "/run/secrets";
/// Where the configuration file of a whole machine is.
const MACHINE: &str = "/etc/pecule/pecule.toml";

/// Everything that is set.
pub(crate) struct Config {
    /// The configuration file, where there is one.
    pub(crate) file: Option<PathBuf>,
    pub(crate) data: Setting<PathBuf>,
    pub(crate) master_key_file: Setting<Option<PathBuf>>,
    pub(crate) passphrase_file: Setting<Option<PathBuf>>,
    pub(crate) listen: Setting<std::net::SocketAddr>,
    pub(crate) hosts: Setting<Vec<String>>,
    pub(crate) tls_cert: Setting<Option<PathBuf>>,
    pub(crate) tls_key: Setting<Option<PathBuf>>,
    pub(crate) trusted_proxies: Setting<Vec<std::net::IpAddr>>,
    pub(crate) i_know_plain_http: Setting<bool>,
    pub(crate) hsts: Setting<bool>,
    pub(crate) connections: Setting<usize>,
    pub(crate) connections_per_address: Setting<usize>,
    pub(crate) log: Setting<String>,
}

/// The clock of every command.
pub(crate) fn clock() -> Arc<SystemClock> {
    Arc::new(SystemClock)
}

/// Finds out everything that is set.
pub(crate) fn read(cli: &Cli) -> Outcome<Config> {
    refuse_bare_key()?;
    let data = Setting::among(cli.data.clone(), path("PECULE_DATA"), None);
    let file = file::find(path("PECULE_CONFIG"), data.as_ref().map(|data| data.value.clone()))?;
    let (found, file) = match file {
        Some((found, file)) => (Some(found), file),
        None => (None, File::default()),
    };
    let data = match data.or_else(|| Setting::among(None, None, file.data)) {
        Some(data) => data,
        None => Setting::by_default(own_folder()?),
    };
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 8017));
    let asked = served(&cli.command);
    let flag = |set: Option<bool>| set.filter(|set| *set);
    Ok(Config {
        file: found,
        data,
        master_key_file: Setting::perhaps(None, path("PECULE_MASTER_KEY_FILE"), file.master_key_file)
            .or_found(mounted_key()),
        passphrase_file: Setting::perhaps(
            cli.passphrase_file.clone(),
            path("PECULE_PASSPHRASE_FILE"),
            file.passphrase_file,
        ),
        listen: Setting::or(asked.and_then(|a| a.listen), text("PECULE_LISTEN")?, file.listen, listen),
        hosts: Setting::or(
            asked.map(|a| a.hosts.clone()).filter(|all| !all.is_empty()),
            list("PECULE_HOSTS")?,
            file.hosts,
            Vec::new(),
        ),
        tls_cert: Setting::perhaps(
            asked.and_then(|a| a.tls_cert.clone()),
            path("PECULE_TLS_CERT"),
            file.tls_cert,
        ),
        tls_key: Setting::perhaps(
            asked.and_then(|a| a.tls_key.clone()),
            path("PECULE_TLS_KEY"),
            file.tls_key,
        ),
        trusted_proxies: Setting::or(
            asked.map(|a| a.trusted_proxies.clone()).filter(|all| !all.is_empty()),
            list("PECULE_TRUSTED_PROXIES")?,
            file.trusted_proxies,
            Vec::new(),
        ),
        i_know_plain_http: Setting::or(
            flag(asked.map(|a| a.i_know_plain_http)),
            yes("PECULE_I_KNOW_PLAIN_HTTP")?,
            file.i_know_plain_http,
            false,
        ),
        hsts: Setting::or(flag(asked.map(|a| a.hsts)), yes("PECULE_HSTS")?, file.hsts, false),
        connections: Setting::or(
            asked.and_then(|a| a.connections),
            number("PECULE_CONNECTIONS")?,
            file.connections,
            256,
        ),
        connections_per_address: Setting::or(
            asked.and_then(|a| a.connections_per_address),
            number("PECULE_CONNECTIONS_PER_ADDRESS")?,
            file.connections_per_address,
            32,
        ),
        log: Setting::or(None, text("PECULE_LOG")?, file.log, "info".to_owned()),
    })
}

impl Config {
    /// Where the installation lies.
    pub(crate) fn place(&self) -> Place {
        let data = self.data.value.clone();
        let asks = match self.passphrase_file.value.clone() {
            Some(file) => Some(Asks::new(move || {
                files::password(&file).map_err(|failure| in_words(&failure))
            })),
            None if ask::somebody_is_there() => Some(Asks::new(|| {
                ask::passphrase().map_err(|failure| in_words(&failure))
            })),
            None => None,
        };
        Place { data, master_key: self.master_key_file.value.clone(), asks }
    }

    /// Everything that is set, as rows to show.
    pub(crate) fn rows(&self) -> Vec<Row> {
        vec![
            self.data.row("data"),
            self.master_key_file.row("master-key-file"),
            self.passphrase_file.row("passphrase-file"),
            self.listen.row("listen"),
            self.hosts.row("hosts"),
            self.tls_cert.row("tls-cert"),
            self.tls_key.row("tls-key"),
            self.trusted_proxies.row("trusted-proxies"),
            self.i_know_plain_http.row("i-know-plain-http"),
            self.hsts.row("hsts"),
            self.connections.row("connections"),
            self.connections_per_address.row("connections-per-address"),
            self.log.row("log"),
        ]
    }
}

/// What was typed after `serve`.
const fn served(command: &Command) -> Option<&crate::cli::Serve> {
    if let Command::Serve(asked) = command { Some(asked) } else { None }
}

/// This user's own data folder.
fn own_folder() -> Outcome<PathBuf> {
    ProjectDirs::from("", "", "pecule")
        .map(|own| own.data_dir().to_owned())
        .ok_or_else(|| Failure::Usage("say where the data lies: --data DIR".to_owned()))
}

/// The key that a service manager or a container hands over, and who does.
fn mounted_key() -> Option<(PathBuf, &'static str)> {
    // The folder of credentials holds ours only if the unit says so.
    let credential = path("CREDENTIALS_DIRECTORY").map(|own| own.0.join(CREDENTIAL));
    let secret = PathBuf::from(SECRETS).join(CREDENTIAL);
    let there = |(key, who): (PathBuf, &'static str)| key.exists().then_some((key, who));
    credential
        .map(|key| (key, "systemd credential"))
        .and_then(there)
        .or_else(|| there((secret, "container secret")))
}

/// The environment of a process can be read by others, and ends in crash reports: a key has no place there.
fn refuse_bare_key() -> Outcome {
    for name in ["PECULE_MASTER_KEY", "PECULE_PASSPHRASE"] {
        if path(name).is_some() {
            return Err(Failure::said(
                format!("{name} stands in the environment, where other programs can read it"),
                format!("Take it out, write it into a file of mode 600, and name that file with {name}_FILE."),
            ));
        }
    }
    Ok(())
}

fn in_words(failure: &Failure) -> pecule_app::Error {
    pecule_app::Error::Installation(failure.sentence())
}

