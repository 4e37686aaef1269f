//! Derives keys with HKDF-SHA256 (RFC 5869) and authenticates with HMAC-SHA256 (RFC 2104).
//!
//! Each input is prefixed with its length, so that different lists of inputs never collide.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Joins parts, each after its length, so that different lists give different bytes.
pub(crate) fn bind(parts: &[&[u8]]) -> Vec<u8> {
    let mut bound = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        bound.extend_from_slice(&length(part));
        bound.extend_from_slice(part);
    }
    bound
}

/// Derives a 32-byte key from a secret for the purpose named by `info`.
#[expect(clippy::expect_used, reason = "HKDF-SHA256 gives up to 8160 bytes, so 32 always fit")]
pub(crate) fn derive(secret: &[u8], salt: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(&bind(info), key.as_mut_slice())
        .expect("32 bytes are within HKDF's reach");
    key
}

/// Computes the HMAC of parts under a 32-byte key.
pub(crate) fn tag(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a short key with zeros: giving it the padded block makes `new` infallible.
    let mut block = Zeroizing::new([0; 64]);
    for (slot, byte) in block.iter_mut().zip(key) {
        *slot = *byte;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(&length(part));
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{bind, derive, tag};

    #[test]
    fn hkdf_agrees_with_rfc_5869_case_1() {
        let mut okm = [0; 42];
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let salt: Vec<u8> = (0..=0x0c).collect();
        hkdf::Hkdf::<sha2::Sha256>::new(Some(&salt), &[0x0b; 22]).expand(&info, &mut okm).unwrap();
        assert_eq!(okm[..4], [0x3c, 0xb2, 0x5f, 0x25]);
    }

    #[test]
    fn tag_is_hmac_of_the_unpadded_key() {
        use hmac::{Hmac, KeyInit, Mac};
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(&bind(&[b"a", b"bc"]));
        assert_eq!(tag(&[7; 32], &[b"a", b"bc"])[..], mac.finalize().into_bytes()[..]);
    }

    #[test]
    fn purposes_and_salts_separate_keys() {
        let key = derive(b"secret", b"salt", &[b"one"]);
        assert_ne!(key, derive(b"secret", b"salt", &[b"two"]));
        assert_ne!(key, derive(b"secret", b"tlas", &[b"one"]));
        assert_ne!(key, derive(b"terces", b"salt", &[b"one"]));
    }

    proptest! {
        #[test]
        fn moving_a_border_changes_what_is_bound(bytes: Vec<u8>, cut: prop::sample::Index) {
            let cut = cut.index(bytes.len() + 1);
            let (left, right) = bytes.split_at(cut);
            prop_assert_ne!(bind(&[left, right]), bind(&[&bytes]));
        }
    }
}
