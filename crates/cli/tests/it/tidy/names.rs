//! Tests that file names are standard terms of their field.

use super::{files, none, read, stem};

/// The file names that fit any content.
const EMPTY_NAMES: &[&str] =
    &["helper", "helpers", "manager", "misc", "models", "service", "services", "util", "utils"];

/// The file names that are metaphors, pronouns, adverbs or participles, where a standard term exists.
const METAPHORS: &[&str] = &[
    "ahead",
    "asked",
    "asset_beside",
    "awaiting_code",
    "beside",
    "beside_damage",
    "bill",
    "books_then",
    "care",
    "carrying",
    "composing",
    "deed",
    "departure",
    "departures",
    "desk",
    "doors",
    "elsewhere",
    "emptying",
    "figures",
    "haste",
    "held",
    "idle",
    "keyed",
    "leaked",
    "leaving",
    "made_of",
    "mending",
    "my_books",
    "named",
    "own_books",
    "pace",
    "patience",
    "picture",
    "places",
    "readable",
    "reception",
    "rewrapping",
    "rounds",
    "said",
    "saving",
    "scratch",
    "sent",
    "serving",
    "shelf",
    "sightings",
    "signing_in",
    "sorted",
    "spoken",
    "step_up",
    "taken",
    "taking",
    "to_do",
    "together",
    "told",
    "trouble",
    "turnstile",
    "unlocking",
    "watched",
    "way",
    "whose",
    "withheld",
    "workshop",
];

/// Returns the parts of a path that are among these names.
fn refused<'a>(path: &'a str, names: &[&str]) -> Vec<&'a str> {
    let folders = path.rsplit_once('/').map_or("", |(folders, _file)| folders);
    folders.split('/').chain([stem(path)]).filter(|part| names.contains(part)).collect()
}

fn refused_among(paths: &[String], names: &[&str]) -> Vec<String> {
    paths
        .iter()
        .filter(|path| path.starts_with("crates/") || path.starts_with("bench/"))
        .flat_map(|path| {
            refused(path, names).into_iter().map(move |part| format!("{part}: {path}"))
        })
        .collect()
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    none(&refused_among(&files(), EMPTY_NAMES), "a name says what is inside:");
}

#[test]
fn no_file_has_a_metaphor_for_a_name() {
    let files: Vec<String> = files().into_iter().filter(|name| !name.contains("/tests/")).collect();
    none(&refused_among(&files, METAPHORS), "a name is the standard term of its field:");
}

#[test]
fn the_page_about_words_lists_the_refused_names() {
    let page = read("docs/words.md");
    let offences: Vec<String> = EMPTY_NAMES
        .iter()
        .chain(METAPHORS)
        .filter(|name| !page.contains(&format!("`{name}`")))
        .map(|name| (*name).to_owned())
        .collect();
    none(&offences, "docs/words.md lacks:");
}

#[test]
fn refused_names_are_found_in_folders_and_files() {
    let paths = [
        "crates/app/src/haste.rs".to_owned(),
        "crates/app/src/haste/a.rs".to_owned(),
        "crates/app/src/hasten.rs".to_owned(),
        "docs/haste.md".to_owned(),
    ];
    let found = refused_among(&paths, METAPHORS);
    assert_eq!(found, ["haste: crates/app/src/haste.rs", "haste: crates/app/src/haste/a.rs"]);
}
