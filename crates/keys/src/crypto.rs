//! Cryptographic primitives in one place each.

pub(crate) mod crockford;
pub(crate) mod encoding;
pub(crate) mod hkdf;
pub mod mac;
pub mod random;
pub(crate) mod sealing;
pub mod signing;
pub mod stream_cipher;
