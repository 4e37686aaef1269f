//! Serialises a keyring with a format version, a SHA-256 checksum and an HMAC under the master key.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::crypto::encoding::Base64;
use crate::crypto::hkdf::tag;
use crate::installation::keyring::Keyring;
use crate::installation::keyring::state::KeyringError;
use crate::installation::master_key::{MasterKey, Purpose};

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    keyring: Keyring,
    sha256: Base64,
    mac: Base64,
}

/// The version field, parsed alone to recognise documents of later versions.
#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

impl Keyring {
    /// Serialises the keyring for its file.
    pub fn to_bytes(&self, master: &MasterKey) -> Vec<u8> {
        let canonical = self.canonical();
        let document = Document {
            version: VERSION,
            sha256: Base64(Sha256::digest(&canonical).to_vec()),
            mac: Base64(self.mac(&canonical, master).to_vec()),
            keyring: self.clone(),
        };
        serde_json::to_vec_pretty(&document).unwrap_or_default()
    }

    /// Parses and verifies a file that [`Keyring::to_bytes`] wrote.
    ///
    /// The checksum distinguishes a wrong master key (checksum right, HMAC wrong) from a damaged file.
    /// An attacker can forge the checksum, but not the HMAC.
    pub fn from_bytes(bytes: &[u8], master: &MasterKey) -> Result<Self, KeyringError> {
        let Ok(VersionOnly { version }) = serde_json::from_slice(bytes) else {
            return Err(KeyringError::Damaged);
        };
        if version > VERSION {
            return Err(KeyringError::Newer { version });
        }
        let Ok(document) = serde_json::from_slice::<Document>(bytes) else {
            return Err(KeyringError::Damaged);
        };
        let canonical = document.keyring.canonical();
        let whole = *Sha256::digest(&canonical) == *document.sha256.0;
        let ours: bool = document.keyring.mac(&canonical, master).ct_eq(&document.mac.0).into();
        match (whole, ours) {
            (true, true) if version == VERSION => Ok(document.keyring),
            (true, false) if document.mac.0.len() == 32 => Err(KeyringError::WrongMasterKey),
            (true | false, _) => Err(KeyringError::Damaged),
        }
    }

    /// Serialises the content canonically: fields in their order, no spaces.
    fn canonical(&self) -> Vec<u8> {
        // Serialising strings, numbers and lists cannot fail. If it did, the empty text would match no HMAC.
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn mac(&self, canonical: &[u8], master: &MasterKey) -> [u8; 32] {
        let key = master.subkey(&self.install, Purpose::Keyring, "1");
        tag(&key, &[b"pecule/keyring/v1", canonical])
    }
}
