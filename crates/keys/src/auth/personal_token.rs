//! Issues personal tokens, each of which unwraps the key of one set of books for a program.

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

/// The prefix of every personal token, which lets people and scanners recognise leaked tokens.
pub const PREFIX: &str = "pecule_pt_";

/// An opaque token of 256 random bits that gives access to one set of books.
pub struct PersonalToken(Zeroizing<[u8; 32]>);

/// The place of a wrapped key. A row copied to another place does not unwrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    pub install: &'a Install,
    pub person: &'a [u8; 16],
    pub books: &'a [u8; 16],
    pub token: &'a [u8; 16],
}

/// The error for a token that gives no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PersonalTokenError {
    /// The text is not a token.
    #[error("this is not a personal token: they begin with {PREFIX}")]
    NotAToken,
    /// The token or the row is another one, or the bytes were altered.
    #[error("this token does not open these books: make a new one")]
    Refused,
}

impl PersonalToken {
    /// Generates a new token.
    pub fn generate() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Returns whether a text has the prefix of a personal token.
    pub fn is_claimed_by(text: &str) -> bool {
        text.starts_with(PREFIX)
    }

    /// Parses a token. Only the canonical spelling is accepted.
    pub fn parse(text: &str) -> Result<Self, PersonalTokenError> {
        let mut token = Zeroizing::new([0; 32]);
        let secret = text.strip_prefix(PREFIX).ok_or(PersonalTokenError::NotAToken)?;
        if from_base64(secret, &mut token) {
            Ok(Self(token))
        } else {
            Err(PersonalTokenError::NotAToken)
        }
    }

    /// Formats the token for API requests.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + 43));
        text.push_str(PREFIX);
        text.push_str(&Zeroizing::new(to_base64(self.0.as_slice())));
        text
    }

    /// Computes the hash to store and look up instead of the token.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    /// Wraps the key of books under this token.
    pub fn wrap(&self, context: &Context<'_>, key: &BooksKey) -> Result<Vec<u8>, NoRandomness> {
        sealing::seal(&self.key(context), &context.bound(), key.bytes())
    }

    /// Unwraps a key that [`PersonalToken::wrap`] wrapped.
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

/// Computes a digest that identifies one sealing of a grant; sealing the grant again changes it.
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
