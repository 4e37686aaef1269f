//! Opens the household file with the key that the keyring wraps.

use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::installation::ids::uuid_of;
use pecule_keys::installation::keyring::state::KeyState;
use pecule_keys::{HouseholdKey, Keyring, MasterKey};
use pecule_store::{FileKey, Folder, Household, KeyProof};

/// Opens the household's file with the present key, or with the pending one after an interrupted
/// renewal.
pub(crate) fn open(folder: &Folder, master: &MasterKey) -> Result<(Household, Keyring)> {
    let keyring = Keyring::read(&folder.keyring(), master)?;
    let install = uuid_of(keyring.install());
    let open = |key: &HouseholdKey, proof| {
        Household::open(&folder.household(), &FileKey::new(*key.bytes()), proof, install)
    };
    let present = keyring.household_key(master)?;
    if !keyring.is_rotating() {
        let opened = open(&present, KeyProof::Checked);
        if opened.is_err() && Keyring::read(&folder.keyring(), master)? != keyring {
            // Another process renewed the key after the keyring was read.
            return Err(Unavailable::Busy.into());
        }
        return Ok((opened?, keyring));
    }
    match open(&present, KeyProof::Unchecked) {
        Err(pecule_store::Error::WrongKey(_)) => {}
        opened => return Ok((opened?, keyring)),
    }
    let next = keyring.household_key_in(KeyState::Pending, master)?;
    let household = open(&next, KeyProof::Checked)?;
    // The write lock of the household protects the keyring against concurrent changes.
    let keyring = household.write(|_edit| {
        let mut keyring = Keyring::read(&folder.keyring(), master)?;
        if keyring.is_rotating() {
            keyring.end_rotation()?;
            keyring.advance();
            keyring.write(&folder.keyring(), master)?;
        }
        Ok::<_, Error>(keyring)
    })?;
    Ok((household, keyring))
}
