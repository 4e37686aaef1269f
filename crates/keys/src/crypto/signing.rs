//! Signs and verifies the manifests of backups with Ed25519 (RFC 8032).

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::encoding::{fingerprint, from_base64, to_base64};
use crate::crypto::random;
use crate::crypto::random::NoRandomness;

const PREFIX: &str = "pecule-sign-";

/// The secret key that signs the manifests of this installation's backups.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The public key that verifies manifests, printed on the household's kit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

/// The error for a refused signature or key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// The text is not a verifying key.
    #[error("this is not a signing key's public half: it begins with `pecule-sign-`")]
    NotAKey,
    /// The signature is not this key's signature of this content.
    #[error("the signature does not match: this was altered, or signed by another installation")]
    Mismatch,
}

impl SigningKey {
    pub(crate) fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(|seed| Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    pub(crate) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    pub(crate) fn from_seed(seed: &[u8]) -> Option<Self> {
        let seed = <&[u8; 32]>::try_from(seed).ok()?;
        Some(Self(ed25519_dalek::SigningKey::from_bytes(seed)))
    }

    /// Signs a manifest.
    pub fn sign(&self, content: &[u8]) -> [u8; 64] {
        self.0.sign(content).to_bytes()
    }

    /// Returns the public key.
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(secret)")
    }
}

impl VerifyingKey {
    /// Verifies the signature of a content. Weak keys and malleable signatures are refused.
    pub fn verify(&self, content: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let signature = Signature::from_slice(signature).or(Err(SignatureError::Mismatch))?;
        self.0.verify_strict(content, &signature).or(Err(SignatureError::Mismatch))
    }

    /// Returns a short form to compare by eye or aloud.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.0.as_bytes())
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", to_base64(self.0.as_bytes()))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

impl FromStr for VerifyingKey {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let digits = text.trim().strip_prefix(PREFIX).ok_or(SignatureError::NotAKey)?;
        let mut bytes = [0; 32];
        if !from_base64(digits, &mut bytes) {
            return Err(SignatureError::NotAKey);
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes);
        let key = key.or(Err(SignatureError::NotAKey))?;
        if key.is_weak() { Err(SignatureError::NotAKey) } else { Ok(Self(key)) }
    }
}

impl TryFrom<String> for VerifyingKey {
    type Error = SignatureError;

    fn try_from(text: String) -> Result<Self, SignatureError> {
        text.parse()
    }
}

impl From<VerifyingKey> for String {
    fn from(key: VerifyingKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{SignatureError, SigningKey, VerifyingKey};

    #[test]
    fn only_the_signed_content_verifies() {
        let key = SigningKey::generate().unwrap();
        let signature = key.sign(b"manifest");
        let public: VerifyingKey = key.public().to_string().parse().unwrap();
        assert_eq!(public.verify(b"manifest", &signature), Ok(()));
        let mismatch = Err(SignatureError::Mismatch);
        assert_eq!(public.verify(b"manifesT", &signature), mismatch);
        assert_eq!(public.verify(b"manifest", &signature[..63]), mismatch);
        assert_eq!(public.verify(b"manifest", &[0; 64]), mismatch);
        let other = SigningKey::generate().unwrap().public();
        assert_eq!(other.verify(b"manifest", &signature), mismatch);
        assert_ne!(other.fingerprint(), public.fingerprint());
    }

    #[test]
    fn agrees_with_rfc_8032_test_1() {
        let seed = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec,
            0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03,
            0x1c, 0xae, 0x7f, 0x60,
        ];
        let key = SigningKey::from_seed(&seed).unwrap();
        assert_eq!(key.sign(b"")[..4], [0xe5, 0x56, 0x43, 0x00]);
        assert_eq!(*key.seed(), seed);
    }

    #[test]
    fn text_that_is_no_key_is_refused() {
        let zero = format!("pecule-sign-{}", "A".repeat(43));
        for text in ["", "pecule-sign-", "pecule-sign-AAAA", "age1", &zero] {
            assert_eq!(text.parse::<VerifyingKey>(), Err(SignatureError::NotAKey), "{text}");
        }
    }
}
