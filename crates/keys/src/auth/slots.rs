//! Slots seal a person's identity: one under the password, one under the recovery code.
//!
//! There is no other verifier: the right password is what unseals, and each slot can be replaced
//! without the other.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::auth::recovery_code::RecoveryCode;
use crate::auth::slots::cost::Cost;
use crate::crypto::encoding::Base64;
use crate::crypto::hkdf::derive;
use crate::crypto::random::NoRandomness;
use crate::crypto::sealing::Closed;
use crate::crypto::{random, sealing};
use crate::identity::Identity;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

pub mod cost;

const VERSION: u32 = 1;

/// As long as a sealed identity and with its version byte, so that pretending goes as far as the
/// cipher.
const SEALED_NOTHING: [u8; 115] = [1; 115];

/// Where a slot belongs; it is bound into the slot, so that one copied elsewhere does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The installation.
    pub install: &'a Install,
    /// The person's identifier.
    pub person: &'a [u8; 16],
    /// The identifier of the key that the slot seals: it changes with the identity.
    pub key_id: &'a str,
}

/// Why a slot does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SlotError {
    /// The password or code is another's, or the slot was altered or moved: none can be told apart.
    #[error("this password or code does not open the account: check it and type it again")]
    WrongSecret,
    /// The slot is not a slot.
    #[error("the stored key of this person is damaged: restore the household from a backup")]
    Damaged,
    /// A later version of the program made the slot.
    #[error("the stored key has format {version}: install the later version of Pécule")]
    Newer {
        /// The format's version.
        version: u32,
    },
    /// There is not enough memory for the password's derivation.
    #[error("not enough free memory to check a password: try again in a moment")]
    NoMemory,
    /// The machine gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "lowercase")]
enum Slot {
    Password { version: u32, cost: Cost, salt: Base64, sealed: Base64 },
    Recovery { version: u32, sealed: Base64 },
}

/// Enough of a slot of any version to say which one it is.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Seals an identity under a password: Argon2id, then the master key's pepper.
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

/// Opens a password's slot; it takes as long for a wrong password as for the right one.
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

/// Does the work of opening a slot for a name that nobody has, so that the time tells nothing.
pub fn pretend_to_open(
    password: &str,
    install: &Install,
    master: &MasterKey,
    cost: Cost,
) -> Result<(), SlotError> {
    let key = password_key(password, &[0; 16], cost, install, master)?;
    let context = Context { install, person: &[0; 16], key_id: "" };
    let opened = open(&key, b"password", &context, &SEALED_NOTHING);
    // It is refused in any case; the compiler must not find out and skip the work.
    let _ = std::hint::black_box(opened);
    Ok(())
}

/// Seals an identity under a recovery code; no master key, so it opens on any machine.
pub fn seal_with_code(
    identity: &Identity,
    code: &RecoveryCode,
    context: &Context<'_>,
) -> Result<Vec<u8>, SlotError> {
    let sealed = seal(&code_key(code, context), b"recovery", context, identity)?;
    Ok(write(&Slot::Recovery { version: VERSION, sealed }))
}

/// Opens a recovery code's slot.
pub fn open_with_code(
    slot: &[u8],
    code: &RecoveryCode,
    context: &Context<'_>,
) -> Result<Identity, SlotError> {
    let Slot::Recovery { sealed, .. } = read(slot)? else { return Err(SlotError::Damaged) };
    open(&code_key(code, context), b"recovery", context, &sealed.0)
}

/// Says whether a password's slot was made at a lower cost than today's, to be sealed again.
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

/// A code has 160 random bits: nothing to stretch.
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
        Closed::Malformed => SlotError::Damaged,
        Closed::Refused => SlotError::WrongSecret,
    })?;
    let text = std::str::from_utf8(&text).or(Err(SlotError::Damaged))?;
    Identity::parse(text).or(Err(SlotError::Damaged))
}

fn write(slot: &Slot) -> Vec<u8> {
    // Strings and numbers always serialise; an empty slot would be refused as damaged.
    serde_json::to_vec(slot).unwrap_or_default()
}

fn read(slot: &[u8]) -> Result<Slot, SlotError> {
    let Versioned { version } = serde_json::from_slice(slot).or(Err(SlotError::Damaged))?;
    if version > VERSION {
        return Err(SlotError::Newer { version });
    }
    let slot: Slot = serde_json::from_slice(slot).or(Err(SlotError::Damaged))?;
    let (Slot::Password { version, .. } | Slot::Recovery { version, .. }) = &slot;
    if *version == VERSION { Ok(slot) } else { Err(SlotError::Damaged) }
}

#[cfg(test)]
mod tests;
