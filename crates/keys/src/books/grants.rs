//! Seals the key of books to the public key of a person who may open them.

use crate::books::file_key::BooksKey;
use crate::identity::{Identity, PublicKey, SealError, seal};

/// The prefix of the plaintext, so that no other sealed message can pass for a grant.
const HEADING: &[u8] = b"pecule books key v1\n";

/// Seals the key of books to a public key.
pub fn grant(key: &BooksKey, to: &PublicKey) -> Result<Vec<u8>, SealError> {
    let mut plain = zeroize::Zeroizing::new(Vec::with_capacity(HEADING.len() + 32));
    plain.extend_from_slice(HEADING);
    plain.extend_from_slice(key.bytes());
    seal(&plain, std::slice::from_ref(to))
}

/// Opens a grant with the identity of its recipient.
pub fn open_grant(identity: &Identity, grant: &[u8]) -> Result<BooksKey, SealError> {
    let plain = identity.unseal(grant)?;
    let key = plain.strip_prefix(HEADING).and_then(BooksKey::from_slice);
    key.ok_or(SealError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::{grant, open_grant};
    use crate::books::file_key::BooksKey;
    use crate::identity::{Identity, SealError, seal};

    #[test]
    fn a_grant_opens_for_the_grantee_alone() {
        let (key, grantee) = (BooksKey::generate().unwrap(), Identity::generate().unwrap());
        let sealed = grant(&key, &grantee.public()).unwrap();
        assert_eq!(open_grant(&grantee, &sealed).unwrap(), key);
        let other = Identity::generate().unwrap();
        assert_eq!(open_grant(&other, &sealed), Err(SealError::NotForThisIdentity));
    }

    #[test]
    fn another_message_is_no_grant() {
        let grantee = Identity::generate().unwrap();
        for plain in [&[7; 32][..], b"pecule books key v1\nshort", b""] {
            let message = seal(plain, &[grantee.public()]).unwrap();
            assert_eq!(open_grant(&grantee, &message), Err(SealError::Damaged));
        }
    }
}
