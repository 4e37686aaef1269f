//! Tracks the versions of the key that signs access tokens.
//!
//! The previous version is kept for as long as one of its tokens can be valid.

use serde::{Deserialize, Serialize};

use crate::auth::jwt;
use crate::crypto::encoding::to_hex;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;
use crate::installation::keyring::Keyring;

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

impl Keyring {
    /// Returns the versions of the key that signs access tokens, the current one last.
    pub fn token_keys(&self) -> &[TokenKey] {
        &self.tokens
    }

    /// Adds a new signing version. Tokens of the previous version remain valid until they expire.
    pub fn rotate_tokens(&mut self, now: i64) -> Result<(), NoRandomness> {
        let next = TokenKey::draw(now)?;
        self.tokens.retain(|key| key.until.is_none());
        for key in &mut self.tokens {
            key.until = Some(now.saturating_add(jwt::LIFETIME).saturating_add(jwt::LEEWAY));
        }
        self.tokens.push(next);
        Ok(())
    }
}
