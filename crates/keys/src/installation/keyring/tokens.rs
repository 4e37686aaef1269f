//! The editions of the key that signs access tokens: the present one, and the one before for as long as
//! tokens of it may be about.

use serde::{Deserialize, Serialize};

use crate::auth::jwt;
use crate::crypto::encoding::to_hex;
use crate::crypto::random;
use crate::crypto::random::NoRandomness;
use crate::installation::keyring::Keyring;

/// One edition of the key that signs access tokens; the key itself derives from the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenKey {
    /// Its name, which each token carries.
    pub kid: String,
    /// Since when it signs, in seconds since 1970.
    pub created: i64,
    /// Until when its tokens count, once another edition signs.
    pub until: Option<i64>,
}

impl TokenKey {
    pub(crate) fn draw(now: i64) -> Result<Self, NoRandomness> {
        let kid = format!("jwt-{}", to_hex(&random::bytes::<4>()?, 4, ""));
        Ok(Self { kid, created: now, until: None })
    }
}

impl Keyring {
    /// The editions of the key that signs access tokens, the present one last.
    pub fn token_keys(&self) -> &[TokenKey] {
        &self.tokens
    }

    /// Lets a new edition sign from now on; tokens of the one before count until the last has expired.
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
