//! Restores a backup in a sandbox, verifies it, and records a report.

use std::path::{Path, PathBuf};

use pecule_domain::id::{BackupId, BooksId};
use pecule_keys::backup::drill;
use pecule_keys::books::grants;
use pecule_keys::installation::keyring::state::KeyState;
use pecule_keys::{BooksKey, Identity, Keyring, KitText};
use pecule_outside::backup_target::timeouts::is_file;
use pecule_store::file::bytes;
use pecule_store::file::temp_dir::TempDir;
use pecule_store::household::backup::backups::{Backup, Task};
use pecule_store::household::books::list::Grant;

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::backup::copies::rights_of;
use crate::backup::drill_report::DrillReport;
use crate::backup::job_progress::ProgressReporter;
use crate::backup::unpacking::{is_sealed, unpack};
use crate::backup::verify::{FileProof, Sandbox, VerifiedHow};
use crate::error::bad_backup::BadBackup;
use crate::error::{Error, Result};

/// The backup to verify, and the key to open it.
#[derive(Debug, Default)]
pub struct DrillOrder {
    /// The newest existing backup if `None`.
    pub file: Option<PathBuf>,
    /// Required once the backup's own drill identity has expired.
    pub kit: Option<KitText>,
}

impl App {
    /// Restores a backup in a sandbox and verifies it; live data is not touched.
    ///
    /// A backup that fails verification is reported in the result, not as an error.
    pub fn drill(&self, order: &DrillOrder) -> Result<DrillReport> {
        // Records backups whose file was complete when the program was stopped, with their drill keys.
        self.resume_interrupted_backups()?;
        let _turn = self.turn()?;
        let teller = ProgressReporter::new(self, Task::Drill);
        teller.tell("open", 0, 0);
        let (path, known) = self.backup_to_drill(order.file.as_deref())?;
        let (identity, opened_by) = match &order.kit {
            Some(kit) => (kit.identity.clone(), "kit"),
            None if known.is_none() && !is_sealed(&path)? => return Err(BadBackup::NotOne.into()),
            None => (self.drill_identity(known.as_ref())?, "drill-key"),
        };
        let began = self.inner().clock.now();
        let proven = self.prove(&path, &identity, known.as_ref(), &teller);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut certificate = DrillReport {
            proven: false,
            at: self.inner().clock.now(),
            backup: name,
            made_at: known.as_ref().map(|row| row.made_at),
            generation: known.as_ref().map(|row| row.generation),
            opened_by: opened_by.to_owned(),
            files: Vec::new(),
            seconds: 0,
            problem: None,
        };
        certificate.seconds = certificate.at.duration_since(began).as_secs();
        let mut id = known.map(|row| row.id);
        let mut holds_present_keys = false;
        match proven {
            Ok((sandbox, files)) => {
                let manifest = &sandbox.unpacked.manifest;
                certificate.made_at = Some(manifest.made_at);
                certificate.generation = Some(manifest.generation);
                certificate.proven = files.iter().all(|file| file.method != VerifiedHow::Unsettled);
                certificate.problem = (!certificate.proven).then(|| AWAITS.to_owned());
                certificate.files = files;
                id = id.or(Some(manifest.backup));
                holds_present_keys = self.holds_present_keys(&sandbox)?;
            }
            Err(Error::BadBackup(BadBackup::OtherKey)) => return Err(BadBackup::OtherKey.into()),
            Err(Error::Unavailable(unavailable)) => return Err(unavailable.into()),
            Err(error) => certificate.problem = Some(error.to_string()),
        }
        self.note_certificate(id, &certificate)?;
        if certificate.proven && holds_present_keys {
            self.forget_retained_keys()?;
        }
        Ok(certificate)
    }

    /// Whether a backup holds everything under the present keys, so that retained keys are not needed
    /// for it.
    fn holds_present_keys(&self, sandbox: &Sandbox) -> Result<bool> {
        let live = self.inner().household.read(rights_of)?;
        let current = |keyring: &Keyring| {
            let keys = keyring.household_keys().into_iter();
            keys.filter(|key| key.state == KeyState::Current).map(|key| key.kid).collect::<Vec<_>>()
        };
        let keyring = self.read_keyring()?;
        let inside = sandbox.shelves.iter();
        Ok(!keyring.is_rotating()
            && current(&keyring) == current(&sandbox.keyring)
            && inside
                .map(|(shelf, grants)| (shelf.id, grants))
                .eq(live.iter().map(|(id, grants)| (*id, grants))))
    }

