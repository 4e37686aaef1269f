//! Manages keyring.json, with the wrapped household key, the recipients of backups and the signing key.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::books::file_key::HouseholdKey;
use crate::crypto::random::NoRandomness;
use crate::crypto::signing::{SigningKey, VerifyingKey};
use crate::files;
use crate::files::problem::KeyFileOrigin;
use crate::identity::{Identity, PublicKey};
use crate::installation::installation_id::Install;
use crate::installation::keyring::state::KeyLabel;
use crate::installation::keyring::state::KeyState;
use crate::installation::keyring::state::KeyringError;
use crate::installation::keyring::token_key::TokenKey;
use crate::installation::keyring::wrapped::{WrappedKey, WrappedSigning};
use crate::installation::kit::Kit;
use crate::installation::master_key::MasterKey;

mod document;
pub mod state;
pub mod token_key;
mod tokens;
mod wrapped;

/// The installation's keyring, checked under its master key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyring {
    install: Install,
    created: i64,
    generation: u64,
    household: Vec<WrappedKey>,
    tokens: Vec<TokenKey>,
    recipients: Vec<Recipient>,
    signing: WrappedSigning,
}

/// The label of the recipient whose secret key is on the printed kit.
const KIT: &str = "kit";

/// A key that can open the backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The public key that backups are sealed to.
    pub key: PublicKey,
    /// The holder of the key, as named by the household.
    pub label: String,
    /// In seconds since 1970.
    pub added: i64,
}

impl Keyring {
    /// Makes the keyring of a new installation, and the kit to print.
    pub fn create(master: &MasterKey, now: i64) -> Result<(Self, Kit), NoRandomness> {
        let install = Install::generate()?;
        let household = WrappedKey::draw(master, &install, KeyState::Current, now)?.0;
        let signing_key = SigningKey::generate()?;
        let signing = WrappedSigning::wrap(master, &install, &signing_key)?;
        let kit = Kit::new(install, now, Identity::generate()?, signing_key.public());
        let recipient = Recipient { key: kit.recipient.clone(), label: KIT.to_owned(), added: now };
        let keyring = Self {
            install,
            created: now,
            generation: 1,
            household: vec![household],
            tokens: vec![TokenKey::draw(now)?],
            recipients: vec![recipient],
            signing,
        };
        Ok((keyring, kit))
    }

    /// Reads a keyring and verifies it under the master key.
    pub fn read(path: &Path, master: &MasterKey) -> Result<Self, KeyringError> {
        Self::from_bytes(&files::read(path, KeyFileOrigin::Private)?, master)
    }

    /// Writes the first keyring of an installation. Fails where the file exists.
    pub fn write_new(&self, path: &Path, master: &MasterKey) -> Result<(), KeyringError> {
        Ok(files::write_new(path, &self.to_bytes(master))?)
    }

    /// Replaces the keyring atomically.
    pub fn write(&self, path: &Path, master: &MasterKey) -> Result<(), KeyringError> {
        Ok(files::replace(path, &self.to_bytes(master))?)
    }

    /// Returns the identifier of the installation.
    pub const fn install(&self) -> &Install {
        &self.install
    }

    /// Returns the creation time of the installation, in seconds since 1970.
    pub const fn created(&self) -> i64 {
        self.created
    }

    /// Returns the generation, a counter that only grows and so reveals an older copy of the folder.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Increments the generation. The caller must write the keyring afterwards.
    pub const fn advance(&mut self) -> u64 {
        self.generation = self.generation.saturating_add(1);
        self.generation
    }

    /// Unwraps the current key of household.db.
    pub fn household_key(&self, master: &MasterKey) -> Result<HouseholdKey, KeyringError> {
        self.household_key_in(KeyState::Current, master)
    }

    /// Unwraps the household key in a state. After an interrupted rotation, the pending key may be in use.
    pub fn household_key_in(
        &self,
        state: KeyState,
        master: &MasterKey,
    ) -> Result<HouseholdKey, KeyringError> {
        let wrapped = self.household.iter().rev().find(|key| key.state == state);
        wrapped.ok_or(KeyringError::NoSuchKey { state })?.unwrap(master, &self.install)
    }

    /// Returns the public properties of the household keys.
    pub fn household_keys(&self) -> Vec<KeyLabel> {
        self.household.iter().map(WrappedKey::label).collect()
    }

    /// Returns whether a rotation of the household key has begun and not ended.
    pub fn is_rotating(&self) -> bool {
        self.household.iter().any(|key| key.state == KeyState::Pending)
    }

    /// Generates a pending household key for a rotation, and drops the pending key of an earlier attempt.
    pub fn begin_rotation(
        &mut self,
        master: &MasterKey,
        now: i64,
    ) -> Result<HouseholdKey, KeyringError> {
        let (wrapped, key) = WrappedKey::draw(master, &self.install, KeyState::Pending, now)?;
        self.household.retain(|kept| kept.state != KeyState::Pending);
        self.household.push(wrapped);
        Ok(key)
    }

    /// Makes the pending key current, and retains the previous one.
    pub fn end_rotation(&mut self) -> Result<(), KeyringError> {
        if !self.is_rotating() {
            return Err(KeyringError::NoSuchKey { state: KeyState::Pending });
        }
        for key in &mut self.household {
            key.state = match key.state {
                KeyState::Pending => KeyState::Current,
                KeyState::Current | KeyState::Retained => KeyState::Retained,
            };
        }
        Ok(())
    }

    /// Drops retained keys. Call it once a backup under the current key is verified.
    pub fn forget_retained(&mut self) {
        self.household.retain(|key| key.state != KeyState::Retained);
    }

    /// Makes a new kit. Older backups still need the previous kit.
    pub fn replace_kit(&mut self, now: i64) -> Result<Kit, NoRandomness> {
        let kit = Kit::new(self.install, now, Identity::generate()?, self.verifying_key().clone());
        self.recipients.retain(|known| known.label != KIT);
        let key = kit.recipient.clone();
        self.recipients.insert(0, Recipient { key, label: KIT.to_owned(), added: now });
        Ok(kit)
    }

    /// Returns the recipients of backups.
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// Adds a recipient of future backups. Adding a known key changes nothing.
    pub fn add_recipient(&mut self, key: PublicKey, label: String, now: i64) {
        if self.recipients.iter().all(|known| known.key != key) {
            self.recipients.push(Recipient { key, label, added: now });
        }
    }

    /// Removes a recipient of future backups. Fails with `LastRecipient` for the only one.
    pub fn remove_recipient(&mut self, key: &PublicKey) -> Result<(), KeyringError> {
        if self.recipients.iter().all(|known| known.key == *key) {
            return Err(KeyringError::LastRecipient);
        }
        self.recipients.retain(|known| known.key != *key);
        Ok(())
    }

    /// Returns the public key that verifies manifests.
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.signing.public
    }

    /// Unwraps the key that signs manifests.
    pub fn signing_key(&self, master: &MasterKey) -> Result<SigningKey, KeyringError> {
        self.signing.unwrap(master, &self.install)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("install", &self.install)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
