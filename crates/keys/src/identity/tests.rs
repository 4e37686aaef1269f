use std::fs;
use std::process::Command;

use proptest::prelude::*;
use tempfile::tempdir;

use crate::identity::{Identity, NotAKey, PublicKey, SealError, seal};

#[test]
fn an_identity_survives_being_written_down() {
    let identity = Identity::generate().unwrap();
    let text = identity.secret_text();
    assert!(text.starts_with("AGE-SECRET-KEY-1"));
    let again = Identity::parse(&format!(" {}\n", *text)).unwrap();
    assert_eq!(again.public(), identity.public());
    assert_eq!(Identity::parse("AGE-SECRET-KEY-1").unwrap_err(), NotAKey::Secret);
    assert_eq!(Identity::parse(identity.public().as_str()).unwrap_err(), NotAKey::Secret);
}

#[test]
fn a_public_key_has_one_text_and_one_fingerprint() {
    let key = Identity::generate().unwrap().public();
    let again: PublicKey = key.as_str().to_uppercase().parse().unwrap();
    assert_eq!(again, key);
    assert_eq!(again.fingerprint(), key.fingerprint());
    assert_eq!(key.fingerprint().len(), 39);
    let other = Identity::generate().unwrap().public();
    assert_ne!(other.fingerprint(), key.fingerprint());
    let mut mistyped = key.to_string();
    let last = mistyped.pop().unwrap();
    mistyped.push(if last == 'q' { 'p' } else { 'q' });
    assert_eq!(mistyped.parse::<PublicKey>(), Err(NotAKey::Public));
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);
    assert!(serde_json::from_str::<PublicKey>("\"age1no\"").is_err());
}

#[test]
fn each_recipient_opens_and_nobody_else() {
    let (one, two) = (Identity::generate().unwrap(), Identity::generate().unwrap());
    let sealed = seal(b"plain", &[one.public(), two.public()]).unwrap();
    assert_eq!(**one.unseal(&sealed).unwrap(), *b"plain");
    assert_eq!(**two.unseal(&sealed).unwrap(), *b"plain");
    let third = Identity::generate().unwrap();
    assert_eq!(third.unseal(&sealed), Err(SealError::NotForThisIdentity));
    assert_eq!(seal(b"plain", &[]), Err(SealError::NoRecipient));
}

#[test]
fn what_is_cut_short_does_not_open() {
    let identity = Identity::generate().unwrap();
    let sealed = seal(&vec![7; 70_000], &[identity.public()]).unwrap();
    for length in [0, 1, 100, 200, 65_536, sealed.len() - 16, sealed.len() - 1] {
        assert_eq!(identity.unseal(&sealed[..length]), Err(SealError::Damaged), "{length}");
    }
}

#[test]
fn the_age_command_opens_what_we_seal_and_we_what_it_seals() {
    let folder = tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let identity = Identity::generate().unwrap();
    fs::write(place("key"), identity.secret_text().as_bytes()).unwrap();
    fs::write(place("sealed"), seal(b"plain", &[identity.public()]).unwrap()).unwrap();
    let opened =
        Command::new("age").arg("-d").arg("-i").arg(place("key")).arg(place("sealed")).output();
    let Ok(opened) = opened else {
        eprintln!("skipped: the `age` command is not installed");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&opened.stderr), "");
    assert_eq!(opened.stdout, b"plain");

    fs::write(place("plain"), b"from the command").unwrap();
    let public = identity.public();
    let sealed = Command::new("age").arg("-r").arg(public.as_str()).arg(place("plain")).output();
    assert_eq!(**identity.unseal(&sealed.unwrap().stdout).unwrap(), *b"from the command");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_altered_message_never_opens_to_something_else(
        plain: Vec<u8>, at: prop::sample::Index, by in 1_u8..,
    ) {
        let identity = Identity::generate().unwrap();
        let mut sealed = seal(&plain, &[identity.public()]).unwrap();
        let at = at.index(sealed.len());
        sealed[at] ^= by;
        prop_assert!(identity.unseal(&sealed).is_err());
    }
}