    /// Finds the backup to verify: its file and its record.
    pub(crate) fn backup_to_drill(&self, file: Option<&Path>) -> Result<(PathBuf, Option<Backup>)> {
        let household = &self.inner().household;
        let rows = household.read(|view| view.backups())?;
        let path_of = |row: &Backup| row.file.as_ref().map(|file| row.folder.join(&file.name));
        let Some(file) = file else {
            let newest =
                rows.into_iter().find(|row| path_of(row).is_some_and(|path| is_file(&path)));
            let newest = newest.ok_or_else(|| {
                Error::Installation("there is no backup yet: make one first".to_owned())
            })?;
            return Ok((path_of(&newest).unwrap_or_default(), Some(newest)));
        };
        if !file.is_file() {
            return Err(Error::Installation(format!("{}: there is no such file", file.display())));
        }
        // By path first, so that a damaged file is still recognised; else by content.
        let here = std::path::absolute(file).unwrap_or_else(|_odd| file.to_owned());
        if let Some(row) = rows.into_iter().find(|row| path_of(row).as_ref() == Some(&here)) {
            return Ok((here, Some(row)));
        }
        let counted = bytes::count(file, |_far| ())?;
        Ok((here, household.read(|view| view.find_backup(&counted.sha256))?))
    }

    /// Returns the drill identity of a backup, while it is kept.
    pub(crate) fn drill_identity(&self, known: Option<&Backup>) -> Result<Identity> {
        let inner = self.inner();
        let gone = || {
            Error::Installation(
                "the program itself can no longer open this backup (it can for 8 days): give the household kit"
                    .to_owned(),
            )
        };
        let row = known.ok_or_else(gone)?;
        let (wrapped, until) = row.drill.as_ref().ok_or_else(gone)?;
        if *until <= inner.clock.now() {
            inner.household.write(|edit| edit.forget_drill_keys(inner.clock.now()))?;
            return Err(gone());
        }
        let bytes = row.id.uuid().into_bytes();
        drill::unwrap(wrapped, &inner.master, inner.keyring.install(), &bytes)
            .map_err(|_closed| gone())
    }

    /// Opens a backup in the sandbox and verifies every file.
    fn prove(
        &self,
        path: &Path,
        identity: &Identity,
        known: Option<&Backup>,
        teller: &ProgressReporter<'_>,
    ) -> Result<(Sandbox, Vec<FileProof>)> {
        let inner = self.inner();
        let shop = TempDir::open(inner.folder.workshop())?;
        let unpacked = unpack(path, identity, &shop, teller)?;
        let written = known.and_then(|row| row.file.as_ref());
        if written.is_some_and(|written| written.sha256 != unpacked.sealed.sha256) {
            return Err(BadBackup::Damaged("it is not the file that was written").into());
        }
        teller.tell("prove", 0, unpacked.manifest.length());
        let signer = inner.keyring.verifying_key();
        let sandbox = Sandbox::open(unpacked, Some(signer))?;
        let files = sandbox.prove(&|id, grants| self.key_at_hand(id, grants))?;
        Ok((sandbox, files))
    }

    /// Returns the key of books as granted in a backup, if a signed-in person may open them.
    fn key_at_hand(&self, id: BooksId, rights: &[Grant]) -> Option<BooksKey> {
        let present = self.present().ok()?;
        let granted = present.iter().find_map(|person| {
            let grant = rights.iter().find(|grant| grant.person == person.id())?;
            grants::open_grant(person.identity(), &grant.sealed).ok()
        });
        granted.or_else(|| {
            // Fails unless unattended access is enabled; the books then stay closed.
            let _by_itself = self.open_unattended(id);
            self.inner().shelf.find(id).map(|open| open.key.clone())
        })
    }

    /// Records the report in the audit log and with the backup.
    fn note_certificate(&self, id: Option<BackupId>, certificate: &DrillReport) -> Result<()> {
        let text = serde_json::to_string(certificate).map_err(Error::internal)?;
        let object = id.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
        let deed = if certificate.proven {
            AuditEvent::new("backup-proven", &object).with(&text)
        } else {
            AuditEvent::new("backup-unproven", &object).with(&text).refused()
        };
        let proven_at = certificate.proven.then_some(certificate.at);
        self.change_household(&deed, |edit| {
            edit.forget_drill_keys(certificate.at)?;
            match id.map(|id| edit.note_drill(id, proven_at, &text)) {
                // Backups older than a restore are not in the household, but can be verified.
                Some(Err(pecule_store::Error::NotFound)) | None => Ok(()),
                Some(noted) => Ok(noted?),
            }
        })
    }
}

/// Shown for a backup with books that were not closed cleanly.
const AWAITS: &str =
    "some books awaited their owner when this backup was made: sign in, then make another one";
