//! Encodes bytes as base64url (in constant time) and hexadecimal.

use std::fmt::Write;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

/// Bytes that serialise as base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Base64(pub(crate) Vec<u8>);

impl From<Base64> for String {
    fn from(bytes: Base64) -> Self {
        to_base64(&bytes.0)
    }
}

impl TryFrom<String> for Base64 {
    type Error = base64ct::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Base64UrlUnpadded::decode_vec(&text).map(Self)
    }
}

/// Encodes bytes as base64url without padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Decodes base64url without padding, of any length.
pub(crate) fn from_base64_vec(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

/// Decodes exactly `N` bytes of base64url without padding into `into`. Returns false on anything else.
pub(crate) fn from_base64<const N: usize>(text: &str, into: &mut [u8; N]) -> bool {
    text.len() == Base64UrlUnpadded::encoded_len(into)
        && Base64UrlUnpadded::decode(text, into).is_ok()
}

/// Formats bytes as lowercase hexadecimal, in groups of `group` bytes.
pub(crate) fn to_hex(bytes: &[u8], group: usize, between: &str) -> String {
    let mut text = String::with_capacity(bytes.len() * (2 + between.len()));
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place.is_multiple_of(group.max(1)) {
            text.push_str(between);
        }
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Formats a fingerprint of public bytes: 128 bits of SHA-256, as eight groups of four digits.
pub(crate) fn fingerprint(of: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let digest: [u8; 32] = Sha256::digest(of).into();
    to_hex(digest.split_at(16).0, 2, " ")
}

#[cfg(test)]
mod tests {
    use super::{from_base64, to_base64, to_hex};

    #[test]
    fn text_that_is_not_canonical_is_refused() {
        let mut bytes = [0; 4];
        assert!(from_base64("AAECAw", &mut bytes));
        assert_eq!(bytes, [0, 1, 2, 3]);
        // Trailing bits, padding, another length, the other alphabet.
        for text in ["AAECAx", "AAECAw==", "AAECAwQ", "AAECA", "AAE/Aw", " AECAw"] {
            assert!(!from_base64(text, &mut bytes), "{text} must be refused");
        }
    }

    #[test]
    fn groups_are_shown_apart() {
        assert_eq!(to_hex(&[0xab, 0x01, 0x02], 2, " "), "ab01 02");
        assert_eq!(to_base64(&[0xfb, 0xff]), "-_8");
    }
}
