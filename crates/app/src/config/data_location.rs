//! Location and configuration of an installation.

use crate::config::fixed_schedule::FixedSchedule;
use crate::config::passphrase_prompt::PassphrasePrompt;
use std::path::PathBuf;

/// Location and configuration of an installation.
#[derive(Debug, Clone)]
pub struct DataLocation {
    pub data: PathBuf,
    /// File of the master key, if outside the data folder.
    pub master_key: Option<PathBuf>,
    /// Prompt for the passphrase, if the master key has one.
    pub asks: Option<PassphrasePrompt>,
    /// List of compromised passwords: SHA-1, ordered by hash.
    pub breached: Option<PathBuf>,
    /// File outside the data folder to which anchors of audit logs are added.
    pub anchors: Option<PathBuf>,
    /// Configured retention of the household's audit log, in months.
    pub journal_keep: Option<u16>,
    /// Configured parts of the backup schedule.
    pub backups: Box<FixedSchedule>,
}

impl DataLocation {
    /// A data folder with its own master key.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            master_key: None,
            asks: None,
            breached: None,
            anchors: None,
            journal_keep: None,
            backups: Box::default(),
        }
    }

    /// Whether the data folder contains keys.
    pub fn has_keys(&self) -> bool {
        self.data.join("keyring.json").exists()
    }
}
