//! Tests that the documents agree with the tree: code map, decisions and translations.

use std::collections::{BTreeMap, BTreeSet};

use super::{ending, file_name, files, none, ours, read, root};

/// Returns the texts between backticks, without a final `/`.
fn code_spans(page: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    let mut rest = page;
    while let Some((_before, after)) = rest.split_once('`')
        && let Some((span, after)) = after.split_once('`')
    {
        spans.push(span.trim_end_matches('/'));
        rest = after;
    }
    spans
}

/// Tells whether a span names a file or folder of the tree, and not a pattern, a route or a command.
fn is_tree_path(span: &str) -> bool {
    let like_a_path = span.contains('/') || ["md", "sh", "toml"].contains(&ending(span));
    let pattern = span.contains([' ', '<', '{', '*', '(', ':', '…']) || span.starts_with('/');
    like_a_path && !pattern
}

#[test]
fn the_architecture_page_names_files_that_exist() {
    let page = read("ARCHITECTURE.md");
    assert!(page.lines().count() <= 200, "ARCHITECTURE.md is to be read in one sitting");
    let paths: Vec<&str> =
        code_spans(&page).into_iter().filter(|span| is_tree_path(span)).collect();
    assert!(paths.len() > 10, "the code map names the files of the code");
    let offences: Vec<String> =
        paths.into_iter().filter(|path| !root().join(path).exists()).map(str::to_owned).collect();
    none(&offences, "ARCHITECTURE.md names what is not there:");
}

/// Returns what is wrong with the pages of decisions, given by name and text in order.
fn faulty_decisions(pages: &BTreeMap<String, String>) -> Vec<String> {
    let mut offences = Vec::new();
    for (number, (name, text)) in (1..).zip(pages) {
        if !file_name(name).starts_with(&format!("{number:04}-")) {
            offences.push(format!("{name} is not number {number}"));
        }
        for part in ["# ", "## Context", "## Decision", "## Consequences"] {
            if !text.lines().any(|line| line.starts_with(part)) {
                offences.push(format!("{name} lacks `{part}`"));
            }
        }
    }
    offences
}

#[test]
fn decisions_are_numbered_and_have_their_three_parts() {
    let pages: BTreeMap<String, String> = ours(&["md"])
        .into_iter()
        .filter(|name| name.starts_with("docs/decisions/"))
        .map(|name| {
            let text = read(&name);
            (name, text)
        })
        .collect();
    assert!(!pages.is_empty());
    none(&faulty_decisions(&pages), "decisions are numbered without a gap, and say why:");
}

/// Returns the path of the same text in the other language, if the path names a language.
fn twin(name: &str) -> Option<String> {
    let english = name.replace("/fr/", "/en/");
    let twin = if english == name { name.replace("/en/", "/fr/") } else { english };
    (twin != name).then_some(twin)
}

/// Returns the message files without a twin, and the guide if its languages differ in number.
fn without_twin(names: &BTreeSet<String>) -> Vec<String> {
    let mut offences: Vec<String> = names
        .iter()
        .filter(|name| ending(name) == "ftl")
        .filter_map(|name| Some((name, twin(name)?)))
        .filter(|(_name, twin)| !names.contains(twin))
        .map(|(name, twin)| format!("{name} has no {twin}"))
        .collect();
    // Pages of the guide may be named in their language, so only their number is compared.
    let pages = |folder: &str| names.iter().filter(|name| name.starts_with(folder)).count();
    if pages("docs/guide/fr/") != pages("docs/guide/en/") {
        offences.push("docs/guide/fr and docs/guide/en differ in their number of pages".to_owned());
    }
    offences
}

#[test]
fn every_french_text_has_its_english_twin() {
    none(&without_twin(&files().into_iter().collect()), "French and English go together:");
}

#[test]
fn faulty_decisions_and_missing_twins_are_found() {
    let whole = "# A\n## Context\n## Decision\n## Consequences\n".to_owned();
    let pages = [
        ("d/0001-a.md".to_owned(), whole),
        ("d/0003-b.md".to_owned(), "# B\n## Context\n## Decision\n".to_owned()),
    ];
    let expected = ["d/0003-b.md is not number 2", "d/0003-b.md lacks `## Consequences`"];
    assert_eq!(faulty_decisions(&pages.into()), expected);

    let names = ["i/fr/a.ftl", "i/en/a.ftl", "i/en/b.ftl", "docs/guide/fr/a.md"].map(str::to_owned);
    let expected = [
        "i/en/b.ftl has no i/fr/b.ftl",
        "docs/guide/fr and docs/guide/en differ in their number of pages",
    ];
    assert_eq!(without_twin(&names.into()), expected);
}

#[test]
fn paths_in_a_page_are_found() {
    let page = "`crates/app/` and `/accounts/{id}`, `cargo test` or `README.md`, `App`";
    let paths: Vec<&str> = code_spans(page).into_iter().filter(|span| is_tree_path(span)).collect();
    assert_eq!(paths, ["crates/app", "README.md"]);
}
