//! Checks the published test vectors of docs/security/vectors.json, so that no format changes unnoticed.

use base64ct::{Base64, Encoding as _};
use serde_json::Value;

use crate::auth::jwt::AccessTokens;
use crate::auth::personal_token::PersonalToken;
use crate::auth::recovery_code::RecoveryCode;
use crate::auth::session::SessionToken;
use crate::auth::{personal_token, session, slots};
use crate::backup::drill::TotalsKey;
use crate::books::file_key::{BooksKey, HouseholdKey};
use crate::books::grants;
use crate::crypto::mac::JournalKey;
use crate::crypto::sealing;
use crate::crypto::signing::SigningKey;
use crate::identity::Identity;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

const PURPOSES: [(&str, Purpose); 11] = [
    ("keyring", Purpose::Keyring),
    ("wrap-household", Purpose::WrapHousehold),
    ("wrap-signing", Purpose::WrapSigning),
    ("wrap-authority", Purpose::WrapAuthority),
    ("jwt", Purpose::Jwt),
    ("journal", Purpose::Journal),
    ("pepper", Purpose::Pepper),
    ("totp", Purpose::Totp),
    ("unattended", Purpose::Unattended),
    ("drill", Purpose::Drill),
    ("targets", Purpose::Targets),
];

struct Vectors {
    all: Value,
    master: MasterKey,
    install: Install,
    books_key: BooksKey,
}

impl Vectors {
    fn read() -> Self {
        let text = include_str!("../../../docs/security/vectors.json");
        let all: Value = serde_json::from_str(text).unwrap();
        let master = MasterKey::from_slice(&bytes(&all["master_key"])).unwrap();
        let install = Install::from_bytes(id(&all["install"]));
        let books_key = BooksKey::from_slice(&bytes(&all["books_key"])).unwrap();
        Self { all, master, install, books_key }
    }

