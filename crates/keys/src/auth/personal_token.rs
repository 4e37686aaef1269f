//! Personal tokens: a token is the key that unwraps the key of one set of books, and nothing else.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::books::file_key::BooksKey;
use crate::crypto::encoding::{from_base64, to_base64};
use crate::crypto::hkdf::derive;
use crate::crypto::random::NoRandomness;
use crate::crypto::{random, sealing};
use crate::installation::installation_id::Install;

/// What every personal token begins with, so that whoever finds one in a file knows what it is.
pub const PREFIX: &str = "pecule_pt_";

/// An opaque token of 256 random bits that reads one set of books.
pub struct PersonalToken(Zeroizing<[u8; 32]>);

/// Where a wrapped key belongs; a row copied elsewhere does not unwrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The installation.
    pub install: &'a Install,
    /// The person whose token it is.
    pub person: &'a [u8; 16],
    /// The books that it reads.
    pub books: &'a [u8; 16],
    /// The token's own identifier.
    pub token: &'a [u8; 16],
}

/// Why a token gives no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PersonalTokenError {
    /// The text is not a token.
    #[error("this is not a personal token: they begin with {PREFIX}")]
    NotAToken,
    /// Another token, another row, or altered bytes.
    #[error("this token does not open these books: make a new one")]
    Refused,
}

impl PersonalToken {
    /// Draws a new token.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Whether a text claims to be a personal token.
    pub fn is_claimed_by(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// Reads a token; only its one spelling is accepted.
    pub fn parse(text: &str) -> Result<Self, PersonalTokenError> {
        let mut token = Zeroizing::new([0; 32]);
        let secret = text.strip_prefix(PREFIX).ok_or(PersonalTokenError::NotAToken)?;
        if from_base64(secret, &mut token) {
            Ok(Self(token))
        } else {
            Err(PersonalTokenError::NotAToken)
        }
    }

    /// The token as programs carry it.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + 43));
        text.push_str(PREFIX);
        text.push_str(&Zeroizing::new(to_base64(self.0.as_slice())));
        text
    }

    /// What is stored and looked up in place of the token.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    /// Wraps the key of books so that this token alone unwraps it.
    pub fn wrap(&self, context: &Context<'_>, key: &BooksKey) -> Result<Vec<u8>, NoRandomness> {
        sealing::seal(&self.key(context), &context.bound(), key.bytes())
    }

    /// Unwraps what [`PersonalToken::wrap`] wrapped.
    pub fn unwrap(
        &self,
        context: &Context<'_>,
        wrapped: &[u8],
    ) -> Result<BooksKey, PersonalTokenError> {
        let opened = sealing::open(&self.key(context), &context.bound(), wrapped);
        let key = opened.ok().and_then(|bytes| BooksKey::from_slice(&bytes));
        key.ok_or(PersonalTokenError::Refused)
    }

    fn key(&self, context: &Context<'_>) -> Zeroizing<[u8; 32]> {
        derive(self.0.as_slice(), context.install.as_bytes(), &[b"pecule/personal-token/v1"])
    }
}

impl fmt::Debug for PersonalToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalToken(secret)")
    }
}

impl<'a> Context<'a> {
    fn bound(&self) -> [&'a [u8]; 5] {
        [b"pecule/personal-token", self.install.as_bytes(), self.person, self.books, self.token]
    }
}

/// What tells one sealing of a grant from another: a grant that was sealed anew has another mark.
pub fn mark_of(sealed_grant: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"pecule sealed grant v1");
    hash.update(sealed_grant);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{Context, PersonalToken, PersonalTokenError, mark_of};
    use crate::books::file_key::BooksKey;
    use crate::installation::installation_id::Install;

    #[test]
    fn a_token_opens_its_own_row_alone() {
        let (install, elsewhere) = (Install::generate().unwrap(), Install::generate().unwrap());
        let (token, key) = (PersonalToken::generate().unwrap(), BooksKey::generate().unwrap());
        let here =
            Context { install: &install, person: &[1; 16], books: &[2; 16], token: &[3; 16] };
        let wrapped = token.wrap(&here, &key).unwrap();
        assert_eq!(token.unwrap(&here, &wrapped).unwrap(), key);
        let others = [
            Context { install: &elsewhere, ..here },
            Context { person: &[9; 16], ..here },
            Context { books: &[9; 16], ..here },
            Context { token: &[9; 16], ..here },
        ];
        for other in others {
            assert_eq!(token.unwrap(&other, &wrapped), Err(PersonalTokenError::Refused));
        }
        let stranger = PersonalToken::generate().unwrap();
        assert_eq!(stranger.unwrap(&here, &wrapped), Err(PersonalTokenError::Refused));
        assert_ne!(stranger.hash(), token.hash());
    }

    #[test]
    fn only_the_spelling_that_was_given_out_is_read() {
        let token = PersonalToken::generate().unwrap();
        let text = token.text();
        assert_eq!(text.len(), 53);
        assert_eq!(PersonalToken::parse(&text).unwrap().hash(), token.hash());
        let shouted = text.to_uppercase();
        let bare = text.trim_start_matches("pecule_pt_");
        for wrong in
            ["", "pecule_pt_", bare, &shouted, &format!("{}=", *text), &format!(" {}", *text)]
        {
            assert!(PersonalToken::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(format!("{token:?}"), "PersonalToken(secret)");
    }

    #[test]
    fn a_grant_that_was_sealed_anew_has_another_mark() {
        assert_ne!(mark_of(b"one sealing"), mark_of(b"another"));
        assert_eq!(mark_of(b"one sealing"), mark_of(b"one sealing"));
    }
}
