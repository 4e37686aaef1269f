//! The recovery code: 160 random bits on paper, the other way to one's books.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::crockford::Stray;
use crate::crypto::random::NoRandomness;
use crate::crypto::{crockford, random};

const BYTES: usize = 20;
const SYMBOLS: usize = 32;
const CHECK_SYMBOLS: usize = 4;
const GROUP: usize = 4;

/// A person's recovery code, shown once.
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

/// Why what was typed is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecoveryCodeProblem {
    /// A character never appears in a code.
    #[error("recovery codes contain no “{character}”: look at that character again")]
    StrayCharacter {
        /// The character.
        character: char,
    },
    /// There are too few or too many characters.
    #[error(
        "a recovery code has nine groups of four characters, and {typed} characters were typed: \
         look for a group that is missing or doubled"
    )]
    WrongLength {
        /// How many characters were typed, without spaces and dashes.
        typed: usize,
    },
    /// The last group does not match the others.
    #[error("the code's last group does not match the others: one character was misread")]
    Checksum,
}

impl RecoveryCode {
    /// How many groups a code has, the checksum's included.
    pub const GROUPS: usize = (SYMBOLS + CHECK_SYMBOLS) / GROUP;

    /// Draws a new code.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Reads a code as somebody types it.
    pub fn parse(typed: &str) -> Result<Self, RecoveryCodeProblem> {
        let symbols = crockford::tidy(typed)
            .map_err(|Stray(character)| RecoveryCodeProblem::StrayCharacter { character })?;
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

    /// The code as it is printed; deliberately not `Display`, so that no log line shows it.
    pub fn text(&self) -> Zeroizing<String> {
        let groups = self.groups();
        let groups: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
        Zeroizing::new(groups.join("-"))
    }

    /// The nine groups of the code, the checksum's last.
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let mut symbols = crockford::encode(self.0.as_slice());
        symbols.push_str(&checksum(&self.0));
        let symbols: Zeroizing<Vec<char>> = Zeroizing::new(symbols.chars().collect());
        symbols.chunks(GROUP).map(|group| Zeroizing::new(group.iter().collect())).collect()
    }

    /// Says whether a group, counted from 0, was typed back correctly.
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

/// Twenty bits that depend on every bit of the code: one misread in a million passes.
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
