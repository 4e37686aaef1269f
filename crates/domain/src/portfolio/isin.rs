//! Validates international securities identification numbers (ISO 6166).

use std::fmt;
use std::str::FromStr;

/// An ISIN with a correct check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isin([u8; 12]);

/// The reason why a text is not an ISIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnIsin {
    /// The text does not have twelve characters.
    #[error("an ISIN has 12 characters")]
    Length,
    /// The text is not two letters, nine letters or digits and one digit.
    #[error("an ISIN is two letters, nine letters or figures, and a check digit")]
    Characters,
    /// The first two letters are not a country of ISO 6166.
    #[error("the first two letters of an ISIN are those of a country")]
    Country,
    /// The last digit does not match the others.
    #[error("the check digit of this ISIN is wrong: compare it with the document it comes from")]
    CheckDigit,
}

/// Prefixes of ISO 6166 in addition to the countries of ISO 3166-1.
const EXTRA_PREFIXES: &str = "EU EZ QS QT QY QW XA XB XC XD XF XK XS AN CS SU YU ZR DD";

impl Isin {
    /// Returns the twelve characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Isin {
    type Err = NotAnIsin;

    fn from_str(text: &str) -> Result<Self, NotAnIsin> {
        let compact: Vec<u8> = text
            .bytes()
            .filter(|byte| !matches!(byte, b' ' | b'-'))
            .map(|byte| byte.to_ascii_uppercase())
            .collect();
        let characters: [u8; 12] = compact.try_into().map_err(|_not_twelve| NotAnIsin::Length)?;
        let shape = characters.iter().enumerate().all(|(place, byte)| match place {
            0 | 1 => byte.is_ascii_uppercase(),
            11 => byte.is_ascii_digit(),
            _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        });
        if !shape {
            return Err(NotAnIsin::Characters);
        }
        let isin = Self(characters);
        let prefix = isin.as_str().get(..2).unwrap_or_default();
        let known = crate::portfolio::country::Country::by_iso2(prefix).is_some()
            || EXTRA_PREFIXES.split(' ').any(|extra| extra == prefix);
        if !known {
            return Err(NotAnIsin::Country);
        }
        if luhn(&characters) { Ok(isin) } else { Err(NotAnIsin::CheckDigit) }
    }
}

/// Computes the Luhn sum over the characters, with letters as 10 to 35 (ISO 6166, annex B).
fn luhn(characters: &[u8; 12]) -> bool {
    let mut digits = Vec::with_capacity(24);
    for byte in characters {
        if byte.is_ascii_digit() {
            digits.push(u32::from(byte - b'0'));
        } else {
            let value = u32::from(byte.saturating_sub(b'A')) + 10;
            digits.extend([value / 10, value % 10]);
        }
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let doubled = if place % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

impl fmt::Display for Isin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Isin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Isin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
