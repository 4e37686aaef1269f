//! Wraps the master key under a passphrase, as an age file (scrypt) that the `age` command also opens.

use std::path::Path;

use age::scrypt;
use secrecy::SecretString;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::auth::password;
use crate::auth::password::PasswordProblem;
use crate::crypto::random::NoRandomness;
use crate::files;
use crate::files::problem::{FileProblem, KeyFileOrigin};
use crate::installation::master_key::{MasterKey, MasterKeyError};

/// The scrypt work factor: 2^18 rounds, about 256 MiB and one second per guess.
const COST: u8 = 18;
/// The highest accepted work factor. A forged file with a higher one would block the machine for minutes.
const DEAREST: u8 = 20;
/// The work factor of tests.
const COST_OF_TESTS: u8 = 4;

/// The error for a wrapped master key that cannot be read, opened or made.
#[derive(Debug, Error)]
pub enum PassphraseError {
    /// The file is missing or unreadable, or has the wrong permissions or owner.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The content is not an age file for a passphrase.
    #[error("the wrapped master key is damaged, or is another kind of file: put a copy of it back")]
    NotWrapped,
    /// The passphrase is wrong.
    #[error("this passphrase does not open the master key: check the keyboard, then try again")]
    Wrong,
    /// The operating system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The decrypted content is not a valid master key.
    #[error(transparent)]
    Key(#[from] MasterKeyError),
}

/// Checks a passphrase by the rules for passwords without a second factor.
pub fn check(passphrase: &str) -> Result<(), PasswordProblem> {
    password::check(passphrase, &[], false)
}

/// Reads a wrapped key from a private folder. Refuses loose permissions.
pub fn read(path: &Path) -> Result<Vec<u8>, PassphraseError> {
    Ok(files::read(path, KeyFileOrigin::Private)?.to_vec())
}

/// Writes a wrapped key into a new file of mode 600. Fails where the file exists.
pub fn write_new(path: &Path, wrapped: &[u8]) -> Result<(), FileProblem> {
    files::write_new(path, wrapped)
}

impl MasterKey {
    /// Wraps the key under a passphrase.
    pub fn wrap(&self, passphrase: &str) -> Result<Vec<u8>, NoRandomness> {
        self.wrap_at(passphrase, COST)
    }

    /// Wraps the key with a work factor that is only fit for tests.
    pub fn wrap_cheaply(&self, passphrase: &str) -> Result<Vec<u8>, NoRandomness> {
        self.wrap_at(passphrase, COST_OF_TESTS)
    }

    fn wrap_at(&self, passphrase: &str, cost: u8) -> Result<Vec<u8>, NoRandomness> {
        let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(cost);
        // Encrypting to a passphrase fails only without random bytes.
        age::encrypt(&recipient, self.bytes()).ok().ok_or(NoRandomness)
    }

    /// Opens a key that [`MasterKey::wrap`] wrapped. Refuses weak keys.
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
