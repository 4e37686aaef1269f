//! Reads, writes and validates the master key, and derives one subkey per purpose.
//!
//! The master key itself encrypts nothing.

use std::fmt;
use std::path::Path;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::hkdf::derive;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;
use crate::files;
use crate::files::problem::{FileProblem, KeyFileOrigin};
use crate::installation::installation_id::Install;
use crate::installation::master_key::strength::Weakness;

pub mod strength;

/// The installation's master key: 32 random bytes.
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// The error for a refused master key.
#[derive(Debug, Error)]
pub enum MasterKeyError {
    /// The file is missing or unreadable, or has the wrong permissions or owner.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The file does not have 32 bytes.
    #[error(
        "the master key has {length} bytes instead of 32: put the right file back, \
         or run `pecule keygen` for a new installation"
    )]
    WrongLength {
        /// The length of the file, in bytes.
        length: usize,
    },
    /// The bytes are not random.
    #[error(transparent)]
    Weak(#[from] Weakness),
}

/// The purpose of a subkey. Each purpose has its own key, so that a value of one never opens as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Keyring,
    WrapHousehold,
    WrapSigning,
    WrapAuthority,
    Jwt,
    Journal,
    Pepper,
    Totp,
    Unattended,
    Drill,
    Targets,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Keyring => b"keyring",
            Self::WrapHousehold => b"wrap-household",
            Self::WrapSigning => b"wrap-signing",
            Self::WrapAuthority => b"wrap-authority",
            Self::Jwt => b"jwt",
            Self::Journal => b"journal",
            Self::Pepper => b"pepper",
            Self::Totp => b"totp",
            Self::Unattended => b"unattended",
            Self::Drill => b"drill",
            Self::Targets => b"targets",
        }
    }
}

impl MasterKey {
    /// Generates a new master key, after a self-test of the random source.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::self_test()?;
        random::secret().map(Self)
    }

    /// Reads the key from a private folder. Refuses loose permissions and weak keys.
    pub fn read(path: &Path) -> Result<Self, MasterKeyError> {
        Self::read_at(path, KeyFileOrigin::Private)
    }

    /// Reads the key from a mount of the service manager or the container.
    pub fn read_mounted(path: &Path) -> Result<Self, MasterKeyError> {
        Self::read_at(path, KeyFileOrigin::Mounted)
    }

    fn read_at(path: &Path, place: KeyFileOrigin) -> Result<Self, MasterKeyError> {
        Self::from_slice(&files::read(path, place)?)
    }

    /// Makes the key from bytes, such as those of a backup. Refuses weak keys.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, MasterKeyError> {
        let Ok(exact) = <&[u8; 32]>::try_from(bytes) else {
            strength::judge_text(bytes)?;
            return Err(MasterKeyError::WrongLength { length: bytes.len() });
        };
        strength::judge(exact)?;
        Ok(Self(Zeroizing::new(*exact)))
    }

    /// Writes the key into a new file of mode 600. Fails where the file exists.
    pub fn write_new(&self, path: &Path) -> Result<(), FileProblem> {
        files::write_new(path, self.0.as_slice())
    }

    /// Returns the raw key, which a backup includes sealed to its recipients.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Derives the subkey of a purpose; `kid` is its version, so that it can be rotated.
    pub(crate) fn subkey(
        &self,
        install: &Install,
        purpose: Purpose,
        kid: &str,
    ) -> Zeroizing<[u8; 32]> {
        let info: [&[u8]; 3] = [b"pecule/v1", purpose.label(), kid.as_bytes()];
        derive(self.0.as_slice(), install.as_bytes(), &info)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(secret)")
    }
}

#[cfg(test)]
mod tests;
