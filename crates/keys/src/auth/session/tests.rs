#![expect(clippy::string_slice, reason = "what is cut here is ASCII")]

use crate::auth::session::{Context, Purpose, SessionError, SessionToken};
use crate::identity::Identity;
use crate::installation::installation_id::Install;

#[test]
fn a_token_has_one_spelling() {
    let token = SessionToken::generate().unwrap();
    let text = token.text();
    assert_eq!(text.len(), 43);
    assert_eq!(SessionToken::parse(&text).unwrap().hash(), token.hash());
    let padded = format!("{}=", *text);
    for wrong in ["", &text[..42], &padded, &text.replace('-', "+").replace('_', "/")] {
        if wrong != *text {
            assert_eq!(SessionToken::parse(wrong).unwrap_err(), SessionError::NotAToken);
        }
    }
    assert_ne!(SessionToken::generate().unwrap().hash(), token.hash());
    assert_ne!(token.hash(), *token.0);
}

#[test]
fn an_identity_unwraps_under_its_token_for_its_purpose_in_its_row() {
    let install = Install::generate().unwrap();
    let elsewhere = Install::generate().unwrap();
    let (token, identity) = (SessionToken::generate().unwrap(), Identity::generate().unwrap());
    let context = Context { install: &install, person: &[1; 16], session: &[2; 16] };
    let wrapped = token.wrap_identity(Purpose::Browser, &context, &identity).unwrap();
    let unwrapped = token.unwrap_identity(Purpose::Browser, &context, &wrapped).unwrap();
    assert_eq!(unwrapped.secret_text(), identity.secret_text());

    let refused = |token: &SessionToken, purpose, context: &Context<'_>, wrapped: &[u8]| {
        token.unwrap_identity(purpose, context, wrapped).unwrap_err() == SessionError::Refused
    };
    let other = SessionToken::generate().unwrap();
    assert!(refused(&other, Purpose::Browser, &context, &wrapped));
    assert!(refused(&token, Purpose::Refresh, &context, &wrapped));
    assert!(refused(&token, Purpose::SecondFactor, &context, &wrapped));
    for moved in [
        Context { install: &elsewhere, ..context },
        Context { person: &[3; 16], ..context },
        Context { session: &[3; 16], ..context },
    ] {
        assert!(refused(&token, Purpose::Browser, &moved, &wrapped));
    }
    assert!(refused(&token, Purpose::Browser, &context, &wrapped[1..]));
    assert!(refused(&token, Purpose::Browser, &context, b""));
}

#[test]
fn what_is_stored_does_not_contain_the_identity() {
    let install = Install::generate().unwrap();
    let (token, identity) = (SessionToken::generate().unwrap(), Identity::generate().unwrap());
    let context = Context { install: &install, person: &[1; 16], session: &[2; 16] };
    let wrapped = token.wrap_identity(Purpose::Browser, &context, &identity).unwrap();
    let secret = identity.secret_text();
    assert!(!wrapped.windows(16).any(|window| secret.as_bytes()[16..].starts_with(window)));
}
