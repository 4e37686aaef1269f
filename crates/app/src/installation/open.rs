//! Creates, opens and describes an installation with its keys, data folder and household file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use pecule_keys::auth::password::breached::Breached;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::{HouseholdKey, Install, Keyring, Kit, MasterKey};
use pecule_store::{FileKey, Folder, Household};
use serde::Serialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::backup::manifest::SIGNATURE;
use crate::clock::Clock;
use crate::config::fixed_schedule::FixedSchedule;
use crate::error::{Error, Result};
use crate::startup::unlock::PassphrasePrompt;
use crate::{App, Inner};

/// Held while a single process uses a folder.
pub use pecule_store::file::folder::FolderLock;

/// Protects the memory of this process; commands call it before they open anything.
pub use pecule_keys::harden_process::harden;

/// The content of the printed kit.
pub struct KitPage {
    pub install: String,
    pub made_at: Timestamp,
    /// Secret key that opens the backups.
    pub secret: Zeroizing<String>,
    /// Public key that backups are sealed to.
    pub recipient: String,
    /// Public key that verifies the signature of manifests.
    pub signer: String,
    /// Short form of `signer`, to compare by eye.
    pub signer_fingerprint: String,
}

/// State of a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Whether keys exist.
    pub keys: bool,
    /// Number of people; `None` if the passphrase is needed to know it.
    pub people: Option<u64>,
}

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

    fn read_master(&self, folder: &Folder) -> Result<MasterKey> {
        match &self.master_key {
            Some(elsewhere) => Ok(MasterKey::read_mounted(elsewhere)?),
            None if self.is_wrapped() => self.ask_for_master(),
            None => Ok(MasterKey::read(&folder.master_key())?),
        }
    }

    /// Whether the data folder contains keys.
    pub fn has_keys(&self) -> bool {
        self.data.join("keyring.json").exists()
    }

    /// Creates the keys and the household file of a new installation. Never overwrites a file.
    pub fn make_keys(&self, clock: &dyn Clock) -> Result<KitPage> {
        if self.has_keys() || self.data.join("master.key").exists() || self.wrapped_key().exists() {
            return Err(Error::Installation(format!(
                "{}: there are keys already, and they are never overwritten; to begin anew, choose another folder with --data",
                self.data.display()
            )));
        }
        let folder = Folder::create(&self.data)?;
        let master = match &self.master_key {
            Some(elsewhere) if elsewhere.exists() => MasterKey::read_mounted(elsewhere)?,
            Some(elsewhere) => new_master(elsewhere)?,
            None => new_master(&folder.master_key())?,
        };
        let now = clock.now();
        let (keyring, kit) = Keyring::create(&master, now.as_second())?;
        keyring.write_new(&folder.keyring(), &master)?;
        let key = file_key(&keyring.household_key(&master)?);
        Household::create(&folder.household(), &key, uuid_of(keyring.install()))?.close()?;
        Ok(kit_page(&kit))
    }

    /// Opens an installation. Fails with a distinct message for keys, file modes and the household
    /// file.
    pub fn open(&self, clock: Arc<dyn Clock>) -> Result<App> {
        self.open_at_cost(clock, Cost::default())
    }

    /// Opens an installation with cheap password hashing, for tests only.
    pub fn open_cheaply(&self, clock: Arc<dyn Clock>) -> Result<App> {
        self.open_at_cost(clock, Cost::for_tests())
    }

    fn open_at_cost(&self, clock: Arc<dyn Clock>, cost: Cost) -> Result<App> {
        self.finish_restore()?;
        if !self.has_keys() {
            return Err(Error::Installation(format!(
                "{}: there are no keys here yet; make them with: pecule keygen --data {}",
                self.data.display(),
                self.data.display()
            )));
        }
        if self.data.join(SIGNATURE).exists() {
            return Err(Error::Installation(format!(
                "{}: this is a backup that was unpacked, and it does not go on as it is; restore the sealed file: pecule restore FILE --kit KIT --data NEW_FOLDER",
                self.data.display()
            )));
        }
        let master = self.read_master(&Folder::open(&self.data)?)?;
        self.open_under(master, clock, cost)
    }

    /// Opens the installation with its master key.
    pub(crate) fn open_under(
        &self,
        master: MasterKey,
        clock: Arc<dyn Clock>,
        cost: Cost,
    ) -> Result<App> {
        let folder = Folder::open(&self.data)?;
        let (household, keyring) = crate::installation::keyring::open(&folder, &master)?;
        let journal = JournalKey::household(&master, keyring.install());
        let tokens = crate::auth::access_tokens::AccessTokenKeys::default();
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
            live: crate::auth::sessions::SessionCache::default(),
            shelf: crate::books::open::BooksCache::default(),
            shown: crate::auth::recovery_code::PendingRecoveryCodes::default(),
            vigilance: crate::monitoring::alerts::watch::WatchState::new(
                self.anchors.clone(),
                self.journal_keep,
            ),
            board: crate::backup::upload::run::UploadState::default(),
            place: self.clone(),
            desk: crate::state::restore::RestoreState::default(),
            serves: AtomicBool::new(false),
        };
        let app = App { inner: Arc::new(inner) };
        app.apply_stored_verdict()?;
        Ok(app)
    }

    /// Reports the state of the data folder; opens the household only if it exists.
    pub fn status(&self, clock: Arc<dyn Clock>) -> Result<Status> {
        if !self.has_keys() {
            return Ok(Status { keys: false, people: Some(0) });
        }
        if self.is_wrapped() && self.asks.is_none() {
            return Ok(Status { keys: true, people: None });
        }
        let people = self.open(clock)?.people()?;
        Ok(Status { keys: true, people: Some(people) })
    }
}

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

fn new_master(path: &Path) -> Result<MasterKey> {
    let master = MasterKey::generate()?;
    master.write_new(path)?;
    Ok(master)
}

/// The installation's identity as a UUID, as databases store it.
pub(crate) fn uuid_of(install: &Install) -> Uuid {
    Uuid::from_bytes(*install.as_bytes())
}

pub(crate) fn file_key(key: &HouseholdKey) -> FileKey {
    FileKey::new(*key.bytes())
}

pub(crate) fn kit_page(kit: &Kit) -> KitPage {
    KitPage {
        install: kit.install.to_string(),
        made_at: Timestamp::from_second(kit.created).unwrap_or_default(),
        secret: kit.secret_text(),
        recipient: kit.recipient.to_string(),
        signer: kit.verifying_key.to_string(),
        signer_fingerprint: kit.verifying_key.fingerprint(),
    }
}
