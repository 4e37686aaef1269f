use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    name: String,
    #[serde(default)]
    parts: Vec<Inner>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    share: pecule_domain::money::share::Share,
}

fn refused(json: &str) -> (u16, String, String) {
    match parse::<Outer>(json.as_bytes()) {
        Err(ApiProblem::Request(refused)) => {
            let (field, reason) = refused
                .errors
                .first()
                .map(|problem| (problem.field.clone(), problem.reason.clone()))
                .unwrap_or_default();
            (refused.status.as_u16(), field, reason)
        }
        Err(ApiProblem::App(error)) => panic!("{error}"),
        Ok(read) => panic!("{read:?}"),
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (json, status, field, reason) in [
        (r#"{"name":"a","nom":"b"}"#, 422, "nom", "unknown-field"),
        (r#"{"parts":[]}"#, 422, "name", "required"),
        (r#"{"name":1}"#, 422, "name", "not-understood"),
        (r#"{"name":"a","name":"b"}"#, 422, "name", "twice"),
        (
            r#"{"name":"a","parts":[{"share":"0.5"},{"share":"2"}]}"#,
            422,
            "parts[1].share",
            "not-understood",
        ),
        (r#"{"name":"a","parts":[{"share":0.5}]}"#, 422, "parts[0].share", "not-understood"),
        (r#"{"name":"a","parts":[{}]}"#, 422, "parts[0].share", "required"),
        (r#"{"name":"a","parts":[{"part":1}]}"#, 422, "parts[0].part", "unknown-field"),
        ("[]", 422, "", "not-understood"),
        ("null", 422, "", "not-understood"),
        (r#"{"name":"a""#, 400, "", ""),
        (r#"{"name":"a"} {}"#, 400, "", ""),
        ("", 400, "", ""),
        ("\u{feff}{}", 400, "", ""),
    ] {
        assert_eq!(refused(json), (status, field.to_owned(), reason.to_owned()), "{json}");
    }
    let read = parse::<Outer>(br#"{"name":"a","parts":[{"share":"0.25"}]}"#).ok().unwrap();
    assert_eq!((read.name.as_str(), read.parts[0].share.to_string().as_str()), ("a", "0.25"));
}

#[test]
fn a_body_is_json_by_its_kind_alone() {
    for (kind, json) in [
        ("application/json", true),
        ("Application/JSON; charset=utf-8", true),
        ("text/json", false),
        ("application/x-www-form-urlencoded", false),
        ("application/jsonp", false),
        ("", false),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, kind.parse().unwrap());
        assert_eq!(is_json(&headers), json, "{kind:?}");
    }
    assert!(!is_json(&HeaderMap::new()));
}

#[test]
fn what_is_nested_too_deeply_is_refused_before_it_is_read() {
    let nested = |deep: usize| format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    let within = |deep: usize| format!("{{\"name\":\"x\",\"parts\":{}}}", nested(deep));
    assert_eq!(refused(&within(64)).0, 400);
    assert_eq!(refused(&nested(100_000)).0, 400);
    assert_eq!(refused(&within(63)).0, 422, "deep enough to be read, and not what is asked for");
    // Brackets inside a string do not count, even after an escaped quotation mark.
    let text = format!("{{\"name\":\"\\\"{}\"}}", "[{".repeat(100));
    assert!(parse::<Outer>(text.as_bytes()).is_ok());
    assert_eq!(depth(br#"{"a\\":[1,{"b":"]"}]}"#), 3);
}
