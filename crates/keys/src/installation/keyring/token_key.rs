//! A key that signs access tokens.

use crate::crypto::encoding::to_hex;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;
use serde::Deserialize;
use serde::Serialize;

/// A version of the key that signs access tokens. The key itself derives from the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenKey {
    /// The name of the version, in the header of each token.
    pub kid: String,
    /// In seconds since 1970.
    pub created: i64,
    /// The end of acceptance of its tokens, in seconds since 1970; `None` while the version signs.
    pub until: Option<i64>,
}

impl TokenKey {
    pub(crate) fn draw(now: i64) -> Result<Self, NoRandomness> {
        let kid = format!("jwt-{}", to_hex(&random::bytes::<4>()?, 4, ""));
        Ok(Self { kid, created: now, until: None })
    }
}
