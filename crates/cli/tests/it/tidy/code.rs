//! Tests that code holds no binary float, no unfinished work and no path of one machine.

use std::collections::BTreeMap;

use super::rust_source::{Kind, Token, tokens};
use super::{CODE, none, ours, read, words};

/// The extensions of files that may name paths.
const TEXT: &[&str] =
    &["rs", "html", "css", "ts", "mjs", "sql", "sh", "ftl", "md", "toml", "bat", "json", "yaml"];

/// The crates without binary floats, except `domain::analytics`.
const EXACT: &[&str] = &["crates/domain/src/", "crates/store/src/", "crates/app/src/"];

/// Returns what is wrong with the migrations of one folder, given by file name and text.
fn faulty_migrations(folder: &str, files: &BTreeMap<String, String>) -> Vec<String> {
    let mut offences = Vec::new();
    for (number, (file, text)) in (1..).zip(files) {
        let number = format!("{number:04}_");
        if !file.starts_with(&number) {
            offences.push(format!("expected {number}… in the place of {folder}/{file}"));
        }
        let head = text.lines().take_while(|line| line.starts_with("-- ")).last();
        if !head.is_some_and(|line| line.ends_with('.')) {
            offences.push(format!("{folder}/{file} does not begin with a `-- Sentence.`"));
        }
    }
    offences
}

#[test]
fn migrations_are_numbered_without_a_gap_and_say_what_they_do() {
    let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for name in ours(&["sql"]) {
        if let Some((folder, file)) = name.rsplit_once('/')
            && folder.starts_with("crates/store/migrations/")
        {
            folders.entry(folder.to_owned()).or_default().insert(file.to_owned(), read(&name));
        }
    }
    assert!(!folders.is_empty());
    let offences: Vec<String> =
        folders.iter().flat_map(|(folder, files)| faulty_migrations(folder, files)).collect();
    none(&offences, "one file per step, numbered, with a sentence on top:");
}

#[test]
fn faulty_migrations_are_found() {
    let files = [("0001_a.sql", "-- Creates a.\n"), ("0003_b.sql", "CREATE TABLE b;\n")]
        .map(|(file, text)| (file.to_owned(), text.to_owned()));
    let expected = [
        "expected 0002_… in the place of m/0003_b.sql",
        "m/0003_b.sql does not begin with a `-- Sentence.`",
    ];
    assert_eq!(faulty_migrations("m", &files.into()), expected);
}

/// Returns the lines, counted from 1, that hold one of these texts.
fn lines_with(text: &str, wanted: &[&str]) -> Vec<usize> {
    let holds = |line: &str| wanted.iter().any(|part| line.contains(part));
    (1..)
        .zip(text.lines())
        .filter(|(_number, line)| holds(line))
        .map(|(number, _)| number)
        .collect()
}

/// Returns the lines, counted from 1, that hold one of these words.
fn lines_with_word(text: &str, wanted: &[&str]) -> Vec<usize> {
    let holds = |line: &str| words(line).any(|word| wanted.contains(&word));
    (1..)
        .zip(text.lines())
        .filter(|(_number, line)| holds(line))
        .map(|(number, _)| number)
        .collect()
}

/// Returns the lines of code, not of comments, that name a binary float.
fn lines_with_float(text: &str) -> Vec<usize> {
    let float = |token: &Token<'_>| match token.kind {
        Kind::Name => token.text == "f32" || token.text == "f64",
        Kind::Literal => {
            token.text.starts_with(|first: char| first.is_ascii_digit())
                && (token.text.ends_with("f32") || token.text.ends_with("f64"))
        }
        Kind::Separator | Kind::Mark | Kind::Doc | Kind::InnerDoc => false,
    };
    tokens(text).iter().filter(|token| float(token)).map(|token| token.line).collect()
}

/// Returns the offending lines of files, as name and line.
fn offences(names: Vec<String>, found: impl Fn(&str) -> Vec<usize>) -> Vec<String> {
    names
        .into_iter()
        .flat_map(|name| {
            let lines = found(&read(&name));
            lines.into_iter().map(move |line| format!("{name}:{line}"))
        })
        .collect()
}

/// The beginnings of home folders, in two halves so that this file is not an offence.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("C:\\Us", "ers\\"),
];

/// The marks of unfinished work, in two halves so that this file is not an offence.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let found = offences(ours(TEXT), |text| lines_with(text, HOMES));
    none(&found, "paths of one machine mean nothing on another:");
}

#[test]
fn nothing_is_left_to_be_done_in_a_comment() {
    let found = offences(ours(CODE), |text| lines_with_word(text, UNFINISHED));
    none(&found, "what is to be done is a task elsewhere, not a comment:");
}

#[test]
fn money_never_meets_a_binary_float() {
    let exact = |name: &String| {
        EXACT.iter().any(|folder| name.starts_with(folder))
            && !name.starts_with("crates/domain/src/analytics")
    };
    let names = ours(&["rs"]).into_iter().filter(exact).collect();
    none(&offences(names, lines_with_float), "amounts, shares and rates are exact:");
}

#[test]
fn offending_lines_are_found() {
    assert_eq!(lines_with(&format!("a\n{}me\n", HOMES[0]), HOMES), [2]);
    assert_eq!(lines_with_word(&format!("a{0}\n// {0}: b\n", UNFINISHED[0]), UNFINISHED), [2]);
    assert_eq!(lines_with_float("// f64\nlet a: f64 = 1f64;\nlet af64 = \"f64\";\n"), [2, 2]);
}
