//! The default data folder.

use crate::error::Failure;
use crate::error::Outcome;
use directories::ProjectDirs;
use std::path::PathBuf;

/// The system-wide configuration file.
pub(crate) const MACHINE: &str = "/etc/pecule/pecule.toml";

/// Returns the default data folder of the user.
pub(crate) fn own_folder() -> Outcome<PathBuf> {
    ProjectDirs::from("", "", "pecule").map(|own| own.data_dir().to_owned()).ok_or_else(|| {
        Failure::Usage("no data folder is known: name it with --data DIR".to_owned())
    })
}
