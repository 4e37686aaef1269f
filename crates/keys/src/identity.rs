//! Represents a person as an age identity (X25519), and seals messages to public keys.

use std::fmt;
use std::io::{Read, Write};
use std::iter;
use std::str::FromStr;

use age::x25519;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::encoding::fingerprint;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;

/// The secret key of a person, which unseals messages sealed to its public key.
#[derive(Clone)]
pub struct Identity(x25519::Identity);

/// The public half of an identity, as age writes recipients.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PublicKey(String);

/// The error for text that is not an age key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAKey {
    /// A public key was expected.
    #[error("this is not an age public key: it begins with `age1` and has 62 characters")]
    Public,
    /// A secret key was expected.
    #[error("this is not an age secret key: it begins with `AGE-SECRET-KEY-1`")]
    Secret,
}

/// The error of sealing or unsealing a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// The list of public keys is empty or holds an invalid key.
    #[error("a message must be sealed to somebody: name at least one public key")]
    NoRecipient,
    /// The message is sealed to other keys.
    #[error("this message is sealed to other keys: open it with one of theirs")]
    NotForThisIdentity,
    /// The message is truncated, altered, or not an age message.
    #[error("this sealed message is damaged: take another copy of it")]
    Damaged,
    /// The operating system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl Identity {
    /// Generates a new identity.
    pub fn generate() -> Result<Self, NoRandomness> {
        // age draws from the same source and panics on its failure, so test the source first.
        random::self_test()?;
        Ok(Self(x25519::Identity::generate()))
    }

    /// Parses an identity in age's text format (`AGE-SECRET-KEY-1…`).
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        text.trim().parse().map(Self).or(Err(NotAKey::Secret))
    }

    /// Returns the identity in age's text format, for printing or sealing.
    pub fn secret_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// Returns the public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.to_public().to_string())
    }

    /// Returns the identity as age's trait object.
    pub(crate) fn as_age(&self) -> &dyn age::Identity {
        &self.0
    }

    /// Opens a message sealed to this identity. Returns the whole plaintext or an error.
    pub fn unseal(&self, message: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let decryptor = age::Decryptor::new_buffered(message).or(Err(SealError::Damaged))?;
        let mut reader =
            decryptor.decrypt(iter::once(self.as_age())).map_err(|error| why_closed(&error))?;
        // Reserve the whole size, since growing the buffer would leave partial copies in memory.
        let mut plain = Zeroizing::new(Vec::with_capacity(message.len()));
        reader.read_to_end(&mut plain).or(Err(SealError::Damaged))?;
        Ok(plain)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(secret)")
    }
}

pub(crate) fn why_closed(error: &age::DecryptError) -> SealError {
    if matches!(error, age::DecryptError::NoMatchingKeys) {
        SealError::NotForThisIdentity
    } else {
        SealError::Damaged
    }
}

fn as_recipient(key: &x25519::Recipient) -> &dyn age::Recipient {
    key
}

/// Makes an age encryptor for these keys. Fails with `NoRecipient` for an empty list.
pub(crate) fn encryptor(to: &[PublicKey]) -> Result<age::Encryptor, SealError> {
    random::self_test()?;
    // Public keys were validated when parsed, so a failure here means a corrupt value.
    let recipients: Vec<x25519::Recipient> = to
        .iter()
        .map(|key| key.0.parse().or(Err(SealError::NoRecipient)))
        .collect::<Result<_, _>>()?;
    age::Encryptor::with_recipients(recipients.iter().map(as_recipient))
        .or(Err(SealError::NoRecipient))
}

/// Seals bytes to each of these keys, in the format of the standard `age` command.
pub fn seal(plain: &[u8], to: &[PublicKey]) -> Result<Vec<u8>, SealError> {
    let encryptor = encryptor(to)?;
    let mut sealed = Vec::with_capacity(plain.len() + 512);
    let written = encryptor.wrap_output(&mut sealed).and_then(|mut writer| {
        writer.write_all(plain)?;
        writer.finish()
    });
    written.or(Err(SealError::Damaged))?;
    Ok(sealed)
}

impl PublicKey {
    /// Returns the key in age's text format (`age1…`).
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a short form to compare by eye or aloud: eight groups of four hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.0.as_bytes())
    }
}

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let key: x25519::Recipient = text.trim().parse().or(Err(NotAKey::Public))?;
        // Normalise, so that one key has one text and one fingerprint.
        Ok(Self(key.to_string()))
    }
}

impl TryFrom<String> for PublicKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.0)
    }
}

#[cfg(test)]
mod tests;
