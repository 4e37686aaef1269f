//! Generates and parses the setup code that the first person copies from the terminal to the browser.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::crypto::{crockford, random};

/// A code of 80 random bits, in four groups of four characters.
pub struct SetupCode(Zeroizing<[u8; 10]>);

impl SetupCode {
    /// Generates a new code.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Parses a typed code. Ignores case, spaces and dashes.
    pub fn parse(typed: &str) -> Option<Self> {
        let symbols = crockford::tidy(typed).ok()?;
        let mut bytes = Zeroizing::new([0; 10]);
        crockford::decode(&symbols, bytes.as_mut_slice()).then_some(Self(bytes))
    }

    /// Formats the code for the terminal.
    pub fn text(&self) -> Zeroizing<String> {
        let symbols = crockford::encode(self.0.as_slice());
        let mut text = Zeroizing::new(String::with_capacity(19));
        for (place, symbol) in symbols.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }

    /// Computes the hash to store and look up.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"pecule setup code v1");
        hash.update(self.0.as_slice());
        hash.finalize().into()
    }
}

impl fmt::Debug for SetupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetupCode(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::SetupCode;

    #[test]
    fn a_code_is_typed_back_in_any_case() {
        let code = SetupCode::generate().unwrap();
        let text = code.text();
        assert_eq!((text.len(), text.split('-').count()), (19, 4));
        let typed = SetupCode::parse(&text.to_lowercase().replace('-', " ")).unwrap();
        assert_eq!(typed.hash(), code.hash());
        assert_ne!(SetupCode::generate().unwrap().hash(), code.hash());
        for wrong in
            ["", text.get(..18).unwrap_or_default(), &format!("{}0", *text), "UUUU-UUUU-UUUU-UUUU"]
        {
            assert!(SetupCode::parse(wrong).is_none(), "{wrong}");
        }
    }
}
