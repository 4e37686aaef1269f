//! Makes households with a cheap password hash, which tests can open thousands of times.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pecule_app::SystemClock;
use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::registration::NewPerson;
use tempfile::TempDir;

use crate::faults::copy_folder;
use crate::faults::server::{Client, Server, Tokens};

pub(crate) const NAME: &str = "Claire";
pub(crate) const PASSWORD: &str = "quatre lanternes sous la mar\u{e9}e 7";

/// A temporary folder with a household and the files of a fault.
pub(crate) struct House {
    pub(crate) data: PathBuf,
    temporary: TempDir,
}

/// Opens the installation in a folder.
pub(crate) fn open(data: &Path) -> pecule_app::Result<App> {
    DataLocation::new(data).open_cheaply(Arc::new(SystemClock))
}

impl House {
    /// Makes a household with Claire.
    pub(crate) fn new() -> Self {
        let temporary = TempDir::new().unwrap();
        let data = temporary.path().join("data");
        DataLocation::new(&data).make_keys(&SystemClock).unwrap();
        let app = open(&data).unwrap();
        let newcomer =
            NewPerson { name: NAME, password: PASSWORD, language: "fr", recovery_kept: true };
        drop(app.guest().set_up(&newcomer).unwrap());
        app.settle_all().unwrap();
        std::fs::write(temporary.path().join("password"), format!("{PASSWORD}\n")).unwrap();
        Self { data, temporary }
    }

    /// Makes a household with Claire and the demo data.
    pub(crate) fn wealthy() -> Self {
        let house = Self::new();
        let app = open(&house.data).unwrap();
        let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
        person.member().unwrap().start_demo().unwrap();
        drop(person);
        app.settle_all().unwrap();
        house
    }

    /// Copies this household as it is on the disk.
    pub(crate) fn again(&self) -> Self {
        let temporary = TempDir::new().unwrap();
        let data = temporary.path().join("data");
        copy_folder(&self.data, &data);
        std::fs::copy(self.path("password"), temporary.path().join("password")).unwrap();
        Self { data, temporary }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.temporary.path()
    }

    pub(crate) fn sign_in(server: &Server) -> Tokens {
        Client::sign_in(&server.at, NAME, PASSWORD).unwrap()
    }
}
