//! Makes, lists and removes backups, each one sealed file of everything that the household kit opens.
//!
//! | module | subject |
//! |---|---|
//! | [`manifest`](super::manifest), [`totals`](super::totals) | the signed description of a backup |
//! | [`copies`], [`sealing`] | making a backup |
//! | [`unpacking`](super::unpacking), [`verify`](super::verify) | opening a backup in a sandbox and verifying all of it |
//! | [`job_progress`](super::job_progress), [`job_requests`](super::job_requests) | job lock, progress, and requests of commands to the server |

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::BackupId;
use pecule_keys::backup::drill;
use pecule_keys::{Identity, Keyring, PublicKey};
use pecule_outside::backup_target::timeouts::{is_dir, is_file};
use pecule_store::file::bytes;
use pecule_store::file::bytes::{Count, PendingFile};
use pecule_store::file::temp_dir::TempDir;
use pecule_store::household::backup::backups::{Backup, BackupFile, BackupState, Task};

use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::backup::backup_view::BackupView;
use crate::backup::copies::Copier;
use crate::backup::job_progress::{PREFIX, ProgressReporter};
use crate::backup::manifest::{Digest, FORMAT, Manifest};
use crate::backup::{copies, sealing};
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};

/// How long the program can open its own backup for a drill.
pub const DRILL_LIFE: SignedDuration = SignedDuration::from_hours(24 * 8);
/// Backups that may have the same second in their name.
const SAME_SECOND: u32 = 100;

/// The parts needed to make one backup.
struct BackupContext<'a> {
    id: BackupId,
    now: Timestamp,
    keyring: Keyring,
    drill: Identity,
    teller: ProgressReporter<'a>,
}

impl App {
    /// Makes a backup in a folder, by default the one beside the data. Fails with `Busy` if another job
    /// runs.
    pub fn back_up(&self, to: Option<&Path>) -> Result<BackupView> {
        if let Some(to) = to.filter(|to| !is_dir(to)) {
            let what = "there is no such folder; make it, or plug its disk in, first";
            return Err(Error::Installation(format!("{}: {what}", to.display())));
        }
        let _turn = self.turn()?;
        let id = self.draw(BackupId::new)?;
        let beside = self.inner().folder.backups();
        let folder = to.unwrap_or(&beside);
        // A later reader may have another working directory.
        let folder = std::path::absolute(folder).map_err(|error| copies::io(folder, &error))?;
        match self.make_backup(id, &folder) {
            Ok(made) => Ok(made),
            Err(failure) => {
                tracing::error!(%failure, "no backup could be made");
                if let Err(error) = self.note_failure(id, &folder, &failure) {
                    tracing::error!(%error, "this failure could not be recorded");
                }
                Err(failure)
            }
        }
    }

