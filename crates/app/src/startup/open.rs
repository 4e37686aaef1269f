//! Opens an installation: restore, keys, household file, audit log, in this order.

use crate::app::App;
use crate::backup::manifest::SIGNATURE;
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::Error;
use crate::error::Result;
use pecule_keys::MasterKey;
use pecule_keys::auth::slots::cost::Cost;
use pecule_store::Folder;
use serde::Serialize;
use std::sync::Arc;

/// State of a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Whether keys exist.
    pub keys: bool,
    /// Number of people; `None` if the passphrase is needed to know it.
    pub people: Option<u64>,
}

impl DataLocation {
    fn read_master(&self, folder: &Folder) -> Result<MasterKey> {
        match &self.master_key {
            Some(elsewhere) => Ok(MasterKey::read_mounted(elsewhere)?),
            None if self.is_wrapped() => self.ask_for_master(),
            None => Ok(MasterKey::read(&folder.master_key())?),
        }
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
