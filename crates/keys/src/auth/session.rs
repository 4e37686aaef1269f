//! Issues session tokens, each of which unwraps the identity of a signed-in person.
//!
//! The database stores the hash of a token and the wrapped identity, which are useless without the token.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::encoding::{from_base64, to_base64};
use crate::crypto::hkdf::derive;
use crate::crypto::random::NoRandomness;
use crate::crypto::{random, sealing};
use crate::identity::Identity;
use crate::installation::installation_id::Install;

/// An opaque token of 256 random bits.
pub struct SessionToken(Zeroizing<[u8; 32]>);

/// The purpose of a token. An identity wrapped for one purpose does not unwrap for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A browser's session.
    Browser,
    /// The step between the password and the second factor.
    SecondFactor,
    /// A refresh token of the JSON API.
    Refresh,
}

/// The place of a wrapped identity. A row copied to another place does not unwrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    pub install: &'a Install,
    pub person: &'a [u8; 16],
    pub session: &'a [u8; 16],
}

/// The error for a token that gives no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SessionError {
    /// The text is not a token.
    #[error("this is not a session token: sign in again")]
    NotAToken,
    /// The token or the row is another one, or the bytes were altered.
    #[error("this session cannot be opened with this token: sign in again")]
    Refused,
    /// The operating system gives no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Browser => b"browser",
            Self::SecondFactor => b"second-factor",
            Self::Refresh => b"refresh",
        }
    }
}

impl SessionToken {
    /// Generates a new token.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Parses a token of a cookie or a request. Only the canonical spelling is accepted.
    pub fn parse(text: &str) -> Result<Self, SessionError> {
        let mut token = Zeroizing::new([0; 32]);
        if from_base64(text, &mut token) { Ok(Self(token)) } else { Err(SessionError::NotAToken) }
    }

    /// Formats the token for cookies and requests, as 43 characters of base64url.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(to_base64(self.0.as_slice()))
    }

    /// Computes the hash to store and look up instead of the token.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    /// Wraps an identity under this token.
    pub fn wrap_identity(
        &self,
        purpose: Purpose,
        context: &Context<'_>,
        identity: &Identity,
    ) -> Result<Vec<u8>, NoRandomness> {
        let key = self.key(purpose, context);
        sealing::seal(&key, &context.bound(purpose), identity.secret_text().as_bytes())
    }

    /// Unwraps an identity that [`SessionToken::wrap_identity`] wrapped.
    pub fn unwrap_identity(
        &self,
        purpose: Purpose,
        context: &Context<'_>,
        wrapped: &[u8],
    ) -> Result<Identity, SessionError> {
        let key = self.key(purpose, context);
        let opened = sealing::open(&key, &context.bound(purpose), wrapped);
        let identity = opened.ok().and_then(|bytes| {
            std::str::from_utf8(&bytes).ok().and_then(|text| Identity::parse(text).ok())
        });
        identity.ok_or(SessionError::Refused)
    }

    fn key(&self, purpose: Purpose, context: &Context<'_>) -> Zeroizing<[u8; 32]> {
        let info: [&[u8]; 2] = [b"pecule/session/v1", purpose.label()];
        derive(self.0.as_slice(), context.install.as_bytes(), &info)
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(secret)")
    }
}

impl<'a> Context<'a> {
    fn bound(&self, purpose: Purpose) -> [&'a [u8]; 5] {
        [b"pecule/session", purpose.label(), self.install.as_bytes(), self.person, self.session]
    }
}

#[cfg(test)]
mod tests;
