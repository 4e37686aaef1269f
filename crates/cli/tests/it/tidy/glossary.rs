//! Tests that the glossary agrees with the keys of the domain and with the texts of the screens.

use super::rust_source::{Kind, group_end, tokens};
use super::{none, ours, read};

const GLOSSARY: &str = "docs/glossary.md";

/// The sections of the glossary with translations, and the prefix of their messages.
const SECTIONS: &[(&str, &str)] = &[
    ("## Classes", "class"),
    ("## Zones", "zone"),
    ("## Tax wrappers", "wrapper"),
    ("## Kinds", "kind"),
];

/// Returns the stable keys that `keyed!` defines in a file: `Member = "key"`.
fn keys(text: &str) -> Vec<&str> {
    let tokens = tokens(text);
    let mut keys = Vec::new();
    for place in 0..tokens.len() {
        if !(tokens[place].is_name("keyed")
            && tokens.get(place + 1).is_some_and(|t| t.is_mark("!")))
        {
            continue;
        }
        let list = &tokens[place..group_end(&tokens, place + 2)];
        for pair in list.windows(2) {
            if pair[0].is_mark("=") && pair[1].kind == Kind::Literal {
                keys.push(pair[1].text.trim_matches('"'));
            }
        }
    }
    keys
}

/// Returns the rows of the table that begin with a key, as cells, below the heading with this beginning.
fn rows<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    page.lines()
        .skip_while(|line| !line.starts_with(heading))
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Returns the message that the screens need for a row, for each language.
fn messages(prefix: &str, row: &[&str]) -> Option<[(&'static str, String); 2]> {
    let [key, french, english, ..] = row else { return None };
    let key = key.trim_matches('`');
    let message = |text: &str| format!("{prefix}-{key} = {text}");
    Some([("fr", message(french)), ("en", message(english))])
}

#[test]
fn the_glossary_lists_every_key_that_scripts_rely_on() {
    let glossary = read(GLOSSARY);
    let mut offences = Vec::new();
    let mut listed = 0;
    for name in ours(&["rs"]) {
        if !name.starts_with("crates/domain/src/") {
            continue;
        }
        let text = read(&name);
        for key in keys(&text) {
            listed += 1;
            if !glossary.contains(&format!("`{key}`")) {
                offences.push(format!("{key} of {name}"));
            }
        }
    }
    assert!(listed > 50, "the domain defines its lists with keyed!");
    none(&offences, "docs/glossary.md lacks:");
}

#[test]
fn the_glossary_says_what_the_screens_say() {
    let glossary = read(GLOSSARY);
    let texts = |language: &str| read(&format!("crates/web/i18n/{language}/wealth/lists.ftl"));
    let (french, english) = (texts("fr"), texts("en"));
    let mut offences = Vec::new();
    for (heading, prefix) in SECTIONS {
        let rows = rows(&glossary, heading);
        if rows.is_empty() {
            offences.push(format!("no table below `{heading}`"));
        }
        for (language, message) in rows.iter().filter_map(|row| messages(prefix, row)).flatten() {
            let texts = if language == "fr" { &french } else { &english };
            if !texts.lines().any(|line| line == message) {
                offences.push(format!("{language}: {message}"));
            }
        }
    }
    none(&offences, "docs/glossary.md and wealth/lists.ftl differ:");
}

#[test]
fn keys_and_rows_are_read() {
    let text = "crate::keyed! {\n/// A = \"no\"\n\"list\" A {\nB = \"b\",\nC = \"c\",\n}\n}\nconst D: E = \"d\";";
    assert_eq!(keys(text), ["b", "c"]);

    let page = "## A\n| `a` | x | y |\n## B of C\n| key | fr | en |\n|---|---|---|\n| `b` | un | one |\n## C\n";
    assert_eq!(rows(page, "## B"), [["`b`", "un", "one"]]);
    let expected = [("fr", "k-b = un".to_owned()), ("en", "k-b = one".to_owned())];
    assert_eq!(messages("k", &["`b`", "un", "one"]), Some(expected));
}
