//! Encrypts with XChaCha20-Poly1305, in an envelope of version, nonce and ciphertext with its tag.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::crypto::hkdf::bind;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// The error for an envelope that does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenError {
    /// The bytes are not an envelope of a known version.
    Malformed,
    /// The key or the bound parts differ, or the bytes were altered; the cipher cannot tell which.
    Refused,
}

/// Seals bytes under a key. Opening requires the same `bound` parts, which are authenticated only.
#[expect(clippy::expect_used, reason = "the cipher refuses only messages above 256 GiB")]
pub(crate) fn seal(key: &[u8; 32], bound: &[&[u8]], plain: &[u8]) -> Result<Vec<u8>, NoRandomness> {
    let nonce: [u8; NONCE] = random::bytes()?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &bind(bound) })
        .expect("a key or an identity is short");
    let mut envelope = Vec::with_capacity(1 + NONCE + sealed.len());
    envelope.push(VERSION);
    envelope.extend_from_slice(&nonce);
    envelope.extend_from_slice(&sealed);
    Ok(envelope)
}

/// Opens an envelope that [`seal`] made.
pub(crate) fn open(
    key: &[u8; 32],
    bound: &[&[u8]],
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (version, rest) = envelope.split_first().ok_or(OpenError::Malformed)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(OpenError::Malformed)?;
    if *version != VERSION || sealed.len() < 16 {
        return Err(OpenError::Malformed);
    }
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &bind(bound) })
        .map(Zeroizing::new)
        .ok()
        .ok_or(OpenError::Refused)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{OpenError, open, seal};

    #[test]
    fn opens_only_under_the_same_key_and_circumstances() {
        let envelope = seal(&[1; 32], &[b"here"], b"plain").unwrap();
        assert_eq!(**open(&[1; 32], &[b"here"], &envelope).unwrap(), *b"plain");
        assert_eq!(open(&[2; 32], &[b"here"], &envelope), Err(OpenError::Refused));
        assert_eq!(open(&[1; 32], &[b"there"], &envelope), Err(OpenError::Refused));
        assert_eq!(open(&[1; 32], &[b"here"], b""), Err(OpenError::Malformed));
        assert_eq!(open(&[1; 32], &[b"here"], &envelope[..40]), Err(OpenError::Malformed));
        assert_ne!(envelope, seal(&[1; 32], &[b"here"], b"plain").unwrap());
    }

    proptest! {
        #[test]
        fn any_altered_byte_is_noticed(plain: Vec<u8>, at: prop::sample::Index, by in 1_u8..) {
            let mut envelope = seal(&[1; 32], &[], &plain).unwrap();
            let at = at.index(envelope.len());
            envelope[at] ^= by;
            prop_assert!(open(&[1; 32], &[], &envelope).is_err());
        }
    }
}
