//! Creates, opens and describes an installation with its keys, data folder and household file.

use std::path::Path;
use std::sync::atomic::Ordering;

use crate::app::App;
use crate::error::Result;

/// Held while a single process uses a folder.
pub use pecule_store::file::folder::FolderLock;

use crate::app::Inner;
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use pecule_keys::MasterKey;
use pecule_keys::auth::password::breached::Breached;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::crypto::mac::JournalKey;
/// Protects the memory of this process; commands call it before they open anything.
pub use pecule_keys::harden_process::harden;
use pecule_store::Folder;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

impl App {
    /// Number of people.
    pub fn people(&self) -> Result<u64> {
        Ok(self.inner().household.read(|view| view.person_count())?)
    }

    /// Locks the data folder for this process, as a server does.
    pub fn lock(&self) -> Result<FolderLock> {
        let lock = self.inner().folder.lock()?;
        self.inner().folder.tidy()?;
        self.mark_as_server();
        Ok(lock)
    }

    /// Notes that this process holds the lock of the data folder.
    pub(crate) fn mark_as_server(&self) {
        self.forget_awaited();
        self.inner().serves.store(true, Ordering::Release);
    }

    /// Path of the data folder.
    pub fn data(&self) -> &Path {
        self.inner().folder.root()
    }
}

impl DataLocation {
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
        app.apply_stored_verdict()?;
        Ok(app)
    }
}
