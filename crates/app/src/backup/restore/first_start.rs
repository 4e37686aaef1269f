//! Restores a backup in the browser at the first start, in place of the empty data folder.
//!
//! The restored folder is built and verified inside the data folder, then marked as complete. From then
//! on, opening the data folder first moves the restored files into place. A power cut leaves either the
//! empty installation or the complete restored one.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use pecule_keys::installation::passphrase::PassphraseError;
use pecule_keys::{KitText, SetupCode};
use pecule_store::Folder;
use pecule_store::file::bytes;
use pecule_store::file::fs::sync_folder;
use pecule_store::file::temp_dir::TempDir;
use pecule_store::household::settings::SetupCode as SetupRow;
use zeroize::Zeroizing;

use crate::app::{App, Guest};
use crate::backup::job_progress::{PREFIX, ProgressReporter};
use crate::backup::restore::data_folder::{INSIDE, moved};
use crate::backup::restore::run::RestoreOrder;
use crate::config::data_location::DataLocation;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Reason, Refusal, Result};
use crate::state::restore::{Progress, ReceivedBackup, RestoreFailure, Status};
use crate::uploaded_file::UploadedFile;

/// Marks the restored folder as complete.
const COMMITTED: &str = "committed";
/// Holds the previous files until the restored ones are all in place.
const BEFORE: &str = "before";
/// The lifetime of the one-time code once it was typed here, since a large upload takes time.
const CODE_LIFE: SignedDuration = SignedDuration::from_hours(2);
/// The most backups of a folder that are offered.
const OFFERED: usize = 50;
/// The files that are moved into place, in this order. Each rename is atomic.
const FILES: [&str; 4] = ["household.db", "master.key", "master.key.age", "keyring.json"];
/// Write-ahead logs, which must not outlive the file that they belong to.
const LOGS: [&str; 2] = ["household.db-wal", "household.db-shm"];

/// A restore whose input was checked and that can run.
pub struct FirstStartRestore {
    app: App,
    order: RestoreOrder,
}

/// The content of a path on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathContent {
    /// One file, which was selected as the backup.
    File,
    /// The absolute paths of the backups in a folder, newest first.
    Folder(Vec<String>),
}

impl Guest<'_> {
    /// Returns the uploaded backup and the state of the restore.
    ///
    /// # Errors
    ///
    /// [`Refusal::SetUpAlready`] once a person exists, as for all functions here.
    pub fn restoring(self) -> Result<(Option<ReceivedBackup>, Status)> {
        self.nobody_yet()?;
        let desk = &self.app.inner().desk;
        Ok((desk.received(), desk.standing()))
    }

    /// Whether this installation has a passphrase. The restored key is protected with the same one.
    pub fn needs_passphrase(self) -> bool {
        self.app.inner().place.is_wrapped()
    }

    /// Checks the one-time code that the terminal shows and extends it to two hours.
    pub fn accept_restore_code(self, code: &str) -> Result<()> {
        self.nobody_yet()?;
        let inner = self.app.inner();
        let hash = SetupCode::parse(code).ok_or(Refusal::WrongSetupCode)?.hash();
        let now = inner.clock.now();
        let kept = inner.household.read(|view| view.find_setup_code())?;
        if !kept.is_some_and(|kept| kept.hash == hash && now < kept.expires_at) {
            return Err(Refusal::WrongSetupCode.into());
        }
        let row = SetupRow { hash, expires_at: now.saturating_add(CODE_LIFE).unwrap_or(now) };
        Ok(inner.household.write(|edit| edit.put_setup_code(&row))?)
    }

    /// Selects an uploaded backup.
    pub fn received(self, name: &str, slip: UploadedFile, bytes: u64) -> Result<()> {
        self.nobody_yet()?;
        self.note(ReceivedBackup { name: name.to_owned(), bytes, path: slip.keep() });
        Ok(())
    }

    /// Selects a backup and discards an earlier upload.
    fn note(self, received: ReceivedBackup) {
        let desk = &self.app.inner().desk;
        if let Some(before) = desk.received().filter(|before| before.path != received.path) {
            self.app.discard_received(&before.path);
        }
        desk.receive(Some(received));
    }

    /// Inspects an absolute path on the server: a backup or a folder of backups.
    pub fn find_backup(self, path: &str) -> Result<PathContent> {
        self.nobody_yet()?;
        let path = Path::new(path.trim());
        let unreadable = || Error::invalid("path", Reason::Unknown);
        if !path.is_absolute() {
            return Err(Error::invalid("path", Reason::NotAFolder));
        }
        let metadata = fs::metadata(path).map_err(|_gone| unreadable())?;
        if metadata.is_dir() {
            let mut names: Vec<String> = fs::read_dir(path)
                .map_err(|_closed| unreadable())?
                .filter_map(|entry| entry.ok()?.path().to_str().map(str::to_owned))
                .filter(|name| is_backup(Path::new(name)))
                .collect();
            // The file name is the prefix, the installation and the time, so the order of names is that
            // of time.
            names.sort_by(|one, other| other.cmp(one));
            names.truncate(OFFERED);
            if names.is_empty() {
                return Err(unreadable());
            }
            return Ok(PathContent::Folder(names));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.note(ReceivedBackup { name, bytes: metadata.len(), path: path.to_owned() });
        Ok(PathContent::File)
    }

    /// Checks the input and reserves the restore; [`FirstStartRestore::run`] does the work.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] if a restore is in progress, [`Error::Invalid`] for a bad kit or
    /// passphrase.
    pub fn begin_restore(
        self,
        code: &str,
        kit: &str,
        passphrase: &str,
    ) -> Result<FirstStartRestore> {
        self.accept_restore_code(code)?;
        let inner = self.app.inner();
        let received = inner.desk.received().ok_or(Error::invalid("file", Reason::Required))?;
        let kit =
            KitText::find_typed(kit).map_err(|_not| Error::invalid("kit", Reason::Unknown))?;
        let passphrase = self.passphrase(passphrase)?;
        if !inner.desk.begin() {
            return Err(Unavailable::Busy.into());
        }
        let order = RestoreOrder { file: received.path, kit, replace: true, passphrase };
        Ok(FirstStartRestore { app: self.app.clone(), order })
    }

    /// Checks the passphrase of this installation, which protects the restored key; `None` if it has
    /// none.
    fn passphrase(self, typed: &str) -> Result<Option<Zeroizing<String>>> {
        if !self.needs_passphrase() {
            return Ok(None);
        }
        match self.app.inner().place.unwrap_master(typed) {
            Ok(_same) => Ok(Some(Zeroizing::new(typed.to_owned()))),
            Err(PassphraseError::Wrong) => Err(Error::invalid("passphrase", Reason::DoesNotMatch)),
            Err(other) => Err(other.into()),
        }
    }

    fn nobody_yet(self) -> Result<()> {
        if self.app.people()? > 0 { Err(Refusal::SetUpAlready.into()) } else { Ok(()) }
    }
}