    fn make_backup(&self, id: BackupId, folder: &Path) -> Result<BackupView> {
        let inner = self.inner();
        let making = BackupContext {
            id,
            now: inner.clock.now(),
            // A command may have changed the recipients since this process started.
            keyring: self.read_keyring()?,
            drill: Identity::generate()?,
            teller: ProgressReporter::new(self, Task::Backup),
        };
        let (draft, name) = begin(folder, &making)?;
        let shop = TempDir::open(inner.folder.workshop())?;
        let BackupContext { now, keyring, drill, teller, .. } = &making;
        let copies = Copier { app: self, keyring, now: *now, teller }.all(&shop)?;
        let mut to: Vec<PublicKey> =
            keyring.recipients().iter().map(|recipient| recipient.key.clone()).collect();
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            install: keyring.install().to_string(),
            backup: id,
            made_at: *now,
            generation: keyring.generation(),
            signer: keyring.verifying_key().clone(),
            recipients: to.iter().map(PublicKey::fingerprint).collect(),
            drill: drill.public().fingerprint(),
            files: copies.iter().map(|copy| copy.entry.clone()).collect(),
        };
        to.push(drill.public());
        let signer = keyring.signing_key(&inner.master)?;
        let noted = |counted| self.note_draft(&self.row(&making, folder, &name, counted)?);
        let (path, counted) =
            sealing::seal(draft, &to, (&manifest, &signer), &copies, (teller, &noted))?;
        drop(shop);
        if let Err(differs) = sealing::compare(&path, counted, teller) {
            let _gone = std::fs::remove_file(&path);
            inner.household.write(|edit| edit.remove_backup_draft(id))?;
            return Err(differs);
        }
        drop(copies);
        self.note_backup(&self.row(&making, folder, &name, counted)?)
    }

    /// Builds the row of a backup, with the key that its drills open it with.
    fn row(
        &self,
        making: &BackupContext<'_>,
        folder: &Path,
        name: &str,
        counted: Count,
    ) -> Result<Backup> {
        let BackupContext { id, now, keyring, drill, .. } = making;
        let bytes = id.uuid().into_bytes();
        let wrapped = drill::wrap(drill, &self.inner().master, keyring.install(), &bytes)?;
        let file =
            BackupFile { name: name.to_owned(), bytes: counted.length, sha256: counted.sha256 };
        Ok(Backup {
            id: *id,
            made_at: *now,
            generation: keyring.generation(),
            file: Some(file),
            folder: folder.to_owned(),
            state: BackupState::Made,
            proven_at: None,
            certificate: None,
            error: String::new(),
            drill: Some((wrapped, now.saturating_add(DRILL_LIFE).unwrap_or(*now))),
        })
    }

    fn note_draft(&self, row: &Backup) -> Result<()> {
        Ok(self.inner().household.write(|edit| edit.add_backup_draft(row))?)
    }

    /// Records a finished backup.
    fn note_backup(&self, row: &Backup) -> Result<BackupView> {
        let object = row.id.to_string();
        let details = row.file.as_ref().map_or_else(String::new, |file| {
            let digest = Digest(file.sha256).to_string();
            serde_json::json!({ "bytes": file.bytes, "sha256": digest }).to_string()
        });
        let deed = AuditEvent::new("backup-made", &object).with(&details);
        self.change_household(&deed, |edit| {
            edit.remove_backup_draft(row.id)?;
            edit.add_backup(row)?;
            // Its own key may expire too: a backup that is recovered late can be older than the key may
            // be.
            edit.forget_drill_keys(self.inner().clock.now())?;
            Ok(())
        })?;
        self.add_anchors_after_backup();
        Ok(BackupView::of(row.clone()))
    }

    /// Records backups whose file was complete when the program was stopped before recording them.
    ///
    /// Deletes a file that does not read back as it was sealed.
    pub fn resume_interrupted_backups(&self) -> Result<()> {
        let inner = self.inner();
        if inner.household.read(|view| view.backup_drafts())?.is_empty() {
            return Ok(());
        }
        // The process that holds the job lock may be about to record it.
        let _turn = match self.turn() {
            Err(Error::Unavailable(Unavailable::Busy)) => return Ok(()),
            turn => turn?,
        };
        for row in inner.household.read(|view| view.backup_drafts())? {
            let Some(file) = &row.file else { continue };
            let path = row.folder.join(&file.name);
            // The disk may only be disconnected.
            if !is_dir(&row.folder) {
                continue;
            }
            let found =
                is_file(&path).then(|| bytes::count_from_disk(&path, |_far| ())).transpose()?;
            if found.is_some_and(|found| (found.length, found.sha256) == (file.bytes, file.sha256))
            {
                self.note_backup(&row)?;
                continue;
            }
            if found.is_some() {
                std::fs::remove_file(&path).map_err(|error| copies::io(&path, &error))?;
            }
            inner.household.write(|edit| edit.remove_backup_draft(row.id))?;
        }
        Ok(())
    }

    /// Records a failed backup.
    fn note_failure(&self, id: BackupId, folder: &Path, failure: &Error) -> Result<()> {
        let row = Backup {
            id,
            made_at: self.inner().clock.now(),
            generation: self.inner().keyring.generation(),
            file: None,
            folder: folder.to_owned(),
            state: BackupState::Failed,
            proven_at: None,
            certificate: None,
            error: failure.to_string(),
            drill: None,
        };
        let object = id.to_string();
        let deed = AuditEvent::new("backup-failed", &object).refused();
        self.change_household(&deed, |edit| Ok(edit.add_backup(&row)?))
    }

    /// Lists every known backup, newest first.
    pub fn backups(&self) -> Result<Vec<BackupView>> {
        let rows = self.inner().household.read(|view| view.backups())?;
        Ok(rows.into_iter().map(BackupView::of).collect())
    }

    /// Removes the file of a backup, if it exists, and its record.
    pub fn forget_backup(&self, id: BackupId) -> Result<()> {
        let line = BackupView::of(self.inner().household.read(|view| view.backup(id))?);
        if let Some(path) = line.path().filter(|path| path.exists()) {
            std::fs::remove_file(&path).map_err(|error| copies::io(&path, &error))?;
        }
        let object = id.to_string();
        let deed = AuditEvent::new("backup-removed", &object);
        self.change_household(&deed, |edit| Ok(edit.remove_backup(id)?))
    }
}

/// Creates the file `pecule-<installation>-<moment>-g<generation>.age`.
fn begin(folder: &Path, making: &BackupContext<'_>) -> Result<(PendingFile, String)> {
    let install = making.keyring.install().to_string();
    let install = install.split('-').next().unwrap_or_default().to_owned();
    let moment = making.now.strftime("%Y%m%dT%H%M%SZ");
    let generation = making.keyring.generation();
    for again in 1..SAME_SECOND {
        let more = if again > 1 { format!("-{again}") } else { String::new() };
        let name = format!("{PREFIX}{install}-{moment}-g{generation}{more}.age");
        match PendingFile::begin(folder, &name) {
            Err(pecule_store::Error::Exists(_)) => {}
            done => return Ok((done?, name)),
        }
    }
    Err(Unavailable::Busy.into())
}

#[cfg(test)]
mod tests;
