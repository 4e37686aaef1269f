//! Encodes and decodes Crockford's base32, an alphabet for codes that people read aloud and type.

use zeroize::Zeroizing;

const SYMBOLS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// The error for a character outside the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InvalidSymbol(pub(crate) char);

/// Encodes bytes, most significant bits first. Bits after the last group of five are dropped.
pub(crate) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 8 / 5));
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(symbol(held >> bits));
            held &= (1 << bits) - 1;
        }
    }
    text
}

/// Normalises typed text to canonical symbols. Ignores case, spaces and dashes, and reads `O` as `0`,
/// `I` and `L` as `1`.
pub(crate) fn tidy(typed: &str) -> Result<Zeroizing<String>, InvalidSymbol> {
    let mut text = Zeroizing::new(String::with_capacity(typed.len()));
    for character in typed.chars() {
        let dash = matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        if character.is_whitespace() || dash {
            continue;
        }
        let symbol = match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !SYMBOLS.contains(&symbol) {
            return Err(InvalidSymbol(character));
        }
        text.push(symbol);
    }
    Ok(text)
}

/// Decodes canonical symbols into `into`. Returns false unless they fill it exactly.
pub(crate) fn decode(symbols: &str, into: &mut [u8]) -> bool {
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut places = into.iter_mut();
    for character in symbols.chars() {
        let Some(value) = value(character) else { return false };
        held = (held << 5) | value;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            let (Some(place), Ok(byte)) = (places.next(), u8::try_from(held >> bits)) else {
                return false;
            };
            *place = byte;
            held &= (1 << bits) - 1;
        }
    }
    bits == 0 && places.next().is_none()
}

fn symbol(value: u32) -> char {
    let place = usize::try_from(value & 31).unwrap_or_default();
    SYMBOLS.get(place).copied().unwrap_or('0')
}

fn value(symbol: char) -> Option<u32> {
    let place = SYMBOLS.iter().position(|known| *known == symbol)?;
    u32::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{InvalidSymbol, decode, encode, tidy};

    #[test]
    fn known_values() {
        assert_eq!(*encode(&[0; 5]), "00000000");
        assert_eq!(*encode(&[0xff; 5]), "ZZZZZZZZ");
        assert_eq!(*encode(b"hello"), "D1JPRV3F");
        assert_eq!(*tidy(" d1jp–rV3\u{a0}f ").unwrap(), "D1JPRV3F");
        assert_eq!(*tidy("oOiIlL").unwrap(), "001111");
        assert_eq!(tidy("abcu").unwrap_err(), InvalidSymbol('u'));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: [u8; 20]) {
            let mut read = [0; 20];
            prop_assert!(decode(&tidy(&encode(&bytes).to_lowercase()).unwrap(), &mut read));
            prop_assert_eq!(read, bytes);
        }

        #[test]
        fn nothing_typed_makes_it_panic(typed: String) {
            let mut read = [0; 20];
            if let Ok(symbols) = tidy(&typed) {
                prop_assert!(!decode(&symbols, &mut read) || symbols.len() == 32);
            }
        }
    }
}
