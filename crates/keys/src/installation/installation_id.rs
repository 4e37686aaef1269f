//! Defines the identifier of an installation, which every sealed value is bound to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::crypto::random;
use crate::crypto::random::NoRandomness;

/// The random identifier of an installation, formatted as a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Install([u8; 16]);

/// The error for text that is not the identifier of an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not an installation's identifier: 32 hexadecimal digits with four dashes")]
pub struct NotAnInstall;

impl Install {
    /// Generates a new identifier, a UUID of version 4.
    pub fn generate() -> Result<Self, NoRandomness> {
        const VERSION_AND_VARIANT: u128 = 0xf000_c000_0000_0000_0000;
        const RANDOM: u128 = 0x4000_8000_0000_0000_0000;
        let drawn = u128::from_be_bytes(random::bytes()?);
        Ok(Self((drawn & !VERSION_AND_VARIANT | RANDOM).to_be_bytes()))
    }

    /// Makes the identifier from stored bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the sixteen bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Install {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u128::from_be_bytes(self.0);
        let group = |shift: u32| (number >> shift) & 0xffff;
        let (head, node) = (number >> 96, number & 0xffff_ffff_ffff);
        write!(f, "{head:08x}-{:04x}-{:04x}-{:04x}-{node:012x}", group(80), group(64), group(48))
    }
}

impl fmt::Debug for Install {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Install({self})")
    }
}

impl FromStr for Install {
    type Err = NotAnInstall;

    fn from_str(text: &str) -> Result<Self, NotAnInstall> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAnInstall);
        }
        let number = u128::from_str_radix(&digits, 16).ok().ok_or(NotAnInstall)?;
        let install = Self(number.to_be_bytes());
        if install.to_string().eq_ignore_ascii_case(text) { Ok(install) } else { Err(NotAnInstall) }
    }
}

impl From<Install> for String {
    fn from(install: Install) -> Self {
        install.to_string()
    }
}

impl TryFrom<String> for Install {
    type Error = NotAnInstall;

    fn try_from(text: String) -> Result<Self, NotAnInstall> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::Install;

    #[test]
    fn is_written_and_read_as_a_uuid() {
        let install = Install::generate().unwrap();
        let text = install.to_string();
        assert_eq!((text.len(), text.get(14..15)), (36, Some("4")));
        assert!(text.get(19..20).is_some_and(|variant| "89ab".contains(variant)));
        let known =
            Install::from_bytes(0x0102_0304_0506_4708_890a_0b0c_0d0e_0f10_u128.to_be_bytes());
        assert_eq!(known.to_string(), "01020304-0506-4708-890a-0b0c0d0e0f10");
        assert_eq!(text.parse(), Ok(install));
        assert_eq!(text.to_uppercase().parse(), Ok(install));
        for wrong in [
            "",
            "0",
            text.get(1..).unwrap_or_default(),
            &text.replace('-', ""),
            &format!("-{text}"),
        ] {
            assert!(wrong.parse::<Install>().is_err(), "{wrong} must be refused");
        }
    }
}
