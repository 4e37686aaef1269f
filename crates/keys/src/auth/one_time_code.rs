//! One-time codes: each takes the place of an authenticator's code once, when the telephone is gone.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::crypto::{crockford, random};

const BYTES: usize = 15;
const GROUP: usize = 4;

/// A hundred and twenty random bits, in six groups of four characters.
///
/// Nobody guesses as much, so that a plain hash may be kept.
pub struct OneTimeCode(Zeroizing<[u8; BYTES]>);

impl OneTimeCode {
    /// How many are given out at once.
    pub const SET: usize = 10;

    /// Draws a new code.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Reads a code as somebody types it: case, spaces and dashes do not matter.
    pub fn parse(typed: &str) -> Option<Self> {
        let symbols = crockford::tidy(typed).ok()?;
        let mut bytes = Zeroizing::new([0; BYTES]);
        crockford::decode(&symbols, bytes.as_mut_slice()).then_some(Self(bytes))
    }

    /// The code as it is shown, once.
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

    /// What is stored, and looked up when the code is typed; no two people share a hash.
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
