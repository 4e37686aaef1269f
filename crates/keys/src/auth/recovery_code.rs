//! Generates and parses recovery codes, which open the books of a person without the password.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::crockford::InvalidSymbol;
use crate::crypto::random::NoRandomness;
use crate::crypto::{crockford, random};

const BYTES: usize = 20;
const SYMBOLS: usize = 32;
const CHECK_SYMBOLS: usize = 4;
const GROUP: usize = 4;

/// A recovery code of 160 random bits, shown once.
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

/// The error for typed text that is not a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecoveryCodeProblem {
    /// The text contains a character that no code has.
    #[error("recovery codes contain no “{character}”: look at that character again")]
    StrayCharacter { character: char },
    /// The text has too few or too many characters.
    #[error(
        "a recovery code has nine groups of four characters, and {typed} characters were typed: \
         look for a group that is missing or doubled"
    )]
    WrongLength {
        /// The number of typed characters, without spaces and dashes.
        typed: usize,
    },
    /// The checksum does not match.
    #[error("the code's last group does not match the others: one character was misread")]
    Checksum,
}

impl RecoveryCode {
    /// The number of groups, including the checksum.
    pub const GROUPS: usize = (SYMBOLS + CHECK_SYMBOLS) / GROUP;

    /// Generates a new code.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Parses a typed code. Ignores case, spaces and dashes.
    pub fn parse(typed: &str) -> Result<Self, RecoveryCodeProblem> {
        let symbols = crockford::tidy(typed).map_err(|InvalidSymbol(character)| {
            RecoveryCodeProblem::StrayCharacter { character }
        })?;
        let wrong_length = RecoveryCodeProblem::WrongLength { typed: symbols.len() };
        let (code, check) = symbols.split_at_checked(SYMBOLS).ok_or(wrong_length)?;
        let mut bytes = Zeroizing::new([0; BYTES]);
        if check.len() != CHECK_SYMBOLS || !crockford::decode(code, bytes.as_mut_slice()) {
            return Err(wrong_length);
        }
        if bool::from(checksum(&bytes).as_bytes().ct_eq(check.as_bytes())) {
            Ok(Self(bytes))
        } else {
            Err(RecoveryCodeProblem::Checksum)
        }
    }

    /// Formats the code for printing. `Display` is deliberately missing, so that no log line shows a code.
    pub fn text(&self) -> Zeroizing<String> {
        let groups = self.groups();
        let groups: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
        Zeroizing::new(groups.join("-"))
    }

    /// Returns the nine groups of the code; the last is the checksum.
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let mut symbols = crockford::encode(self.0.as_slice());
        symbols.push_str(&checksum(&self.0));
        let symbols: Zeroizing<Vec<char>> = Zeroizing::new(symbols.chars().collect());
        symbols.chunks(GROUP).map(|group| Zeroizing::new(group.iter().collect())).collect()
    }

    /// Returns whether `typed` is the group at `index`, counted from 0.
    pub fn matches_group(&self, index: usize, typed: &str) -> bool {
        let groups = self.groups();
        let (Some(group), Ok(typed)) = (groups.get(index), crockford::tidy(typed)) else {
            return false;
        };
        group.as_bytes().ct_eq(typed.as_bytes()).into()
    }

    pub(crate) fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(secret)")
    }
}

/// Computes a checksum of 20 bits of SHA-256, which one misread code in a million passes.
fn checksum(code: &[u8; BYTES]) -> Zeroizing<String> {
    let mut hash = Sha256::new();
    hash.update(b"pecule recovery code v1");
    hash.update(code);
    let digest = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
    let symbols = crockford::encode(digest.as_slice());
    Zeroizing::new(symbols.chars().take(CHECK_SYMBOLS).collect())
}

#[cfg(test)]
mod tests;
