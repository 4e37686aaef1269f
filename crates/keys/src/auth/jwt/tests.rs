#![expect(clippy::string_slice, reason = "what is cut here is ASCII")]

use jsonwebtoken::{Algorithm, EncodingKey};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::auth::jwt::{AccessTokens, Claims, LIFETIME, TokenProblem};
use crate::crypto::encoding::to_base64;
use crate::installation::installation_id::Install;
use crate::installation::master_key::{MasterKey, Purpose};

const NOW: i64 = 1_800_000_000;

struct Forge {
    tokens: AccessTokens,
    key: [u8; 32],
    install: Install,
    master: MasterKey,
}

impl Forge {
    fn new() -> Self {
        let (master, install) = (MasterKey::generate().unwrap(), Install::generate().unwrap());
        let key = *master.subkey(&install, Purpose::Jwt, "k1");
        Self { tokens: AccessTokens::new(&master, &install, "k1"), key, install, master }
    }

    fn header() -> Value {
        json!({"typ": "at+jwt", "alg": "HS256", "kid": "k1"})
    }

    fn payload(&self) -> Value {
        json!({
            "iss": format!("pecule:{}", self.install), "aud": "pecule-api", "sub": "person",
            "sid": "session", "jti": "token", "iat": NOW, "nbf": NOW, "exp": NOW + LIFETIME,
        })
    }

    /// Signs any header and payload with any key.
    fn sign(algorithm: Algorithm, key: &[u8], header: &str, payload: &str) -> String {
        let message = format!("{}.{}", to_base64(header.as_bytes()), to_base64(payload.as_bytes()));
        let key = EncodingKey::from_secret(key);
        let code = jsonwebtoken::crypto::sign(message.as_bytes(), &key, algorithm).unwrap();
        format!("{message}.{code}")
    }

    fn with_header(&self, edit: impl FnOnce(&mut Value)) -> String {
        let mut header = Self::header();
        edit(&mut header);
        self.with_header_text(&ours_first(&header))
    }

    fn with_header_text(&self, header: &str) -> String {
        Self::sign(Algorithm::HS256, &self.key, header, &self.payload().to_string())
    }

    fn with_payload(&self, edit: impl FnOnce(&mut Value)) -> String {
        let mut payload = self.payload();
        edit(&mut payload);
        self.with_payload_text(&payload.to_string())
    }

    fn with_payload_text(&self, payload: &str) -> String {
        Self::sign(Algorithm::HS256, &self.key, &ours_first(&Self::header()), payload)
    }

    fn honest(&self) -> String {
        self.with_payload(|_| {})
    }
}

/// Serialises a header with the fields of an issued header first, then additional ones.
fn ours_first(header: &Value) -> String {
    let fields = header.as_object().unwrap();
    let ours = ["typ", "alg", "kid"];
    let order = ours.iter().copied().filter(|name| fields.contains_key(*name));
    let rest = fields.keys().map(String::as_str).filter(|name| !ours.contains(name));
    let written = order.chain(rest).map(|name| format!("{}:{}", json!(name), fields[name]));
    format!("{{{}}}", written.collect::<Vec<_>>().join(","))
}

fn claims() -> Claims {
    Claims { sub: "person".to_owned(), sid: "session".to_owned(), jti: "token".to_owned() }
}

fn set(name: &'static str, value: impl Into<Value>) -> impl FnOnce(&mut Value) {
    let value = value.into();
    move |object| object[name] = value
}

fn without(name: &'static str) -> impl FnOnce(&mut Value) {
    move |object| {
        object.as_object_mut().unwrap().remove(name);
    }
}

#[test]
fn what_was_issued_is_accepted_and_so_is_the_control_of_the_forge() {
    let forge = Forge::new();
    let issued = forge.tokens.issue(&claims(), NOW).unwrap();
    assert_eq!(forge.tokens.verify(&issued, NOW), Ok(claims()));
    assert_eq!(forge.tokens.verify(&forge.honest(), NOW), Ok(claims()));
}

#[test]
fn a_token_lives_ten_minutes_with_five_seconds_of_leeway() {
    let forge = Forge::new();
    let token = forge.tokens.issue(&claims(), NOW).unwrap();
    for (now, expected) in [
        (NOW - 6, Err(TokenProblem::TooEarly)),
        (NOW - 5, Ok(claims())),
        (NOW + LIFETIME + 4, Ok(claims())),
        (NOW + LIFETIME + 5, Err(TokenProblem::Expired)),
        (i64::MAX, Err(TokenProblem::Expired)),
        (i64::MIN, Err(TokenProblem::TooEarly)),
    ] {
        assert_eq!(forge.tokens.verify(&token, now), expected, "{now}");
    }
}

