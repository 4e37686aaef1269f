//! Defines the household's kit, which is printed once and holds the secret key that opens the backups.

use std::fmt;

use zeroize::Zeroizing;

use crate::crypto::signing::VerifyingKey;
use crate::identity::{Identity, PublicKey};
use crate::installation::installation_id::Install;

/// The secret key that opens the backups, with the public data of the installation.
///
/// The machine stores only the public part. The kit excludes the master key, which each backup contains.
pub struct Kit {
    pub install: Install,
    /// In seconds since 1970.
    pub created: i64,
    /// The public key that backups are sealed to.
    pub recipient: PublicKey,
    /// The key that verifies the signatures of backups.
    pub verifying_key: VerifyingKey,
    identity: Identity,
}

impl Kit {
    pub(crate) fn new(
        install: Install,
        created: i64,
        identity: Identity,
        verifying_key: VerifyingKey,
    ) -> Self {
        Self { install, created, recipient: identity.public(), verifying_key, identity }
    }

    /// Returns the secret key in the format of the `age` command.
    pub fn secret_text(&self) -> Zeroizing<String> {
        self.identity.secret_text()
    }
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kit")
            .field("install", &self.install)
            .field("created", &self.created)
            .field("recipient", &self.recipient)
            .field("verifying_key", &self.verifying_key)
            .finish_non_exhaustive()
    }
}
