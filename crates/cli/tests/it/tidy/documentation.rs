//! Tests that files and public items of the library crates are documented.

use super::crate_graph::source_folders;
use super::rust_source::{Kind, Token, tokens, without_tests};
use super::{none, ours, read, root};

/// The keywords of items that need documentation. A `mod` without a body has it in its file.
const ITEMS: &[&str] = &["enum", "fn", "mod", "struct", "trait"];

/// The keywords that may stand between `pub` and the keyword of the item.
const QUALIFIERS: &[&str] = &["async", "const", "extern", "unsafe"];

/// Returns the public items without documentation, each with its line.
fn undocumented(text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let code = without_tests(&tokens);
    let mut found = Vec::new();
    for (place, token) in code.iter().enumerate() {
        if !token.is_name("pub") {
            continue;
        }
        let mut at = place + 1;
        while code
            .get(at)
            .is_some_and(|token| token.kind == Kind::Literal || QUALIFIERS.contains(&token.text))
        {
            at += 1;
        }
        let (Some(keyword), Some(name), Some(after)) =
            (code.get(at), code.get(at + 1), code.get(at + 2))
        else {
            continue;
        };
        let item = ITEMS.contains(&keyword.text) && name.kind == Kind::Name;
        let file = keyword.is_name("mod") && after.is_mark(";");
        if item && !file && !is_documented(&code, place) {
            found.push((token.line, format!("{} {}", keyword.text, name.text)));
        }
    }
    found
}

/// Tells whether documentation stands before the item at this place, with attributes between.
fn is_documented(code: &[Token<'_>], item: usize) -> bool {
    let mut at = item;
    while let Some(before) = at.checked_sub(1).and_then(|place| code.get(place)) {
        if before.kind == Kind::Doc {
            return true;
        }
        if !before.is_mark("]") {
            return false;
        }
        let Some(start) = attribute_start(code, at - 1) else { return false };
        if code.get(start + 2).is_some_and(|token| token.is_name("doc")) {
            return true;
        }
        at = start;
    }
    false
}

/// Returns the place of the `#` of the attribute that ends at this place.
fn attribute_start(code: &[Token<'_>], end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for place in (0..=end).rev() {
        if code[place].is_mark("]") {
            depth += 1;
        } else if code[place].is_mark("[") {
            depth -= 1;
            if depth == 0 {
                return place.checked_sub(1).filter(|place| code[*place].is_mark("#"));
            }
        }
    }
    None
}

/// Returns the source files of library crates.
fn library_files() -> Vec<String> {
    let folders: Vec<String> = source_folders()
        .into_iter()
        .filter(|folder| root().join(folder).join("lib.rs").exists())
        .map(|folder| format!("{folder}/"))
        .collect();
    assert!(folders.len() > 6);
    ours(&["rs"])
        .into_iter()
        .filter(|name| folders.iter().any(|folder| name.starts_with(folder)))
        .collect()
}

#[test]
fn every_public_item_of_a_library_is_documented() {
    let mut offences = Vec::new();
    for name in library_files() {
        for (line, item) in undocumented(&read(&name)) {
            offences.push(format!("{name}:{line}: {item}"));
        }
    }
    println!("{} public items without documentation", offences.len());
    none(&offences, "say in one sentence what it does:");
}

#[test]
fn every_file_of_a_library_says_what_it_is_for() {
    let offences: Vec<String> = library_files()
        .into_iter()
        .filter(|name| !name.ends_with("/tests.rs") && !read(name).starts_with("//! "))
        .collect();
    none(&offences, "a file begins with `//!` and what it does:");
}

#[test]
fn an_item_without_documentation_is_found() {
    let text = "//! File.\n\npub mod file;\npub fn a() {}\n/// B.\n#[derive(Clone)]\n#[must_use]\n\
                pub const fn b() {}\n#[derive(Clone)]\npub struct C {\n    pub d: E,\n}\n\
                // F.\npub enum F {}\npub(crate) fn g() {}\n#[doc = \"H.\"]\npub trait H {}\n\
                /// I.\n#[cfg(test)]\npub fn i() {}\npub mod inline { }\n";
    let found: Vec<String> =
        undocumented(text).into_iter().map(|(line, item)| format!("{line} {item}")).collect();
    assert_eq!(found, ["4 fn a", "10 struct C", "14 enum F", "21 mod inline"]);
}
