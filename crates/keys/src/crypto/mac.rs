//! The keys that chain the journals.

use std::fmt;

use zeroize::Zeroizing;

use crate::books::file_key::BooksKey;
use crate::crypto::hkdf::{derive, tag};
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

/// The key under which one journal's entries are chained.
pub struct JournalKey(Zeroizing<[u8; 32]>);

impl JournalKey {
    /// The key of the household's journal, from the master key.
    pub fn household(master: &MasterKey, install: &Install) -> Self {
        Self(master.subkey(install, Purpose::Journal, "1"))
    }

    /// The key of a books' journal, from the books' own key.
    pub fn books(key: &BooksKey) -> Self {
        Self(derive(key.bytes(), b"pecule/books", &[b"journal", b"1"]))
    }

    /// The key of earlier entries, as the books keep it once their own key was renewed.
    pub fn kept(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The raw key, to be kept inside the books that it chained.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The code of an entry: it covers the entry before and each field with its length.
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
