//! Encrypts the private key of the household's certificate authority under the master key.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::crypto::sealing;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// The error for a sealed key that is damaged or belongs to another installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the key of the household's certificate authority does not open under this master key: \
     make a new authority with `pecule tls init --new-authority`"
)]
pub struct ForeignAuthority;

/// Seals the authority's private key, bound to the installation.
pub fn seal(master: &MasterKey, install: &Install, key: &[u8]) -> Result<Vec<u8>, NoRandomness> {
    let wrap = master.subkey(install, Purpose::WrapAuthority, "1");
    sealing::seal(&wrap, &bound(install), key)
}

/// Opens a key that [`seal`] sealed.
pub fn open(
    master: &MasterKey,
    install: &Install,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ForeignAuthority> {
    let wrap = master.subkey(install, Purpose::WrapAuthority, "1");
    sealing::open(&wrap, &bound(install), sealed).map_err(|_closed| ForeignAuthority)
}

fn bound(install: &Install) -> [&[u8]; 2] {
    [b"pecule/authority-key", install.as_bytes()]
}

#[cfg(test)]
mod tests {
    use super::{ForeignAuthority, open, seal};
    use crate::installation::keyring::Keyring;
    use crate::installation::master_key::MasterKey;

    #[test]
    fn only_this_installation_opens_its_authority() {
        let (one, two) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        let here = Keyring::create(&one, 0).unwrap().0;
        let there = Keyring::create(&one, 0).unwrap().0;
        let sealed = seal(&one, here.install(), b"key").unwrap();
        assert_eq!(**open(&one, here.install(), &sealed).unwrap(), *b"key");
        assert_eq!(open(&two, here.install(), &sealed), Err(ForeignAuthority));
        assert_eq!(open(&one, there.install(), &sealed), Err(ForeignAuthority));
    }
}
