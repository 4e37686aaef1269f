//! Sets up a household with a kit, for backup tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use pecule_app::app::App;
use pecule_app::backup::drill::DrillOrder;
use pecule_app::backup::drill_report::DrillReport;
use pecule_app::backup::restore::{RestoreOrder, Restored, read_kit};
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::registration::NewPerson;
use pecule_app::{Clock, Error, Person};

use crate::house::{NAME, PASSWORD};

/// A clock that is moved by hand.
pub(crate) struct Hand(AtomicI64);

impl Hand {
    pub(crate) fn forward(&self, days: i64) {
        self.seconds(days * 86_400);
    }

    pub(crate) fn seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A household, the secret of its kit, and a folder beside it.
pub(crate) struct Home {
    pub(crate) clock: Arc<Hand>,
    pub(crate) app: App,
    pub(crate) secret: String,
    pub(crate) signer: String,
    room: tempfile::TempDir,
}

impl Home {
    /// Creates a household with one person and demonstration data; the books are open.
    pub(crate) fn new() -> (Self, Person) {
        let room = tempfile::tempdir().unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(1_773_576_000)));
        let place = DataLocation::new(room.path().join("data"));
        let kit = place.make_keys(clock.as_ref()).unwrap();
        let app = place.open_cheaply(Arc::<Hand>::clone(&clock)).unwrap();
        let newcomer =
            NewPerson { name: NAME, password: PASSWORD, language: "fr", recovery_kept: true };
        let person = app.guest().set_up(&newcomer).unwrap().person;
        person.member().unwrap().start_demo().unwrap();
        let secret = kit.secret.to_string();
        (Self { clock, app, secret, signer: kit.signer, room }, person)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    /// Opens a data folder of this test as another process would.
    pub(crate) fn open(&self, name: &str) -> App {
        self.place(name).open_cheaply(Arc::<Hand>::clone(&self.clock)).unwrap()
    }

    pub(crate) fn place(&self, name: &str) -> DataLocation {
        DataLocation::new(self.path(name))
    }

    /// Makes a backup and returns its file.
    pub(crate) fn back_up(&self) -> PathBuf {
        self.app.back_up(None).unwrap().path().unwrap()
    }

    pub(crate) fn drill(&self) -> DrillReport {
        self.app.drill(&DrillOrder::default()).unwrap()
    }

    /// Restores a backup into a folder of this test, with the kit as printed.
    pub(crate) fn restore(&self, file: &Path, into: &str) -> Result<Restored, Error> {
        self.restore_with(&format!("{}\n{}", self.secret, self.signer), file, into, false)
    }

    pub(crate) fn restore_with(
        &self,
        kit: &str,
        file: &Path,
        into: &str,
        replace: bool,
    ) -> Result<Restored, Error> {
        let order =
            RestoreOrder { file: file.to_owned(), kit: read_kit(kit)?, replace, passphrase: None };
        let clock: Arc<dyn Clock> = Arc::<Hand>::clone(&self.clock);
        self.place(into).restore(&order, &clock)
    }
}

/// Returns the total, to the cent.
pub(crate) fn net(app: &App) -> String {
    let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
    net_of(&person)
}

pub(crate) fn net_of(person: &Person) -> String {
    let member = person.member().unwrap();
    let dashboard =
        member.dashboard(&pecule_app::wealth::snapshot::Filter::default(), None).unwrap();
    format!("{} {}", dashboard.net, dashboard.currency)
}

/// Copies a folder file by file, as after a crash.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Returns all files of a folder by name, with their bytes.
pub(crate) fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(content(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}