impl FirstStartRestore {
    /// Runs the restore and returns whether the program must restart to put it in place.
    pub fn run(&self) -> bool {
        let desk = &self.app.inner().desk;
        match self.make_ready() {
            Ok(standing) => {
                desk.stand(standing);
                true
            }
            Err(error) => {
                tracing::warn!(%error, "the backup was not restored");
                desk.stand(Status::Failed(RestoreFailure::of(&error)));
                false
            }
        }
    }

    fn make_ready(&self) -> Result<Status> {
        let inner = self.app.inner();
        let _turn = self.app.turn()?;
        let shop = TempDir::open(inner.place.data.join(INSIDE))?;
        let told = |phase, done, total| {
            inner.desk.stand(Status::Working(Progress { phase, done, total }));
        };
        let teller = ProgressReporter::heard_by(&told);
        let (restored, _ready) = inner.place.prepare(&self.order, &inner.clock, &shop, &teller)?;
        // A person who was created meanwhile must not be overwritten.
        self.app.guest().nobody_yet()?;
        shop.folder(BEFORE)?;
        let marker = shop.path().join(COMMITTED);
        bytes::new_file(&marker)?.sync_all().map_err(|error| moved(&marker, &error))?;
        sync_folder(shop.path())?;
        let _until_it_is_in_place = shop.keep();
        Ok(Status::Ready(restored.made_at))
    }
}

impl DataLocation {
    /// Moves a completed restore into place and returns whether there was one.
    ///
    /// Every step is idempotent, so an interrupted run continues at the next start.
    pub fn finish_restore(&self) -> Result<bool> {
        let shop = self.data.join(INSIDE);
        if !shop.join(COMMITTED).exists() {
            return Ok(false);
        }
        let folder = Folder::half_way(&self.data);
        let _alone = folder.lock()?;
        let (ready, before) = (shop.join("ready"), shop.join(BEFORE));
        if ready.join("household.db").exists() {
            // SQLite would apply the old log to the new file.
            for name in LOGS {
                put(&self.data.join(name), &before.join(name))?;
            }
        }
        if ready.join("books").exists() {
            if !before.join("books").exists() {
                put(&self.data.join("books"), &before.join("books"))?;
            }
            put(&ready.join("books"), &self.data.join("books"))?;
        }
        let wrapped = "master.key.age";
        if ready.join("master.key").exists() && self.data.join(wrapped).exists() {
            put(&self.data.join(wrapped), &before.join(wrapped))?;
        }
        for name in FILES {
            put(&ready.join(name), &self.data.join(name))?;
        }
        sync_folder(&self.data)?;
        let marker = shop.join(COMMITTED);
        fs::remove_file(&marker).map_err(|error| moved(&marker, &error))?;
        sync_folder(&shop)?;
        for left in [shop, folder.reception_folder()] {
            // Nothing in it is needed, and the next start removes it at the latest.
            let _gone = fs::remove_dir_all(left);
        }
        Ok(true)
    }
}

impl App {
    /// Closes the installation and returns whether this was its last handle in the process.
    pub fn close(self) -> Result<bool> {
        let Some(inner) = Arc::into_inner(self.inner) else { return Ok(false) };
        inner.household.close()?;
        Ok(true)
    }
}

/// Whether a file is named like a backup.
fn is_backup(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "age")
        && path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(PREFIX))
}

/// Moves a file or folder if it still exists.
fn put(from: &Path, to: &Path) -> Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(moved(to, &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
