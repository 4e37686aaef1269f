//! Restoring in a browser where nobody is yet: the folder that is served is replaced by what a backup holds.
//!
//! Everything is made ready and verified inside the data folder; a marker then says that it counts, and from
//! that moment on whoever opens the folder puts it in its place first. A power cut leaves the empty
//! installation as it was, or the restored one whole.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use pecule_keys::installation::passphrase::PassphraseError;
use pecule_keys::{KitText, SetupCode};
use pecule_store::Folder;
use pecule_store::file::bytes;
use pecule_store::file::folder::sync_folder;
use pecule_store::file::temp_dir::Workshop;
use pecule_store::household::settings::SetupCode as SetupRow;
use zeroize::Zeroizing;

use crate::backup::job_progress::{PREFIX, Teller};
use crate::backup::restore::data_folder::INSIDE;
use crate::backup::restore::run::{RestoreOrder, moved};
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Reason, Refusal, Result};
use crate::installation::open::Place;
use crate::state::restore::{Far, Received, RestoreFailure, Standing};
use crate::uploaded_file::Slip;
use crate::{App, Guest};

/// Says that what is ready counts.
const COMMITTED: &str = "committed";
/// Where what was there before is put, until everything is in its place.
const BEFORE: &str = "before";
/// How long the one-time code counts once it was typed here: sending a large file takes its time.
const CODE_LIFE: SignedDuration = SignedDuration::from_hours(2);
/// How many backups of a folder are offered.
const OFFERED: usize = 50;
/// What is put in place, in this order; each replaces what has its name in one step.
const FILES: [&str; 4] = ["household.db", "master.key", "master.key.age", "keyring.json"];
/// What must not outlive the file that it belongs to.
const LOGS: [&str; 2] = ["household.db-wal", "household.db-shm"];

/// A restore that was found in order and can be worked on.
pub struct FirstRestore {
    app: App,
    order: RestoreOrder,
}

/// What a path on the machine leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One file, which was noted as the backup.
    File,
    /// A folder with these backups, newest first, each with its whole path.
    Folder(Vec<String>),
}

impl Guest<'_> {
    /// What was received, and how restoring stands; only where nobody is yet.
    pub fn restoring(self) -> Result<(Option<Received>, Standing)> {
        self.nobody_yet()?;
        let desk = &self.app.inner().desk;
        Ok((desk.received(), desk.standing()))
    }

    /// Whether only a passphrase opens this installation: what is restored is put under the same one.
    pub fn needs_passphrase(self) -> bool {
        self.app.inner().place.is_wrapped()
    }

    /// Takes the one-time code that the terminal shows; from then on it counts for two hours.
    pub fn admit_restore(self, code: &str) -> Result<()> {
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

    /// Takes note of a backup that arrived in a file of the reception.
    pub fn received(self, name: &str, slip: Slip, bytes: u64) -> Result<()> {
        self.nobody_yet()?;
        self.note(Received { name: name.to_owned(), bytes, path: slip.keep() });
        Ok(())
    }

    /// Notes a backup in the place of an earlier one.
    fn note(self, received: Received) {
        let desk = &self.app.inner().desk;
        if let Some(before) = desk.received().filter(|before| before.path != received.path) {
            self.app.discard_received(&before.path);
        }
        desk.receive(Some(received));
    }

    /// Looks at a path of this machine: a backup, or a folder of backups.
    pub fn look_for_backup(self, path: &str) -> Result<Found> {
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
            // The moment stands in the name, behind the installation.
            names.sort_by(|one, other| other.cmp(one));
            names.truncate(OFFERED);
            if names.is_empty() {
                return Err(unreadable());
            }
            return Ok(Found::Folder(names));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.note(Received { name, bytes: metadata.len(), path: path.to_owned() });
        Ok(Found::File)
    }

    /// Checks what was typed and begins; the work itself is `FirstRestore::run`.
    pub fn begin_restore(self, code: &str, kit: &str, passphrase: &str) -> Result<FirstRestore> {
        self.admit_restore(code)?;
        let inner = self.app.inner();
        let received = inner.desk.received().ok_or(Error::invalid("file", Reason::Required))?;
        let kit =
            KitText::find_typed(kit).map_err(|_not| Error::invalid("kit", Reason::Unknown))?;
        let passphrase = self.passphrase(passphrase)?;
        if !inner.desk.begin() {
            return Err(Unavailable::Busy.into());
        }
        let order = RestoreOrder { file: received.path, kit, replace: true, passphrase };
        Ok(FirstRestore { app: self.app.clone(), order })
    }

    /// The passphrase that the restored key is put under: the one of this installation, where it has one.
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

impl FirstRestore {
    /// Does it; answers whether the program must start anew to put it in its place.
    pub fn run(&self) -> bool {
        let desk = &self.app.inner().desk;
        match self.make_ready() {
            Ok(standing) => {
                desk.stand(standing);
                true
            }
            Err(error) => {
                tracing::warn!(%error, "the backup was not restored");
                desk.stand(Standing::Failed(RestoreFailure::of(&error)));
                false
            }
        }
    }

    fn make_ready(&self) -> Result<Standing> {
        let inner = self.app.inner();
        let _turn = self.app.turn()?;
        let shop = Workshop::open(inner.place.data.join(INSIDE))?;
        let told = |phase, done, total| {
            inner.desk.stand(Standing::Working(Far { phase, done, total }));
        };
        let teller = Teller::heard_by(&told);
        let (restored, _ready) = inner.place.prepare(&self.order, &inner.clock, &shop, &teller)?;
        // Whoever came meanwhile is not written over.
        self.app.guest().nobody_yet()?;
        shop.folder(BEFORE)?;
        let marker = shop.path().join(COMMITTED);
        bytes::new_file(&marker)?.sync_all().map_err(|error| moved(&marker, &error))?;
        sync_folder(shop.path())?;
        let _until_it_is_in_place = shop.keep();
        Ok(Standing::Ready(restored.made_at))
    }
}

impl Place {
    /// Puts what a restore made ready in its place; whether there was anything.
    ///
    /// Each step can be taken again: one that was cut short is gone on with.
    pub fn finish_restore(&self) -> Result<bool> {
        let shop = self.data.join(INSIDE);
        if !shop.join(COMMITTED).exists() {
            return Ok(false);
        }
        let folder = Folder::half_way(&self.data);
        let _alone = folder.lock()?;
        let (ready, before) = (shop.join("ready"), shop.join(BEFORE));
        if ready.join("household.db").exists() {
            // Another file's log would be read as its own.
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
            // It holds nothing that anybody needs, and goes at the next start at the latest.
            let _gone = fs::remove_dir_all(left);
        }
        Ok(true)
    }
}

impl App {
    /// Closes everything; whether nobody else in this process still held it.
    pub fn close(self) -> Result<bool> {
        let Some(inner) = Arc::into_inner(self.inner) else { return Ok(false) };
        inner.household.close()?;
        Ok(true)
    }
}

/// Whether a file is called as backups are.
fn is_backup(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "age")
        && path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(PREFIX))
}

/// Moves a file or folder where it is still there.
fn put(from: &Path, to: &Path) -> Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(moved(to, &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
