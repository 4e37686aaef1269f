//! Encrypts the credentials of a backup target under the master key.
//!
//! They are opened for uploads only, and never displayed again; they can only be replaced.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::crypto::sealing;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// The error for credentials that are damaged or belong to another target or installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the stored credentials of this place are damaged or another's: give them again")]
pub struct CredentialsDamaged;

/// Seals the credentials, bound to the installation and the target.
pub fn seal(
    plain: &[u8],
    master: &MasterKey,
    install: &Install,
    target: &[u8; 16],
) -> Result<Vec<u8>, NoRandomness> {
    let key = master.subkey(install, Purpose::Targets, "1");
    sealing::seal(&key, &bound(install, target), plain)
}

/// Opens credentials that [`seal`] sealed for the same target.
pub fn open(
    sealed: &[u8],
    master: &MasterKey,
    install: &Install,
    target: &[u8; 16],
) -> Result<Zeroizing<Vec<u8>>, CredentialsDamaged> {
    let key = master.subkey(install, Purpose::Targets, "1");
    sealing::open(&key, &bound(install, target), sealed).or(Err(CredentialsDamaged))
}

fn bound<'a>(install: &'a Install, target: &'a [u8; 16]) -> [&'a [u8]; 3] {
    [b"pecule/targets", install.as_bytes(), target]
}

#[cfg(test)]
mod tests {
    use super::{CredentialsDamaged, open, seal};
    use crate::installation::installation_id::Install;
    use crate::installation::master_key::MasterKey;

    #[test]
    fn opens_for_its_own_target_and_installation_alone() {
        let (master, install) = (MasterKey::generate().unwrap(), Install::generate().unwrap());
        let sealed = seal(b"secret", &master, &install, &[1; 16]).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(**open(&sealed, &master, &install, &[1; 16]).unwrap(), *b"secret");
        assert_eq!(open(&sealed, &master, &install, &[2; 16]), Err(CredentialsDamaged));
        let other = Install::generate().unwrap();
        assert_eq!(open(&sealed, &master, &other, &[1; 16]), Err(CredentialsDamaged));
        let another = MasterKey::generate().unwrap();
        assert_eq!(open(&sealed, &another, &install, &[1; 16]), Err(CredentialsDamaged));
    }
}
