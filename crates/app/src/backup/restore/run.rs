//! Restores a backup to an installation, after verifying all of it; on failure nothing changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::installation::passphrase;
use pecule_keys::{KitText, MasterKey};
use pecule_store::file::fs::sync_folder;
use pecule_store::file::paths;
use pecule_store::file::temp_dir::TempDir;
use pecule_store::household::books::list::BooksState;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::audit_event::AuditEvent;
use crate::backup::job_progress::ProgressReporter;
use crate::backup::manifest::{Digest, FileState, ManifestPart};
use crate::backup::restore::data_folder::{TargetFolder, moved};
use crate::backup::unpacking::unpack;
use crate::backup::verify::{FileProof, Sandbox};
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::bad_backup::BadBackup;
use crate::error::{Error, Reason, Result};

/// The parameters of a restore.
#[derive(Debug)]
pub struct RestoreOrder {
    pub file: PathBuf,
    pub kit: KitText,
    /// Whether an existing installation is moved aside; otherwise the folder must be empty.
    pub replace: bool,
    /// The passphrase for the restored master key; `None` stores it in the clear.
    pub passphrase: Option<Zeroizing<String>>,
}

/// The result of a restore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    pub made_at: Timestamp,
    /// The household's generation from now on.
    pub generation: u64,
    /// How each file was verified before the restore took effect.
    pub files: Vec<FileProof>,
    /// Whether the kit named the key that signed the backup.
    pub signer_known: bool,
    /// The folder that the previous installation was moved to, if there was one.
    pub aside: Option<PathBuf>,
}

/// Reads a kit from its page or from any text that holds its secret line.
pub fn read_kit(text: &str) -> Result<KitText> {
    KitText::find(text).map_err(|error| Error::Installation(error.to_string()))
}

impl DataLocation {
    /// Restores a backup into this folder.
    ///
    /// Everything is verified before anything is put in place.
    pub fn restore(&self, order: &RestoreOrder, clock: &Arc<dyn Clock>) -> Result<Restored> {
        self.finish_restore()?;
        if let Some(chosen) = &order.passphrase {
            passphrase::check(chosen)
                .map_err(|_guessable| Error::invalid("passphrase", Reason::PasswordTooWeak))?;
        }
        let teller = ProgressReporter::silent();
        let site = TargetFolder::survey(&self.data, order.replace)?;
        let beside = site.beside()?;
        if let Some(shop) = beside {
            let (restored, ready) = self.prepare(order, clock, &shop, &teller)?;
            match site.place(&ready, clock.now()) {
                Ok(aside) => return Ok(Restored { aside, ..restored }),
                // A mount point cannot be renamed; then the content is moved into it instead.
                Err(error) if order.replace => return Err(error),
                Err(_mounted) => {}
            }
        }
        let shop = site.inside()?;
        let (restored, ready) = self.prepare(order, clock, &shop, &teller)?;
        site.move_in(&ready)?;
        Ok(restored)
    }

    /// Builds the whole data folder in the working folder and returns its path.
    pub(crate) fn prepare(
        &self,
        order: &RestoreOrder,
        clock: &Arc<dyn Clock>,
        shop: &TempDir,
        teller: &ProgressReporter<'_>,
    ) -> Result<(Restored, PathBuf)> {
        let unpacked = unpack(&order.file, &order.kit.identity, shop, teller)?;
        teller.tell("prove", 0, 0);
        let sandbox = Sandbox::open(unpacked, order.kit.verifying_key.as_ref())?;
        let files = sandbox.prove(&|_id, _grants| None)?;
        teller.tell("place", 0, 0);
        let ready = shop.folder("ready")?;
        for folder in ["books", "backups"] {
            shop.folder(&format!("ready/{folder}"))?;
        }
        for entry in &sandbox.unpacked.manifest.files {
            if let Some(
                part @ (ManifestPart::Household
                | ManifestPart::Books(_)
                | ManifestPart::BooksLog(_)),
            ) = entry.part()
            {
                let (from, to) = (sandbox.unpacked.path(part), ready.join(part.name()));
                fs::rename(&from, &to).map_err(|error| moved(&to, &error))?;
            }
        }
        let made_at = sandbox.unpacked.manifest.made_at;
        let generation = self.settle_in(&sandbox, order, clock, &ready)?;
        for folder in [&ready.join("books"), &ready] {
            sync_folder(folder)?;
        }
        let signer_known = order.kit.verifying_key.is_some();
        Ok((Restored { made_at, generation, files, signer_known, aside: None }, ready))
    }

    /// Writes the keys and records the restore in the household. Returns the new generation.
    fn settle_in(
        &self,
        sandbox: &Sandbox,
        order: &RestoreOrder,
        clock: &Arc<dyn Clock>,
        ready: &Path,
    ) -> Result<u64> {
        let Sandbox { master, keyring, unpacked, .. } = sandbox;
        self.put_master(master, order.passphrase.as_ref().map(|text| text.as_str()), ready)?;
        let mut keyring = keyring.clone();
        let generation = keyring.advance();
        keyring.write_new(&ready.join("keyring.json"), master)?;
        let manifest = &unpacked.manifest;
        let same_master = MasterKey::from_slice(master.bytes())?;
        let app = Self::new(ready).open_under(same_master, Arc::clone(clock), Cost::default())?;
        let object = manifest.backup.to_string();
        let details = serde_json::json!({
            "generation": generation,
            "made_at": manifest.made_at.to_string(),
        })
        .to_string();
        app.change_household(&AuditEvent::new("restored", &object).with(&details), |edit| {
            for (id, entry) in manifest.books() {
                let Digest(digest) = entry.sha256;
                match entry.state {
                    Some(FileState::Open | FileState::Settled) => {
                        let settled = Some((digest, manifest.made_at));
                        edit.set_books_state(id, BooksState::Settled, settled)?;
                    }
                    Some(FileState::Unsettled) | None => {
                        edit.set_books_state(id, BooksState::Unsettled, None)?;
                    }
                }
            }
            edit.retire_targets(clock.now())?;
            edit.retire_relay(clock.now())?;
            Ok(())
        })?;
        drop(app);
        let log = paths::log_of(&ready.join("household.db"));
        if log.exists() {
            return Err(Error::internal("the restored household was not closed"));
        }
        Ok(generation)
    }

    /// Stores the master key where this installation keeps it.
    ///
    /// # Errors
    ///
    /// [`BadBackup::KeyElsewhere`] if another key is there already; it is never overwritten.
    fn put_master(&self, master: &MasterKey, passphrase: Option<&str>, ready: &Path) -> Result<()> {
        let Some(elsewhere) = &self.master_key else {
            let Some(chosen) = passphrase else {
                return Ok(master.write_new(&ready.join("master.key"))?);
            };
            let wrapped = master.wrap(chosen)?;
            return Ok(passphrase::write_new(&ready.join("master.key.age"), &wrapped)?);
        };
        if passphrase.is_some() {
            return Err(Error::Installation(format!(
                "{}: the master key is kept elsewhere; it is put under a passphrase there, or not at all",
                elsewhere.display()
            )));
        }
        if !elsewhere.exists() {
            return Ok(master.write_new(elsewhere)?);
        }
        if MasterKey::read_mounted(elsewhere)?.bytes() == master.bytes() {
            return Ok(());
        }
        Err(BadBackup::KeyElsewhere(elsewhere.display().to_string()).into())
    }
}
