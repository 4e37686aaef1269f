//! keyring.json: the household's wrapped key, and what backups need to be made and proven.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::books::file_key::HouseholdKey;
use crate::crypto::random::NoRandomness;
use crate::crypto::signing::{SigningKey, VerifyingKey};
use crate::files;
use crate::files::{FileProblem, Place};
use crate::identity::{Identity, PublicKey};
use crate::installation::installation_id::Install;
use crate::installation::keyring::tokens::TokenKey;
use crate::installation::keyring::wrapped::{WrappedKey, WrappedSigning};
use crate::installation::kit::Kit;
use crate::installation::master_key::MasterKey;

mod document;
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

/// What may be shown of a wrapped key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLabel {
    /// Its name.
    pub kid: String,
    /// What it is at present.
    pub state: KeyState,
    /// Since when it is there, in seconds since 1970.
    pub created: i64,
}

/// What a wrapped household key is at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyState {
    /// It opens household.db.
    Current,
    /// It was drawn for a rotation that has not ended.
    Pending,
    /// It opened household.db before the last rotation, and older backups of it.
    Retained,
}

/// Somebody who can open the backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The key that backups are sealed to.
    pub key: PublicKey,
    /// Whose it is, in the household's words.
    pub label: String,
    /// Since when, in seconds since 1970.
    pub added: i64,
}

/// Why a keyring is refused.
#[derive(Debug, Error)]
pub enum KeyringError {
    /// The file is missing, loose, foreign, there already, or unreadable.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The keyring is whole, but belongs to another master key.
    #[error(
        "the master key is not the one of this keyring: put the right master.key back, \
         or restore a backup, which holds both"
    )]
    WrongMasterKey,
    /// The keyring is cut short or altered.
    #[error("the keyring is damaged or was altered: put keyring.json back from a backup")]
    Damaged,
    /// A later version of the program wrote it.
    #[error(
        "the keyring has format {version}, which only a later version of Pécule reads: \
         install that version"
    )]
    Newer {
        /// The format's version.
        version: u32,
    },
    /// There is no key in this state.
    #[error("the keyring holds no {} household key", .state.word())]
    NoSuchKey {
        /// The state that was asked for.
        state: KeyState,
    },
    /// Without a recipient nobody could open a backup.
    #[error("this is the last recipient of the backups: add another one first")]
    LastRecipient,
    /// The machine gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl KeyState {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Pending => "pending",
            Self::Retained => "retained",
        }
    }
}

impl Keyring {
    /// Makes a new installation's keyring, and the kit that is printed once.
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

    /// Reads a keyring and checks that this master key wrote it.
    pub fn read(path: &Path, master: &MasterKey) -> Result<Self, KeyringError> {
        Self::from_bytes(&files::read(path, Place::Private)?, master)
    }

    /// Writes the first keyring of an installation; never overwrites.
    pub fn write_new(&self, path: &Path, master: &MasterKey) -> Result<(), KeyringError> {
        Ok(files::write_new(path, &self.to_bytes(master))?)
    }

    /// Replaces the keyring in one step: a crash leaves the old one or the new one, whole.
    pub fn write(&self, path: &Path, master: &MasterKey) -> Result<(), KeyringError> {
        Ok(files::replace(path, &self.to_bytes(master))?)
    }

    /// The installation's identifier.
    pub const fn install(&self) -> &Install {
        &self.install
    }

    /// When the installation was made, in seconds since 1970.
    pub const fn created(&self) -> i64 {
        self.created
    }

    /// The household's generation: it only grows, so that an older copy of the folder shows.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Moves to the next generation, to be written afterwards.
    pub const fn advance(&mut self) -> u64 {
        self.generation = self.generation.saturating_add(1);
        self.generation
    }

    /// The key of household.db.
    pub fn household_key(&self, master: &MasterKey) -> Result<HouseholdKey, KeyringError> {
        self.household_key_in(KeyState::Current, master)
    }

    /// The household's key in one state; after a broken-off rotation the pending one may be it.
    pub fn household_key_in(
        &self,
        state: KeyState,
        master: &MasterKey,
    ) -> Result<HouseholdKey, KeyringError> {
        let wrapped = self.household.iter().rev().find(|key| key.state == state);
        wrapped.ok_or(KeyringError::NoSuchKey { state })?.unwrap(master, &self.install)
    }

    /// The household's keys, without the keys.
    pub fn household_keys(&self) -> Vec<KeyLabel> {
        self.household.iter().map(WrappedKey::label).collect()
    }

    /// Whether a rotation of the household's key was begun and not ended.
    pub fn is_rotating(&self) -> bool {
        self.household.iter().any(|key| key.state == KeyState::Pending)
    }

    /// Draws a pending household key for a rotation; a pending one that was left over goes.
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

    /// Makes the pending key current and retains the one before.
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

    /// Forgets the keys of earlier rotations, once a backup under the current one is proven.
    pub fn forget_retained(&mut self) {
        self.household.retain(|key| key.state != KeyState::Retained);
    }

    /// Makes a new kit in the place of the printed one: older backups still need the one before.
    pub fn replace_kit(&mut self, now: i64) -> Result<Kit, NoRandomness> {
        let kit = Kit::new(self.install, now, Identity::generate()?, self.verifying_key().clone());
        self.recipients.retain(|known| known.label != KIT);
        let key = kit.recipient.clone();
        self.recipients.insert(0, Recipient { key, label: KIT.to_owned(), added: now });
        Ok(kit)
    }

    /// Those who can open the backups.
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// Adds somebody who can open the backups from now on; one key is added once.
    pub fn add_recipient(&mut self, key: PublicKey, label: String, now: i64) {
        if self.recipients.iter().all(|known| known.key != key) {
            self.recipients.push(Recipient { key, label, added: now });
        }
    }

    /// Removes somebody from the recipients of future backups, but never the last one.
    pub fn remove_recipient(&mut self, key: &PublicKey) -> Result<(), KeyringError> {
        if self.recipients.iter().all(|known| known.key == *key) {
            return Err(KeyringError::LastRecipient);
        }
        self.recipients.retain(|known| known.key != *key);
        Ok(())
    }

    /// The public half of the key that signs manifests.
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.signing.public
    }

    /// The key that signs manifests.
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
