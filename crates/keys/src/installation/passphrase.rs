//! A master key at rest under a passphrase: an age file (scrypt) that the age command opens as well.

use std::path::Path;

use age::scrypt;
use secrecy::SecretString;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::auth::password;
use crate::auth::password::PasswordProblem;
use crate::crypto::random::NoRandomness;
use crate::files;
use crate::files::{FileProblem, Place};
use crate::installation::master_key::{MasterKey, MasterKeyError};

/// The cost of one guess: 2^18 rounds of scrypt, about 256 MiB and a second.
const COST: u8 = 18;
/// A file that asks for more is not ours, and would keep this machine busy for minutes.
const DEAREST: u8 = 20;
/// What tests pay.
const COST_OF_TESTS: u8 = 4;

/// Why a wrapped master key stays closed.
#[derive(Debug, Error)]
pub enum PassphraseError {
    /// The file is missing, loose, foreign or unreadable.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// It is not an age file that a passphrase opens.
    #[error("the wrapped master key is damaged, or is another kind of file: put a copy of it back")]
    NotWrapped,
    /// Another passphrase opens it.
    #[error("this passphrase does not open the master key: check the keyboard, then try again")]
    Wrong,
    /// The machine gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// What came out cannot be a master key.
    #[error(transparent)]
    Key(#[from] MasterKeyError),
}

/// Refuses a passphrase that could be guessed, by the rule of passwords without a second factor.
pub fn check(passphrase: &str) -> Result<(), PasswordProblem> {
    password::check(passphrase, &[], false)
}

/// Reads a wrapped key from a private folder; refuses loose files.
pub fn read(path: &Path) -> Result<Vec<u8>, PassphraseError> {
    Ok(files::read(path, Place::Private)?.to_vec())
}

/// Writes a wrapped key into a new file, for its owner alone; never overwrites.
pub fn write_new(path: &Path, wrapped: &[u8]) -> Result<(), FileProblem> {
    files::write_new(path, wrapped)
}

impl MasterKey {
    /// Wraps the key so that the passphrase opens it.
    pub fn wrap(&self, passphrase: &str) -> Result<Vec<u8>, NoRandomness> {
        self.wrap_at(passphrase, COST)
    }

    /// Wraps the key at next to no cost: for tests alone.
    pub fn wrap_cheaply(&self, passphrase: &str) -> Result<Vec<u8>, NoRandomness> {
        self.wrap_at(passphrase, COST_OF_TESTS)
    }

    fn wrap_at(&self, passphrase: &str, cost: u8) -> Result<Vec<u8>, NoRandomness> {
        let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(cost);
        // Encrypting to a passphrase fails only where the system gives no random bytes.
        age::encrypt(&recipient, self.bytes()).ok().ok_or(NoRandomness)
    }

    /// Opens what [`MasterKey::wrap`] wrapped; refuses weak keys.
    pub fn unwrap(wrapped: &[u8], passphrase: &str) -> Result<Self, PassphraseError> {
        let mut identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
        identity.set_max_work_factor(DEAREST);
        let opened = age::decrypt(&identity, wrapped).map(Zeroizing::new);
        let key = opened.map_err(|error| {
            let closed = matches!(
                error,
                age::DecryptError::DecryptionFailed
                    | age::DecryptError::KeyDecryptionFailed
                    | age::DecryptError::InvalidMac
                    | age::DecryptError::NoMatchingKeys
            );
            if closed { PassphraseError::Wrong } else { PassphraseError::NotWrapped }
        })?;
        Ok(Self::from_slice(&key)?)
    }
}

#[cfg(test)]
mod tests;
