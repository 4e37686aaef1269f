//! Tracks the versions of the key that signs access tokens.
//!
//! The previous version is kept for as long as one of its tokens can be valid.

use crate::auth::jwt;
use crate::crypto::random::NoRandomness;
use crate::installation::keyring::Keyring;
use crate::installation::keyring::token_key::TokenKey;

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
