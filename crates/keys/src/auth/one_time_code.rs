//! Generates and parses one-time codes, each of which replaces one code of a lost authenticator.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::crypto::{crockford, random};

const BYTES: usize = 15;
const GROUP: usize = 4;

/// A code of 120 random bits, in six groups of four characters.
///
/// So many bits cannot be guessed, so the database stores a plain SHA-256 hash.
pub struct OneTimeCode(Zeroizing<[u8; BYTES]>);

impl OneTimeCode {
    /// The number of codes of a set.
    pub const SET: usize = 10;

    /// Generates a new code.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Parses a typed code. Ignores case, spaces and dashes.
    pub fn parse(typed: &str) -> Option<Self> {
        let symbols = crockford::tidy(typed).ok()?;
        let mut bytes = Zeroizing::new([0; BYTES]);
        crockford::decode(&symbols, bytes.as_mut_slice()).then_some(Self(bytes))
    }

    /// Formats the code for its only display.
    pub fn text(&self) -> Zeroizing<String> {
        let symbols = crockford::encode(self.0.as_slice());
        let mut text = Zeroizing::new(String::with_capacity(BYTES * 2));
        for (place, symbol) in symbols.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }

    /// Computes the hash to store and look up. It includes the person, so that people never share a hash.
    pub fn hash(&self, person: &[u8; 16]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"pecule one-time code v1");
        hash.update(person);
        hash.update(self.0.as_slice());
        hash.finalize().into()
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::OneTimeCode;

    #[test]
    fn a_code_is_typed_in_any_case_and_is_somebody_s_own() {
        let code = OneTimeCode::generate().unwrap();
        let text = code.text();
        assert_eq!((text.len(), text.split('-').count()), (29, 6));
        let typed = OneTimeCode::parse(&text.to_lowercase().replace('-', " ")).unwrap();
        assert_eq!(typed.hash(&[1; 16]), code.hash(&[1; 16]));
        assert_ne!(code.hash(&[1; 16]), code.hash(&[2; 16]));
        for wrong in ["", "123456", "U", text.get(..28).unwrap_or_default(), &format!("{}0", *text)]
        {
            assert!(OneTimeCode::parse(wrong).is_none(), "{wrong}");
        }
    }
}
