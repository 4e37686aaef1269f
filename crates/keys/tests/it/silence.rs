//! Tests that `Debug` output and error messages contain no secret.

use pecule_keys::auth::jwt::AccessTokens;
use pecule_keys::auth::totp::TotpSecret;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::{
    BooksKey, HouseholdKey, Identity, Keyring, MasterKey, RecoveryCode, SessionToken, SetupCode,
};

/// Returns the common ways in which a log line formats bytes.
fn spellings(secret: &[u8]) -> Vec<String> {
    let lower: String = secret
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect();
    let start = &secret[..4];
    let mut shown = vec![format!("{start:?}"), format!("{start:x?}"), format!("{start:02X?}")];
    for list in &mut shown {
        *list = list.trim_matches(['[', ']']).to_owned();
    }
    shown.extend([lower.to_uppercase(), lower, String::from_utf8_lossy(secret).into_owned()]);
    shown
}

fn assert_silent(shown: &str, secret: &[u8]) {
    for spelling in spellings(secret) {
        assert!(!shown.contains(&spelling), "{shown} shows {spelling}");
    }
    assert!(shown.len() < 600, "{shown} says too much");
}

#[test]
fn debug_shows_no_bytes() {
    let master = MasterKey::generate().unwrap();
    assert_silent(&format!("{master:?} {master:#?}"), master.bytes());
    let (keyring, kit) = Keyring::create(&master, 1).unwrap();
    assert_silent(&format!("{keyring:?}"), master.bytes());
    assert_silent(&format!("{kit:?}"), kit.secret_text().as_bytes());
    let household = keyring.household_key(&master).unwrap();
    assert_silent(&format!("{household:?} {keyring:?}"), household.bytes());
    let household = HouseholdKey::generate().unwrap();
    assert_silent(&format!("{household:?}"), household.bytes());
    let books = BooksKey::generate().unwrap();
    assert_silent(&format!("{books:?}"), books.bytes());
    let identity = Identity::generate().unwrap();
    assert_silent(&format!("{identity:?}"), identity.secret_text().as_bytes());
    let token = SessionToken::generate().unwrap();
    assert_silent(&format!("{token:?}"), token.text().as_bytes());
    let code = RecoveryCode::generate().unwrap();
    assert_silent(&format!("{code:?}"), code.text().as_bytes());
    let code = SetupCode::generate().unwrap();
    assert_silent(&format!("{code:?}"), code.text().as_bytes());
    let totp = TotpSecret::generate().unwrap();
    assert_silent(&format!("{totp:?}"), totp.base32().as_bytes());
    for (shown, expected) in [
        (format!("{:?}", JournalKey::books(&books)), "JournalKey(secret)"),
        (format!("{:?}", keyring.signing_key(&master).unwrap()), "SigningKey(secret)"),
    ] {
        assert_eq!(shown, expected);
    }
    let tokens = AccessTokens::new(&master, keyring.install(), "1");
    let shown = format!("{tokens:?}");
    assert!(shown.ends_with(", .. }") && !shown.contains("ecret"), "{shown}");
}

#[test]
fn errors_do_not_repeat_what_was_typed() {
    let typed = RecoveryCode::generate().unwrap().text().to_lowercase();
    let mistyped = format!("{}{typed}", "0");
    let error = RecoveryCode::parse(&mistyped).unwrap_err().to_string();
    assert!(!error.contains(&typed));
    let word = "motdepassemarseille";
    let error = pecule_keys::auth::password::check(word, &[], false).unwrap_err().to_string();
    assert!(!error.contains("marseille"));
}
