//! Seals the identity of a person in slots, one under the password and one under the recovery code.
//!
//! No password hash is stored: a password is right if it opens the slot. Each slot can be replaced
//! without the other.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::auth::recovery_code::RecoveryCode;
use crate::auth::slots::cost::Cost;
use crate::crypto::encoding::Base64;
use crate::crypto::hkdf::derive;
use crate::crypto::random::NoRandomness;
use crate::crypto::sealing::OpenError;
use crate::crypto::{random, sealing};
use crate::identity::Identity;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

pub mod cost;

const VERSION: u32 = 1;

/// An envelope with the version byte and the length of a sealed identity, so that
/// [`pretend_to_open`] reaches the cipher.
const SEALED_NOTHING: [u8; 115] = [1; 115];

/// The place of a slot, which the slot is bound to. A slot copied to another place does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    pub install: &'a Install,
    pub person: &'a [u8; 16],
    /// The identifier of the sealed identity; a new identity has a new one.
    pub key_id: &'a str,
}

/// The error for a slot that does not open or cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SlotError {
    /// The password or code is wrong, or the slot was altered or moved; the cipher cannot tell which.
    #[error("this password or code does not open the account: check it and type it again")]
    WrongSecret,
    /// The bytes are not a slot.
    #[error("the stored key of this person is damaged: restore the household from a backup")]
    Damaged,
    /// A later version of the program made the slot.
    #[error("the stored key has format {version}: install the later version of Pécule")]
    Newer { version: u32 },
    /// The memory for Argon2id is not available.
    #[error("not enough free memory to check a password: try again in a moment")]
    NoMemory,
    /// The operating system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "lowercase")]
enum Slot {
    Password { version: u32, cost: Cost, salt: Base64, sealed: Base64 },
    Recovery { version: u32, sealed: Base64 },
}

/// The version field, parsed alone to recognise slots of later versions.
#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

/// Seals an identity under a password, with Argon2id and a pepper derived from the master key.
pub fn seal_with_password(
    identity: &Identity,
    password: &str,
    context: &Context<'_>,
    master: &MasterKey,
    cost: Cost,
) -> Result<Vec<u8>, SlotError> {
    let salt: [u8; 16] = random::bytes()?;
    let key = password_key(password, &salt, cost, context.install, master)?;
    let sealed = seal(&key, b"password", context, identity)?;
    let salt = Base64(salt.to_vec());
    Ok(write(&Slot::Password { version: VERSION, cost, salt, sealed }))
}

/// Opens a password slot. A wrong password takes as long as the right one.
pub fn open_with_password(
    slot: &[u8],
    password: &str,
    context: &Context<'_>,
    master: &MasterKey,
) -> Result<Identity, SlotError> {
    let Slot::Password { cost, salt, sealed, .. } = read(slot)? else {
        return Err(SlotError::Damaged);
    };
    let salt = <&[u8; 16]>::try_from(salt.0.as_slice()).or(Err(SlotError::Damaged))?;
    if !cost.is_bearable() {
        return Err(SlotError::Damaged);
    }
    let key = password_key(password, salt, cost, context.install, master)?;
    open(&key, b"password", context, &sealed.0)
}

/// Does the work of opening a slot for an unknown name, so that the time does not reveal known names.
pub fn pretend_to_open(
    password: &str,
    install: &Install,
    master: &MasterKey,
    cost: Cost,
) -> Result<(), SlotError> {
    let key = password_key(password, &[0; 16], cost, install, master)?;
    let context = Context { install, person: &[0; 16], key_id: "" };
    let opened = open(&key, b"password", &context, &SEALED_NOTHING);
    // The result is always an error; `black_box` keeps the compiler from removing the work.
    let _ = std::hint::black_box(opened);
    Ok(())
}

/// Seals an identity under a recovery code. No master key is involved, so the slot opens on any machine.
pub fn seal_with_code(
    identity: &Identity,
    code: &RecoveryCode,
    context: &Context<'_>,
) -> Result<Vec<u8>, SlotError> {
    let sealed = seal(&code_key(code, context), b"recovery", context, identity)?;
    Ok(write(&Slot::Recovery { version: VERSION, sealed }))
}

/// Opens a recovery slot.
pub fn open_with_code(
    slot: &[u8],
    code: &RecoveryCode,
    context: &Context<'_>,
) -> Result<Identity, SlotError> {
    let Slot::Recovery { sealed, .. } = read(slot)? else { return Err(SlotError::Damaged) };
    open(&code_key(code, context), b"recovery", context, &sealed.0)
}

/// Returns whether a password slot has a lower cost than `cost`, and should be sealed again.
pub fn is_cheaper_than(slot: &[u8], cost: Cost) -> Result<bool, SlotError> {
    match read(slot)? {
        Slot::Password { cost: made, .. } => Ok(made.is_cheaper_than(cost)),
        Slot::Recovery { .. } => Err(SlotError::Damaged),
    }
}

fn password_key(
    password: &str,
    salt: &[u8; 16],
    cost: Cost,
    install: &Install,
    master: &MasterKey,
) -> Result<Zeroizing<[u8; 32]>, SlotError> {
    let stretched = cost.stretch(password, salt).ok_or(SlotError::NoMemory)?;
    let pepper = master.subkey(install, Purpose::Pepper, "1");
    Ok(derive(stretched.as_slice(), pepper.as_slice(), &[b"pecule/slot/v1", b"password"]))
}

/// Derives the key of a code without stretching, since a code has 160 random bits.
fn code_key(code: &RecoveryCode, context: &Context<'_>) -> Zeroizing<[u8; 32]> {
    derive(code.bytes(), context.install.as_bytes(), &[b"pecule/slot/v1", b"recovery"])
}

impl<'a> Context<'a> {
    fn bound(&self, kind: &'static [u8]) -> [&'a [u8]; 5] {
        [b"pecule/slot", kind, self.install.as_bytes(), self.person, self.key_id.as_bytes()]
    }
}

fn seal(
    key: &[u8; 32],
    kind: &'static [u8],
    context: &Context<'_>,
    identity: &Identity,
) -> Result<Base64, NoRandomness> {
    sealing::seal(key, &context.bound(kind), identity.secret_text().as_bytes()).map(Base64)
}

fn open(
    key: &[u8; 32],
    kind: &'static [u8],
    context: &Context<'_>,
    sealed: &[u8],
) -> Result<Identity, SlotError> {
    let text = sealing::open(key, &context.bound(kind), sealed).map_err(|closed| match closed {
        OpenError::Malformed => SlotError::Damaged,
        OpenError::Refused => SlotError::WrongSecret,
    })?;
    let text = std::str::from_utf8(&text).or(Err(SlotError::Damaged))?;
    Identity::parse(text).or(Err(SlotError::Damaged))
}

fn write(slot: &Slot) -> Vec<u8> {
    // Serialising strings and numbers cannot fail. If it did, `read` would refuse the empty slot.
    serde_json::to_vec(slot).unwrap_or_default()
}

fn read(slot: &[u8]) -> Result<Slot, SlotError> {
    let VersionOnly { version } = serde_json::from_slice(slot).or(Err(SlotError::Damaged))?;
    if version > VERSION {
        return Err(SlotError::Newer { version });
    }
    let slot: Slot = serde_json::from_slice(slot).or(Err(SlotError::Damaged))?;
    let (Slot::Password { version, .. } | Slot::Recovery { version, .. }) = &slot;
    if *version == VERSION { Ok(slot) } else { Err(SlotError::Damaged) }
}

#[cfg(test)]
mod tests;
