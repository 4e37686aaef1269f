//! Authenticates the entries of audit logs in a chain (HMAC-SHA256).

use std::fmt;

use zeroize::Zeroizing;

use crate::books::file_key::BooksKey;
use crate::crypto::hkdf::{derive, tag};
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// The key that chains the entries of one audit log.
pub struct JournalKey(Zeroizing<[u8; 32]>);

impl JournalKey {
    /// Derives the key of the household's audit log from the master key.
    pub fn household(master: &MasterKey, install: &Install) -> Self {
        Self(master.subkey(install, Purpose::Journal, "1"))
    }

    /// Derives the key of the change log of books from the books' key.
    pub fn books(key: &BooksKey) -> Self {
        Self(derive(key.bytes(), b"pecule/books", &[b"journal", b"1"]))
    }

    /// Restores the key of earlier entries, which the books store after a key rotation.
    pub fn kept(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// Returns the raw key, to store it inside the books after a key rotation.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Computes the code of an entry from the previous code and from each field with its length.
    pub fn chain(&self, previous: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
        let mut parts: Vec<&[u8]> = Vec::with_capacity(fields.len() + 2);
        parts.push(b"journal-v1");
        parts.push(previous);
        parts.extend_from_slice(fields);
        tag(&self.0, &parts)
    }
}

impl fmt::Debug for JournalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JournalKey(secret)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::JournalKey;
    use crate::books::file_key::BooksKey;
    use crate::installation::installation_id::Install;
    use crate::installation::master_key::MasterKey;

    #[test]
    fn each_journal_has_a_key_of_its_own() {
        let (master, install) = (MasterKey::generate().unwrap(), Install::generate().unwrap());
        let one = JournalKey::household(&master, &install).chain(&[0; 32], &[b"x"]);
        assert_eq!(one, JournalKey::household(&master, &install).chain(&[0; 32], &[b"x"]));
        let elsewhere = Install::generate().unwrap();
        assert_ne!(one, JournalKey::household(&master, &elsewhere).chain(&[0; 32], &[b"x"]));
        let books = BooksKey::from_slice(&[1; 32]).unwrap();
        assert_ne!(one, JournalKey::books(&books).chain(&[0; 32], &[b"x"]));
    }

    proptest! {
        #[test]
        fn a_chain_notices_every_kind_of_change(
            fields in prop::collection::vec(any::<Vec<u8>>(), 1..6),
            at: prop::sample::Index,
        ) {
            let key = JournalKey::books(&BooksKey::from_slice(&[1; 32]).unwrap());
            let chain = |previous: &[u8; 32], fields: &[Vec<u8>]| {
                key.chain(previous, &fields.iter().map(Vec::as_slice).collect::<Vec<_>>())
            };
            let honest = chain(&[0; 32], &fields);
            prop_assert_ne!(honest, chain(&[1; 32], &fields));
            let at = at.index(fields.len());
            let mut edited = fields.clone();
            edited[at].push(0);
            prop_assert_ne!(honest, chain(&[0; 32], &edited));
            let mut shortened = fields.clone();
            shortened.remove(at);
            prop_assert_ne!(honest, chain(&[0; 32], &shortened));
        }
    }
}
