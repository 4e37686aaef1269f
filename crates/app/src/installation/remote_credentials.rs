//! Validates credentials for backup targets and the notification relay, and encrypts them.
//!
//! The key is derived for one target, so credentials cannot be moved to another.

use pecule_keys::installation::remote_credentials;
use pecule_outside::{ConfigError, Credentials};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::{Error, Reason, Result};

/// Validates a user and a secret; both are required.
pub(crate) fn credentials_of(user: &str, secret: &str) -> Result<Credentials> {
    for (field, given) in [("user", user), ("secret", secret)] {
        if given.trim().is_empty() {
            return Err(Error::invalid(field, Reason::Required));
        }
        if given.len() > 1024 {
            return Err(Error::invalid(field, Reason::TooLong));
        }
    }
    Ok(Credentials {
        name: user.trim().to_owned(),
        secret: Zeroizing::new(secret.trim().to_owned()),
    })
}

/// The reason why an address of a target or relay is refused.
pub(crate) const fn reason(flaw: ConfigError) -> Reason {
    match flaw {
        ConfigError::Missing => Reason::Required,
        ConfigError::NotAbsolute => Reason::NotAFolder,
        ConfigError::NotAnAddress => Reason::NotAnAddress,
        ConfigError::InTheClear => Reason::InTheClear,
        ConfigError::BadCharacter => Reason::BadCharacter,
        ConfigError::NotAMailbox => Reason::NotAMailbox,
        ConfigError::Guessable => Reason::Guessable,
    }
}

impl App {
    /// Seals credentials for the target or relay with this identity.
    pub(crate) fn seal_credentials(&self, seal: Uuid, given: &Credentials) -> Result<Vec<u8>> {
        let inner = self.inner();
        let plain = Zeroizing::new(serde_json::to_vec(given).map_err(Error::internal)?);
        let install = inner.keyring.install();
        Ok(remote_credentials::seal(&plain, &inner.master, install, &seal.into_bytes())?)
    }

    /// Opens sealed credentials, if there are any.
    pub(crate) fn open_credentials(
        &self,
        seal: Uuid,
        sealed: Option<&[u8]>,
    ) -> Result<Option<Credentials>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let inner = self.inner();
        let install = inner.keyring.install();
        let plain = remote_credentials::open(sealed, &inner.master, install, &seal.into_bytes());
        let plain = plain.map_err(Error::internal)?;
        serde_json::from_slice(&plain).map(Some).map_err(Error::internal)
    }
}
