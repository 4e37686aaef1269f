//! A person is an age identity (X25519): what is sealed to its public key, only it unseals.

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

/// Who somebody is, cryptographically: it unseals what was sealed to its public key.
#[derive(Clone)]
pub struct Identity(x25519::Identity);

/// The public half of an identity, as age writes recipients.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PublicKey(String);

/// The text is not an age key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAKey {
    /// It should be a recipient.
    #[error("this is not an age public key: it begins with `age1` and has 62 characters")]
    Public,
    /// It should be an identity.
    #[error("this is not an age secret key: it begins with `AGE-SECRET-KEY-1`")]
    Secret,
}

/// Why a message cannot be sealed or unsealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// A message to nobody could be opened by nobody.
    #[error("a message must be sealed to somebody: name at least one public key")]
    NoRecipient,
    /// The message is sealed to others.
    #[error("this message is sealed to other keys: open it with one of theirs")]
    NotForThisIdentity,
    /// The message is cut short, altered, or no age message.
    #[error("this sealed message is damaged: take another copy of it")]
    Damaged,
    /// The machine gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl Identity {
    /// Makes a new identity.
    pub fn generate() -> Result<Self, NoRandomness> {
        // age draws from the same source, but panics where it fails: ask first.
        random::self_test()?;
        Ok(Self(x25519::Identity::generate()))
    }

    /// Reads an identity from the text that age writes.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        text.trim().parse().map(Self).or(Err(NotAKey::Secret))
    }

    /// The identity as age writes it, for what is printed or sealed.
    pub fn secret_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half, to which others seal.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.to_public().to_string())
    }

    /// The identity as age takes it.
    pub(crate) fn as_age(&self) -> &dyn age::Identity {
        &self.0
    }

    /// Opens a message that was sealed to this identity, whole or not at all.
    pub fn unseal(&self, message: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let decryptor = age::Decryptor::new_buffered(message).or(Err(SealError::Damaged))?;
        let mut reader =
            decryptor.decrypt(iter::once(self.as_age())).map_err(|error| why_closed(&error))?;
        // Room for everything from the start, so that no partial copy stays in memory.
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

/// What seals to each of these keys.
pub(crate) fn encryptor(to: &[PublicKey]) -> Result<age::Encryptor, SealError> {
    random::self_test()?;
    // A public key was checked when it was read: one that no longer parses cannot be sealed to.
    let recipients: Vec<x25519::Recipient> = to
        .iter()
        .map(|key| key.0.parse().or(Err(SealError::NoRecipient)))
        .collect::<Result<_, _>>()?;
    age::Encryptor::with_recipients(recipients.iter().map(as_recipient))
        .or(Err(SealError::NoRecipient))
}

/// Seals bytes so that each of these keys can open them; the standard `age` command can, too.
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
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A short form to compare by eye or aloud: eight groups of four hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.0.as_bytes())
    }
}

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let key: x25519::Recipient = text.trim().parse().or(Err(NotAKey::Public))?;
        // Written again, so that one key has one text and one fingerprint.
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
