//! The household's kit: what opens the backups, printed once and kept off the machine.

use std::fmt;

use zeroize::Zeroizing;

use crate::crypto::signing::VerifyingKey;
use crate::identity::{Identity, PublicKey};
use crate::installation::installation_id::Install;

/// What the household prints and keeps elsewhere; the machine keeps only its public part.
///
/// The master key is not in it: backups bring theirs along, sealed.
pub struct Kit {
    /// The installation whose backups it opens.
    pub install: Install,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// The public key that backups are sealed to.
    pub recipient: PublicKey,
    /// The key that proves where a backup comes from.
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

    /// The secret key that opens backups, as the `age` command takes it.
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
