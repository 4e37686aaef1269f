//! Provides the keys of a drill, in which the server verifies a backup without the printed kit.
//!
//! Each backup has its own identity among its recipients. Totals of books are compared by fingerprint.

use std::fmt;

use zeroize::Zeroizing;

use crate::books::file_key::BooksKey;
use crate::crypto::hkdf::{derive, tag};
use crate::crypto::random::NoRandomness;
use crate::crypto::sealing;
use crate::identity::{Identity, SealError};
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// Wraps a drill identity under the master key, bound to its backup.
pub fn wrap(
    identity: &Identity,
    master: &MasterKey,
    install: &Install,
    backup: &[u8],
) -> Result<Vec<u8>, NoRandomness> {
    let key = master.subkey(install, Purpose::Drill, "1");
    sealing::seal(&key, &bound(install, backup), identity.secret_text().as_bytes())
}

/// Unwraps an identity that [`wrap`] wrapped for the same backup.
pub fn unwrap(
    wrapped: &[u8],
    master: &MasterKey,
    install: &Install,
    backup: &[u8],
) -> Result<Identity, SealError> {
    let key = master.subkey(install, Purpose::Drill, "1");
    let text = sealing::open(&key, &bound(install, backup), wrapped);
    let text = text.or(Err(SealError::Damaged))?;
    let text = std::str::from_utf8(&text).or(Err(SealError::Damaged))?;
    Identity::parse(text).or(Err(SealError::Damaged))
}

/// The key that fingerprints the totals of books. Without the books' key, a fingerprint reveals nothing.
pub struct TotalsKey(Zeroizing<[u8; 32]>);

impl TotalsKey {
    /// Derives the key for one set of books.
    pub fn books(key: &BooksKey) -> Self {
        Self(derive(key.bytes(), b"pecule/books", &[b"totals", b"1"]))
    }

    /// Computes the fingerprint of totals, given as canonical text.
    pub fn fingerprint(&self, totals: &str) -> [u8; 32] {
        tag(&self.0, &[b"totals-v1", totals.as_bytes()])
    }
}

impl fmt::Debug for TotalsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotalsKey(secret)")
    }
}

fn bound<'a>(install: &'a Install, backup: &'a [u8]) -> [&'a [u8]; 3] {
    [b"pecule/drill", install.as_bytes(), backup]
}

#[cfg(test)]
mod tests {
    use super::{TotalsKey, unwrap, wrap};
    use crate::books::file_key::BooksKey;
    use crate::identity::{Identity, SealError, seal};
    use crate::installation::installation_id::Install;
    use crate::installation::master_key::MasterKey;

    #[test]
    fn a_drill_identity_belongs_to_one_backup() {
        let (master, install) = (MasterKey::generate().unwrap(), Install::generate().unwrap());
        let identity = Identity::generate().unwrap();
        let wrapped = wrap(&identity, &master, &install, b"one").unwrap();
        let back = unwrap(&wrapped, &master, &install, b"one").unwrap();
        let message = seal(b"tar", &[identity.public()]).unwrap();
        assert_eq!(**back.unseal(&message).unwrap(), *b"tar");
        let other = unwrap(&wrapped, &master, &install, b"two").err();
        assert_eq!(other, Some(SealError::Damaged));
        let foreign = MasterKey::generate().unwrap();
        assert!(unwrap(&wrapped, &foreign, &install, b"one").is_err());
    }

    #[test]
    fn a_fingerprint_needs_the_key_of_the_books() {
        let key = |byte| TotalsKey::books(&BooksKey::from_slice(&[byte; 32]).unwrap());
        assert_eq!(key(1).fingerprint("EUR 1.00"), key(1).fingerprint("EUR 1.00"));
        assert_ne!(key(1).fingerprint("EUR 1.00"), key(1).fingerprint("EUR 1.01"));
        assert_ne!(key(1).fingerprint("EUR 1.00"), key(2).fingerprint("EUR 1.00"));
    }
}
