//! The master key: it encrypts nothing itself, purposes derive their keys from it.

use std::fmt;
use std::path::Path;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::hkdf::derive;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;
use crate::files;
use crate::files::{FileProblem, Place};
use crate::installation::installation_id::Install;
use crate::installation::master_key::strength::Weakness;

pub mod strength;

/// The installation's master key: 32 random bytes.
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why a master key is refused.
#[derive(Debug, Error)]
pub enum MasterKeyError {
    /// The file is missing, loose, foreign or unreadable.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The file has not 32 bytes.
    #[error(
        "the master key has {length} bytes instead of 32: put the right file back, \
         or run `pecule keygen` for a new installation"
    )]
    WrongLength {
        /// How many bytes the file has.
        length: usize,
    },
    /// The bytes cannot have been drawn at random.
    #[error(transparent)]
    Weak(#[from] Weakness),
}

/// What a subkey is for; each purpose has its own, so that none can stand in for another.
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
    /// Draws a new master key, after checking the source.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::self_test()?;
        random::secret().map(Self)
    }

    /// Reads the key from a file in a private folder; refuses loose files and weak keys.
    pub fn read(path: &Path) -> Result<Self, MasterKeyError> {
        Self::read_at(path, Place::Private)
    }

    /// Reads the key from where the service manager or the container mounted it.
    pub fn read_mounted(path: &Path) -> Result<Self, MasterKeyError> {
        Self::read_at(path, Place::Mounted)
    }

    fn read_at(path: &Path, place: Place) -> Result<Self, MasterKeyError> {
        Self::from_slice(&files::read(path, place)?)
    }

    /// Takes the key that a backup brought back; refuses weak keys.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, MasterKeyError> {
        let Ok(exact) = <&[u8; 32]>::try_from(bytes) else {
            strength::judge_text(bytes)?;
            return Err(MasterKeyError::WrongLength { length: bytes.len() });
        };
        strength::judge(exact)?;
        Ok(Self(Zeroizing::new(*exact)))
    }

    /// Writes the key into a new file, for its owner alone; never overwrites.
    pub fn write_new(&self, path: &Path) -> Result<(), FileProblem> {
        files::write_new(path, self.0.as_slice())
    }

    /// The raw key, for a backup that is sealed to its recipients.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Derives the key of one purpose; `kid` names its edition, so that it can be renewed.
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
