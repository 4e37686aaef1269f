//! Wraps the keys of the keyring under the master key, each bound to its installation and name.

use serde::{Deserialize, Serialize};

use crate::books::file_key::HouseholdKey;
use crate::crypto::encoding::{Base64, to_hex};
use crate::crypto::random::NoRandomness;
use crate::crypto::signing::{SigningKey, VerifyingKey};
use crate::crypto::{random, sealing};
use crate::installation::installation_id::Install;
use crate::installation::keyring::state::{KeyLabel, KeyState, KeyringError};
use crate::installation::master_key::{MasterKey, Purpose};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrappedKey {
    kid: String,
    pub(crate) state: KeyState,
    created: i64,
    sealed: Base64,
    check: Base64,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrappedSigning {
    pub(crate) public: VerifyingKey,
    sealed: Base64,
}

impl WrappedKey {
    pub(crate) fn draw(
        master: &MasterKey,
        install: &Install,
        state: KeyState,
        now: i64,
    ) -> Result<(Self, HouseholdKey), NoRandomness> {
        let key = HouseholdKey::generate()?;
        let kid = format!("household-{}", to_hex(&random::bytes::<4>()?, 4, ""));
        let wrap = master.subkey(install, Purpose::WrapHousehold, &kid);
        let sealed = sealing::seal(&wrap, &bound(install, &kid), key.bytes())?;
        let check = Base64(key.check_value(install).to_vec());
        Ok((Self { kid, state, created: now, sealed: Base64(sealed), check }, key))
    }

    pub(crate) fn label(&self) -> KeyLabel {
        KeyLabel { kid: self.kid.clone(), state: self.state, created: self.created }
    }

    pub(crate) fn unwrap(
        &self,
        master: &MasterKey,
        install: &Install,
    ) -> Result<HouseholdKey, KeyringError> {
        let wrap = master.subkey(install, Purpose::WrapHousehold, &self.kid);
        let opened = sealing::open(&wrap, &bound(install, &self.kid), &self.sealed.0);
        let key = opened.ok().and_then(|bytes| HouseholdKey::from_slice(&bytes));
        key.filter(|key| key.proves(install, &self.check.0)).ok_or(KeyringError::Damaged)
    }
}

impl WrappedSigning {
    pub(crate) fn wrap(
        master: &MasterKey,
        install: &Install,
        key: &SigningKey,
    ) -> Result<Self, NoRandomness> {
        let wrap = master.subkey(install, Purpose::WrapSigning, "1");
        let sealed = sealing::seal(&wrap, &bound_signing(install), key.seed().as_slice())?;
        Ok(Self { public: key.public(), sealed: Base64(sealed) })
    }

    pub(crate) fn unwrap(
        &self,
        master: &MasterKey,
        install: &Install,
    ) -> Result<SigningKey, KeyringError> {
        let wrap = master.subkey(install, Purpose::WrapSigning, "1");
        let seed = sealing::open(&wrap, &bound_signing(install), &self.sealed.0);
        let key = seed.ok().and_then(|seed| SigningKey::from_seed(&seed));
        key.filter(|key| key.public() == self.public).ok_or(KeyringError::Damaged)
    }
}

fn bound<'a>(install: &'a Install, kid: &'a str) -> [&'a [u8]; 3] {
    [b"pecule/household-key", install.as_bytes(), kid.as_bytes()]
}

fn bound_signing(install: &Install) -> [&[u8]; 2] {
    [b"pecule/signing-key", install.as_bytes()]
}
