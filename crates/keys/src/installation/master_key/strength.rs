//! Detects master keys that are not random, such as patterns, text and published samples.

use sha2::{Digest, Sha256};
use thiserror::Error;

/// The reason why bytes are refused as a master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Weakness {
    /// Every byte is zero.
    #[error("the master key is all zeros: run `pecule keygen` to make a real one")]
    Zero,
    /// A pattern repeats, or few different bytes are used.
    #[error("the master key repeats a pattern: run `pecule keygen` to make a real one")]
    Repeated,
    /// The bytes count up or down.
    #[error("the master key is a plain sequence: run `pecule keygen` to make a real one")]
    Sequence,
    /// The file holds printable text.
    #[error(
        "the master key is printable text, not random bytes: \
         run `pecule keygen` to make a real one"
    )]
    Text,
    /// The file holds the hexadecimal or base64 text of a key instead of its bytes.
    #[error(
        "the master key is written as hexadecimal or base64 text: the file must hold \
         the 32 bytes themselves, as `pecule keygen` writes them"
    )]
    Encoded,
    /// The key is a published sample or the hash of a common word.
    #[error("the master key is a published sample: run `pecule keygen` to make a real one")]
    Sample,
}

/// Keys of RFC 7748, RFC 8032 and NIST SP 800-38A, which people copy from examples.
const SAMPLES: [&str; 3] = [
    "77076d0a7318a57d3c16c17251b26645df4c2f92ebc0992ac177fba51db92c2a",
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
];

/// Words whose SHA-256 people use as a key.
const HASHED: [&str; 14] = [
    "",
    "password",
    "secret",
    "test",
    "key",
    "master",
    "changeme",
    "admin",
    "example",
    "hello",
    "pecule",
    "patrimoine",
    "motdepasse",
    "123456",
];

/// Refuses 32 bytes with a pattern, printable text, a sample key or a hashed word.
pub(crate) fn judge(key: &[u8; 32]) -> Result<(), Weakness> {
    if key.iter().all(|byte| *byte == 0) {
        return Err(Weakness::Zero);
    }
    if steps_are_equal(key) {
        let still = key.first() == key.last();
        return Err(if still { Weakness::Repeated } else { Weakness::Sequence });
    }
    if has_period(key) || distinct(key) < 16 {
        return Err(Weakness::Repeated);
    }
    if key.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()) {
        return Err(Weakness::Text);
    }
    let hashed = |word: &&str| <[u8; 32]>::from(Sha256::digest(word.as_bytes())) == *key;
    let digits = crate::crypto::encoding::to_hex(key, 32, "");
    if SAMPLES.contains(&digits.as_str()) || HASHED.iter().any(hashed) {
        return Err(Weakness::Sample);
    }
    Ok(())
}

/// Detects a key written as text in a file of another length.
pub(crate) fn judge_text(file: &[u8]) -> Result<(), Weakness> {
    let text = file.trim_ascii();
    let hexadecimal = text.len() == 64 && text.iter().all(u8::is_ascii_hexdigit);
    let in_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    let base64 = (43..=44).contains(&text.len()) && text.iter().all(in_base64);
    if hexadecimal || base64 {
        return Err(Weakness::Encoded);
    }
    if !text.is_empty() && text.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
        return Err(Weakness::Text);
    }
    Ok(())
}

fn steps_are_equal(key: &[u8; 32]) -> bool {
    let mut steps = key.iter().zip(key.iter().skip(1)).map(|(a, b)| b.wrapping_sub(*a));
    let first = steps.next();
    steps.all(|step| Some(step) == first)
}

fn has_period(key: &[u8; 32]) -> bool {
    (1..=16).any(|period| key.iter().zip(key.iter().skip(period)).all(|(a, b)| a == b))
}

fn distinct(key: &[u8; 32]) -> usize {
    key.iter().collect::<std::collections::BTreeSet<_>>().len()
}