    fn slot_context<'a>(&'a self, person: &'a [u8; 16], slot: &'a Value) -> slots::Context<'a> {
        slots::Context { install: &self.install, person, key_id: text(&slot["key_id"]) }
    }

    fn is_ours(&self, identity: &Identity) -> bool {
        *identity.secret_text() == *text(&self.all["identity"])
            && identity.public().as_str() == text(&self.all["public_key"])
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    let pairs = text(value).as_bytes().chunks_exact(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    pairs.map(byte).collect()
}

fn id<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

#[test]
fn vectors_of_subkeys_hold() {
    let vectors = Vectors::read();
    assert_eq!(vectors.install.to_string(), text(&vectors.all["install_text"]));
    let known = vectors.all["subkeys"].as_array().unwrap();
    assert_eq!(known.len(), PURPOSES.len());
    for (one, (name, purpose)) in known.iter().zip(PURPOSES) {
        assert_eq!(text(&one["purpose"]), name);
        let key = vectors.master.subkey(&vectors.install, purpose, text(&one["edition"]));
        assert_eq!(*key, id(&one["key"]), "{name}");
    }
}

#[test]
fn vectors_of_envelopes_and_check_values_hold() {
    let vectors = Vectors::read();
    let one = &vectors.all["envelope"];
    let bound: Vec<Vec<u8>> = one["bound"].as_array().unwrap().iter().map(bytes).collect();
    let bound: Vec<&[u8]> = bound.iter().map(Vec::as_slice).collect();
    let opened = sealing::open(&id(&one["key"]), &bound, &bytes(&one["envelope"])).unwrap();
    assert_eq!(*opened, bytes(&one["plain"]));
    let check = &vectors.all["key_check"];
    let key = HouseholdKey::from_slice(&bytes(&check["household_key"])).unwrap();
    assert_eq!(key.check_value(&vectors.install), id(&check["check"]));
}

#[test]
fn vectors_of_slots_hold() {
    let vectors = Vectors::read();
    let person = id(&vectors.all["person"]);
    let code = RecoveryCode::parse(text(&vectors.all["recovery_code"]["text"])).unwrap();
    assert_eq!(*code.bytes(), id(&vectors.all["recovery_code"]["bytes"]));
    assert_eq!(*code.text(), text(&vectors.all["recovery_code"]["text"]));
    let one = &vectors.all["recovery_slot"];
    let slot = text(&one["slot"]).as_bytes();
    let context = vectors.slot_context(&person, one);
    assert!(vectors.is_ours(&slots::open_with_code(slot, &code, &context).unwrap()));
    let one = &vectors.all["password_slot"];
    let (slot, password) = (text(&one["slot"]).as_bytes(), text(&one["password"]));
    let context = vectors.slot_context(&person, one);
    let opened = slots::open_with_password(slot, password, &context, &vectors.master).unwrap();
    assert!(vectors.is_ours(&opened));
}

#[test]
fn vectors_of_tokens_hold() {
    let vectors = Vectors::read();
    let (person, row) = (id(&vectors.all["person"]), id(&vectors.all["session"]));
    let context = session::Context { install: &vectors.install, person: &person, session: &row };
    let purposes =
        [session::Purpose::Browser, session::Purpose::SecondFactor, session::Purpose::Refresh];
    let known = vectors.all["sessions"].as_array().unwrap();
    assert_eq!(known.len(), purposes.len());
    for (one, purpose) in known.iter().zip(purposes) {
        let token = SessionToken::parse(text(&one["text"])).unwrap();
        assert_eq!(token.hash(), id(&one["hash"]));
        let wrapped = bytes(&one["wrapped"]);
        assert!(vectors.is_ours(&token.unwrap_identity(purpose, &context, &wrapped).unwrap()));
    }
    let one = &vectors.all["personal_token"];
    let (books, row) = (id(&vectors.all["books"]), id(&vectors.all["token"]));
    let install = &vectors.install;
    let context = personal_token::Context { install, person: &person, books: &books, token: &row };
    let token = PersonalToken::parse(text(&one["text"])).unwrap();
    assert_eq!(token.hash(), id(&one["hash"]));
    assert_eq!(token.unwrap(&context, &bytes(&one["wrapped"])), Ok(vectors.books_key.clone()));
}

#[test]
fn vectors_of_grants_hold() {
    let vectors = Vectors::read();
    let identity = Identity::parse(text(&vectors.all["identity"])).unwrap();
    let sealed = Base64::decode_vec(text(&vectors.all["grant"])).unwrap();
    assert_eq!(grants::open_grant(&identity, &sealed), Ok(vectors.books_key.clone()));
}

#[test]
fn vectors_of_journals_and_totals_hold() {
    let vectors = Vectors::read();
    let household = JournalKey::household(&vectors.master, &vectors.install);
    let books = JournalKey::books(&vectors.books_key);
    for one in vectors.all["journals"].as_array().unwrap() {
        let key = if text(&one["journal"]) == "books" { &books } else { &household };
        let number = |name: &str| one[name].as_i64().unwrap().to_be_bytes();
        let (actor, session) = (bytes(&one["actor"]), bytes(&one["session"]));
        let word = |name: &str| text(&one[name]).as_bytes();
        let fields: [&[u8]; 8] = [
            &number("seq"),
            &number("at"),
            &actor,
            &session,
            word("action"),
            word("object"),
            word("outcome"),
            word("details"),
        ];
        assert_eq!(key.chain(&id(&one["previous"]), &fields), id(&one["mac"]));
    }
    let one = &vectors.all["totals"];
    let fingerprint = TotalsKey::books(&vectors.books_key).fingerprint(text(&one["text"]));
    assert_eq!(fingerprint, id(&one["fingerprint"]));
}

#[test]
fn vectors_of_signatures_and_access_tokens_hold() {
    let vectors = Vectors::read();
    let one = &vectors.all["manifest"];
    let signer = SigningKey::from_seed(&bytes(&one["seed"])).unwrap();
    assert_eq!(signer.public().to_string(), text(&one["signer"]));
    assert_eq!(signer.sign(text(&one["content"]).as_bytes()), id(&one["signature"]));
    let one = &vectors.all["access_token"];
    let tokens = AccessTokens::new(&vectors.master, &vectors.install, text(&one["kid"]));
    let now = one["now"].as_i64().unwrap();
    let claims = tokens.verify(text(&one["token"]), now).unwrap();
    assert_eq!(claims.sub, text(&one["sub"]));
    assert_eq!(tokens.issue(&claims, now).unwrap(), text(&one["token"]));
}
