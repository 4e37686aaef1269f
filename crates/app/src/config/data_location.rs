//! Location and configuration of an installation.

use crate::app::App;
use crate::app::Inner;
use crate::clock::Clock;
use crate::config::fixed_schedule::FixedSchedule;
use crate::config::passphrase_prompt::PassphrasePrompt;
use crate::error::Result;
use pecule_keys::MasterKey;
use pecule_keys::auth::password::breached::Breached;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::crypto::mac::JournalKey;
use pecule_store::Folder;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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

    /// Opens the installation with its master key.
    pub(crate) fn open_under(
        &self,
        master: MasterKey,
        clock: Arc<dyn Clock>,
        cost: Cost,
    ) -> Result<App> {
        let folder = Folder::open(&self.data)?;
        let (household, keyring) = crate::installation::household_file::open(&folder, &master)?;
        let journal = JournalKey::household(&master, keyring.install());
        let tokens = crate::state::access_token_keys::AccessTokenKeys::default();
        let breached = self.breached.as_deref().map(Breached::open).transpose()?;
        let inner = Inner {
            breached,
            folder,
            master,
            keyring,
            household,
            journal,
            tokens,
            clock,
            cost,
            turnstile: crate::state::hashing_slots::HashingSlots::default(),
            live: crate::state::sessions::SessionCache::default(),
            shelf: crate::state::books_cache::BooksCache::default(),
            shown: crate::state::pending_recovery_codes::PendingRecoveryCodes::default(),
            vigilance: crate::state::watch::WatchState::new(
                self.anchors.clone(),
                self.journal_keep,
            ),
            board: crate::state::upload::UploadState::default(),
            place: self.clone(),
            desk: crate::state::restore::RestoreState::default(),
            serves: AtomicBool::new(false),
        };
        let app = App { inner: Arc::new(inner) };
        app.heed_household_note()?;
        Ok(app)
    }
}