#[test]
fn forged_headers_are_refused() {
    let forge = Forge::new();
    let payload = forge.payload().to_string();
    let other_algorithm = |algorithm, name: &str| {
        let header = ours_first(&json!({"typ": "at+jwt", "alg": name, "kid": "k1"}));
        Forge::sign(algorithm, &forge.key, &header, &payload)
    };
    let unsigned = |name: &str| {
        let header = ours_first(&json!({"typ": "at+jwt", "alg": name, "kid": "k1"}));
        format!("{}.{}.", to_base64(header.as_bytes()), to_base64(payload.as_bytes()))
    };
    let doubled = "{\"typ\":\"at+jwt\",\"alg\":\"HS256\",\"alg\":\"none\",\"kid\":\"k1\"}";
    let variants = [
        ("alg none", unsigned("none")),
        ("alg None", unsigned("None")),
        ("alg NONE", unsigned("NONE")),
        ("alg empty", unsigned("")),
        ("alg hs256", unsigned("hs256")),
        ("HS256 unsigned", unsigned("HS256")),
        ("HS384", other_algorithm(Algorithm::HS384, "HS384")),
        ("HS512", other_algorithm(Algorithm::HS512, "HS512")),
        ("HS512 called HS256", other_algorithm(Algorithm::HS512, "HS256")),
        ("RS256 with our key", other_algorithm(Algorithm::HS256, "RS256")),
        ("PS256 with our key", other_algorithm(Algorithm::HS256, "PS256")),
        ("ES256 with our key", other_algorithm(Algorithm::HS256, "ES256")),
        ("EdDSA with our key", other_algorithm(Algorithm::HS256, "EdDSA")),
        ("no alg", forge.with_header(without("alg"))),
        ("two algs", forge.with_header_text(doubled)),
        ("alg a number", forge.with_header(set("alg", 256))),
        ("typ JWT", forge.with_header(set("typ", "JWT"))),
        ("typ AT+JWT", forge.with_header(set("typ", "AT+JWT"))),
        ("typ in full", forge.with_header(set("typ", "application/at+jwt"))),
        ("no typ", forge.with_header(without("typ"))),
        ("no kid", forge.with_header(without("kid"))),
        ("another kid", forge.with_header(set("kid", "k2"))),
        ("kid a path", forge.with_header(set("kid", "../../dev/null"))),
        ("jku", forge.with_header(set("jku", "https://example.org/keys"))),
        ("jku null", forge.with_header(set("jku", Value::Null))),
        ("jwk", forge.with_header(set("jwk", json!({"kty": "oct", "k": "AAAA"})))),
        ("x5u", forge.with_header(set("x5u", "https://example.org/cert"))),
        ("x5c", forge.with_header(set("x5c", json!(["AAAA"])))),
        ("crit", forge.with_header(set("crit", json!(["b64"])))),
        ("crit empty", forge.with_header(set("crit", json!([])))),
        ("b64 false", forge.with_header(set("b64", false))),
        ("zip", forge.with_header(set("zip", "DEF"))),
        ("an unknown field", forge.with_header(set("extra", 1))),
        ("fields in another order", forge.with_header_text(&Forge::header().to_string())),
        ("spaces", forge.with_header_text(&format!("{} ", ours_first(&Forge::header())))),
        ("header a list", forge.with_header_text("[]")),
        ("header empty", forge.with_header_text("")),
    ];
    assert!(variants.len() >= 35);
    for (name, token) in variants {
        assert!(forge.tokens.verify(&token, NOW).is_err(), "{name} must be refused");
    }
}

#[test]
fn forged_claims_are_refused() {
    let forge = Forge::new();
    let twice = forge.payload().to_string().replacen('{', "{\"sub\":\"admin\",", 1);
    let mut variants = vec![
        ("another issuer", forge.with_payload(set("iss", "pecule:elsewhere"))),
        ("issuers in a list", forge.with_payload(set("iss", json!([forge.tokens.issuer])))),
        ("another audience", forge.with_payload(set("aud", "pecule-web"))),
        ("audiences in a list", forge.with_payload(set("aud", json!(["pecule-api"])))),
        ("sub empty", forge.with_payload(set("sub", ""))),
        ("sid empty", forge.with_payload(set("sid", ""))),
        ("jti empty", forge.with_payload(set("jti", ""))),
        ("sub a number", forge.with_payload(set("sub", 1))),
        ("sid null", forge.with_payload(set("sid", Value::Null))),
        ("an additional claim", forge.with_payload(set("admin", true))),
        ("a claim twice", forge.with_payload_text(&twice)),
        ("payload a list", forge.with_payload_text("[]")),
        ("payload empty", forge.with_payload_text("")),
        ("payload not JSON", forge.with_payload_text("person")),
        ("payload deep", forge.with_payload_text(&"[".repeat(1000))),
    ];
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        variants.push((name, forge.with_payload(without(name))));
    }
    assert_eq!(variants.len(), 23);
    for (name, token) in variants {
        assert!(forge.tokens.verify(&token, NOW).is_err(), "{name} must be refused");
    }
}

