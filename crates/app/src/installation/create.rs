//! Creates the keys and the household file of a new installation.

use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::Error;
use crate::error::Result;
use crate::installation::ids::file_key;
use crate::installation::ids::uuid_of;
use crate::installation::kit::KitPage;
use crate::installation::kit::kit_page;
use pecule_keys::Keyring;
use pecule_keys::MasterKey;
use pecule_store::Folder;
use pecule_store::Household;
use std::path::Path;

impl DataLocation {
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
}

fn new_master(path: &Path) -> Result<MasterKey> {
    let master = MasterKey::generate()?;
    master.write_new(path)?;
    Ok(master)
}
