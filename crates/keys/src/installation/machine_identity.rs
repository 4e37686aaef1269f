//! Manages the identity of the machine, which opens books unattended where an owner allows it.
//!
//! The identity is stored sealed under the master key. Owners seal the key of books to it.

use crate::crypto::encoding::{from_base64_vec, to_base64};
use crate::crypto::random::NoRandomness;
use crate::crypto::sealing;
use crate::identity::{Identity, SealError};
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// Generates the identity of a machine, and its sealed text to store.
pub fn make(master: &MasterKey, install: &Install) -> Result<(Identity, String), NoRandomness> {
    let identity = Identity::generate()?;
    let key = master.subkey(install, Purpose::Unattended, "1");
    let secret = identity.secret_text();
    let sealed = sealing::seal(&key, &bound(install), secret.as_bytes())?;
    Ok((identity, to_base64(&sealed)))
}

/// Opens a sealed text that [`make`] returned.
pub fn open(kept: &str, master: &MasterKey, install: &Install) -> Result<Identity, SealError> {
    let sealed = from_base64_vec(kept).ok_or(SealError::Damaged)?;
    let key = master.subkey(install, Purpose::Unattended, "1");
    let secret = sealing::open(&key, &bound(install), &sealed).or(Err(SealError::Damaged))?;
    let secret = std::str::from_utf8(&secret).or(Err(SealError::Damaged))?;
    Identity::parse(secret).or(Err(SealError::Damaged))
}

fn bound(install: &Install) -> [&[u8]; 2] {
    [b"pecule/machine", install.as_bytes()]
}

#[cfg(test)]
mod tests {
    use super::{make, open};
    use crate::installation::installation_id::Install;
    use crate::installation::master_key::MasterKey;

    #[test]
    fn the_machine_is_opened_by_its_own_master_key_in_its_own_installation() {
        let (here, there) = (Install::generate().unwrap(), Install::generate().unwrap());
        let (master, other) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        let (identity, kept) = make(&master, &here).unwrap();
        assert_eq!(open(&kept, &master, &here).unwrap().public(), identity.public());
        assert!(open(&kept, &other, &here).is_err());
        assert!(open(&kept, &master, &there).is_err());
        assert!(open("", &master, &here).is_err());
        assert!(!kept.contains("AGE-SECRET"));
    }
}