#[test]
fn stale_and_impossible_dates_are_refused() {
    let forge = Forge::new();
    let shifted = |by: i64| {
        forge.with_payload(|claims| {
            for (name, at) in [("iat", NOW), ("nbf", NOW), ("exp", NOW + LIFETIME)] {
                claims[name] = json!(at + by);
            }
        })
    };
    assert!(forge.tokens.verify(&shifted(0), NOW).is_ok());
    let variants = [
        ("exp as text", forge.with_payload(set("exp", "1800000600"))),
        ("exp a fraction", forge.with_payload(set("exp", json!(1_800_000_600.5)))),
        ("exp beyond a number", forge.with_payload(set("exp", json!(1e300)))),
        ("exp at the end of time", forge.with_payload(set("exp", i64::MAX))),
        ("iat true", forge.with_payload(set("iat", true))),
        ("a longer life", forge.with_payload(set("exp", NOW + LIFETIME + 1))),
        ("an older start", forge.with_payload(set("iat", NOW - 1))),
        ("the beginning of time", forge.with_payload(set("iat", i64::MIN))),
        ("before 1970", shifted(-NOW - 10)),
        ("expires at once", forge.with_payload(set("exp", NOW))),
        ("expires before", forge.with_payload(set("exp", NOW - 1))),
        ("usable before it is issued", forge.with_payload(set("nbf", NOW - 1))),
        ("not usable yet", forge.with_payload(set("nbf", NOW + 6))),
        ("issued in the future", shifted(6)),
        ("just expired", shifted(-LIFETIME - 5)),
        ("long expired", shifted(-86_400)),
    ];
    for (name, token) in variants {
        assert!(forge.tokens.verify(&token, NOW).is_err(), "{name} must be refused");
    }
}

#[test]
fn altered_and_foreign_tokens_are_refused() {
    let forge = Forge::new();
    let honest = forge.honest();
    let parts: Vec<&str> = honest.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("three parts") };
    let other_install = AccessTokens::new(&forge.master, &Install::generate().unwrap(), "k1");
    let other_master = AccessTokens::new(&MasterKey::generate().unwrap(), &forge.install, "k1");
    let other_kid = AccessTokens::new(&forge.master, &forge.install, "k2");
    let admin = to_base64(forge.payload().to_string().replace("person", "admin").as_bytes());
    let variants = [
        ("empty", String::new()),
        ("dots", "..".to_owned()),
        ("one part", header.to_owned()),
        ("two parts", format!("{header}.{payload}")),
        ("four parts", format!("{honest}.{signature}")),
        ("five parts", format!("{honest}.a.b")),
        ("no signature", format!("{header}.{payload}.")),
        ("another payload", format!("{header}.{admin}.{signature}")),
        ("signature cut", format!("{header}.{payload}.{}", &signature[..42])),
        ("signature longer", format!("{honest}AA")),
        ("padding", format!("{honest}=")),
        ("trailing space", format!("{honest} ")),
        ("leading space", format!(" {honest}")),
        ("line break", format!("{honest}\n")),
        ("Bearer before it", format!("Bearer {honest}")),
        ("header padded", format!("{header}=.{payload}.{signature}")),
        ("not base64", format!("{header}.{payload}.é{signature}")),
        ("too long", format!("{honest}{}", "A".repeat(4096))),
        ("empty key", Forge::sign(Algorithm::HS256, b"", &ours_first(&Forge::header()), "{}")),
        ("other installation", other_install.issue(&claims(), NOW).unwrap()),
        ("other master key", other_master.issue(&claims(), NOW).unwrap()),
        ("other edition", other_kid.issue(&claims(), NOW).unwrap()),
    ];
    for (name, token) in variants {
        assert!(forge.tokens.verify(&token, NOW).is_err(), "{name} must be refused");
    }
}

#[test]
fn each_refusal_has_its_own_reason() {
    let forge = Forge::new();
    let refused = |token: &str| forge.tokens.verify(token, NOW).unwrap_err();
    assert_eq!(refused(&"A".repeat(5000)), TokenProblem::TooLong);
    assert_eq!(refused("a.b.c"), TokenProblem::Malformed);
    assert_eq!(refused(&forge.with_header(set("alg", "HS384"))), TokenProblem::WrongAlgorithm);
    assert_eq!(refused(&forge.with_header(set("kid", "k2"))), TokenProblem::WrongHeader);
    let header = ours_first(&Forge::header());
    let payload = forge.payload().to_string();
    let foreign = Forge::sign(Algorithm::HS256, &[1; 32], &header, &payload);
    assert_eq!(refused(&foreign), TokenProblem::WrongSignature);
    assert_eq!(refused(&forge.with_payload(without("jti"))), TokenProblem::WrongClaims);
    assert_eq!(refused(&forge.with_payload(set("exp", NOW + 601))), TokenProblem::WrongDates);
    assert_eq!(refused(&forge.with_payload(set("nbf", NOW + 6))), TokenProblem::TooEarly);
}

proptest! {
    #[test]
    fn any_altered_character_is_refused(at: prop::sample::Index, to in "[A-Za-z0-9_.=-]") {
        let forge = Forge::new();
        let honest = forge.tokens.issue(&claims(), NOW).unwrap();
        let at = at.index(honest.len());
        let mut altered = honest.clone();
        altered.replace_range(at..=at, &to);
        prop_assume!(altered != honest);
        prop_assert!(forge.tokens.verify(&altered, NOW).is_err());
    }

    #[test]
    fn nothing_sent_makes_it_panic(token: String, now: i64) {
        prop_assert!(Forge::new().tokens.verify(&token, now).is_err());
    }
}
