//! Where the data and the keys lie: what is typed, else the environment, else this user's own folder.
//!
//! Nothing else in the program reads the environment.

use std::path::PathBuf;
use std::sync::Arc;

use directories::ProjectDirs;
use pecule_app::SystemClock;
use pecule_app::installation::Place;

use crate::error::{Failure, Outcome};

/// The names of what is read.
const DATA: &str = "PECULE_DATA";
const MASTER_KEY_FILE: &str = "PECULE_MASTER_KEY_FILE";
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";
const BREACHED: &str = "PECULE_BREACHED_PASSWORDS";
const LOG: &str = "PECULE_LOG";

/// The clock of every command.
pub(crate) fn clock() -> Arc<SystemClock> {
    Arc::new(SystemClock)
}

/// Where the installation lies.
pub(crate) fn place(typed: Option<PathBuf>) -> Outcome<Place> {
    let data = match typed.or_else(|| path(DATA)) {
        Some(data) => data,
        None => ProjectDirs::from("", "", "pecule")
            .map(|own| own.data_dir().to_owned())
            .ok_or_else(|| Failure::Usage("say where the data lies: --data DIR".to_owned()))?,
    };
    // systemd hands credentials over in a folder of their own, which holds ours only if the unit says so.
    let credential =
        || path(CREDENTIALS).map(|own| own.join("master.key")).filter(|key| key.exists());
    Ok(Place {
        data,
        master_key: path(MASTER_KEY_FILE).or_else(credential),
        asks: None,
        breached: path(BREACHED),
    })
}

/// What is to be logged, as far as somebody chose.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(crate) fn log() -> Option<String> {
    std::env::var(LOG).ok().filter(|wish| !wish.is_empty())
}

/// A path that the environment names.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
