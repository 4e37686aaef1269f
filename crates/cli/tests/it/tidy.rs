//! Tests the rules of the source tree, such as file sizes, names, numbering, translations and banned text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The maximum length of a file, in lines.
const MOST_LINES: usize = 400;

/// The files that may be longer, each with its reason.
const LONGER: &[(&str, &str)] =
    &[("crates/domain/src/portfolio/country.rs", "a table: one line for each country")];

/// The extensions of code files.
const CODE: &[&str] = &["rs", "html", "css", "ts", "mjs", "sql", "sh", "ftl"];

/// The extensions of files whose prose is checked.
const TEXT: &[&str] =
    &["rs", "html", "css", "ts", "mjs", "sql", "sh", "ftl", "md", "toml", "bat", "json", "yaml"];

/// The banned file names, which do not describe the content.
const EMPTY_NAMES: &[&str] =
    &["helper", "helpers", "manager", "misc", "models", "service", "services", "util", "utils"];

/// The crates without binary floats, except `domain::analytics`.
const EXACT: &[&str] = &["crates/domain/src/", "crates/store/src/", "crates/app/src/"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Returns every tracked file, and every untracked file that is not ignored.
fn files() -> Vec<String> {
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("the tidy test asks git for the files of the tree");
    assert!(listing.status.success(), "{}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).unwrap();
    let files: Vec<String> = names
        .split('\0')
        .filter(|name| !name.is_empty() && root().join(name).is_file())
        .map(str::to_owned)
        .collect();
    assert!(!files.is_empty());
    files
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn ending(name: &str) -> &str {
    Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or("")
}

fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or("")
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Returns the files with one of these extensions, except lock files.
fn ours(endings: &[&str]) -> Vec<String> {
    files()
        .into_iter()
        .filter(|name| endings.contains(&ending(name)) && file_name(name) != "package-lock.json")
        .collect()
}

fn none(offences: &[String], promise: &str) {
    assert!(offences.is_empty(), "{promise}\n  {}", offences.join("\n  "));
}

#[test]
fn no_file_is_too_long() {
    let mut offences = Vec::new();
    for name in ours(CODE) {
        let lines = read(&name).lines().count();
        let excused = LONGER.iter().any(|(longer, _reason)| *longer == name);
        if lines > MOST_LINES && !excused {
            offences.push(format!("{lines} lines: {name}"));
        }
        if excused && lines <= MOST_LINES {
            offences.push(format!("no longer an exception: {name}"));
        }
    }
    none(&offences, "a file has one subject and at most 400 lines; split by subject:");
}

#[test]
fn migrations_are_numbered_without_a_gap_and_say_what_they_do() {
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in ours(&["sql"]) {
        if let Some((folder, file)) = name.rsplit_once('/')
            && folder.starts_with("crates/store/migrations/")
        {
            folders.entry(folder.to_owned()).or_default().push(file.to_owned());
        }
    }
    let mut offences = Vec::new();
    for (folder, mut files) in folders {
        files.sort();
        for (position, file) in files.iter().enumerate() {
            let number = format!("{:04}_", position + 1);
            if !file.starts_with(&number) {
                offences.push(format!("expected {number}… in the place of {folder}/{file}"));
            }
            let text = read(&format!("{folder}/{file}"));
            let on_top = text.lines().take_while(|line| line.starts_with("-- ")).last();
            if !on_top.is_some_and(|line| line.ends_with('.')) {
                offences.push(format!("{folder}/{file} does not begin with a `-- Sentence.`"));
            }
        }
    }
    none(&offences, "one file per step, numbered, with a sentence on top:");
}

#[test]
fn a_template_is_a_page_or_its_name_begins_with_an_underscore() {
    let mut offences = Vec::new();
    for name in ours(&["html"]) {
        let Some(inside) = name.strip_prefix("crates/web/templates/") else { continue };
        if inside.starts_with("layout/") || inside.starts_with("parts/") {
            continue;
        }
        let page = read(&name).contains("{% extends");
        let partial = file_name(inside).starts_with('_');
        if page == partial {
            offences.push(name);
        }
    }
    none(&offences, "pages extend a layout, partials are named `_x.html`:");
}

#[test]
fn templates_hold_no_style_no_handler_and_no_script_of_their_own() {
    let mut offences = Vec::new();
    for name in ours(&["html"]) {
        if !name.starts_with("crates/web/templates/") {
            continue;
        }
        for (number, line) in read(&name).lines().enumerate() {
            let inline_script = line.contains("<script")
                && !line.contains("src=")
                && !line.contains("application/json");
            // Only generated JSON may skip escaping; any other text could inject HTML.
            let unescaped = line.contains("|safe") && !line.contains("application/json");
            if line.contains(" style=\"")
                || line.contains(" onclick=")
                || inline_script
                || unescaped
            {
                offences.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&offences, "the content policy allows nothing inline:");
}

#[test]
fn the_architecture_page_names_files_that_exist() {
    let page = read("ARCHITECTURE.md");
    assert!(page.lines().count() <= 200, "ARCHITECTURE.md is to be read in one sitting");
    let mut offences = Vec::new();
    let mut named = 0;
    for (position, word) in page.split('`').enumerate() {
        let path = word.trim_end_matches('/');
        let looks_like_a_path = path.contains('/') || ["md", "sh", "toml"].contains(&ending(path));
        let pattern = path.contains([' ', '<', '{', '*', '(', ':', '…']) || path.starts_with('/');
        if position % 2 == 0 || !looks_like_a_path || pattern {
            continue;
        }
        named += 1;
        if !root().join(path).exists() {
            offences.push(path.to_owned());
        }
    }
    assert!(named > 10, "the code map names the files of the code");
    none(&offences, "ARCHITECTURE.md names what is not there:");
}

#[test]
fn decisions_are_numbered_and_have_their_three_parts() {
    let mut pages: Vec<String> =
        ours(&["md"]).into_iter().filter(|name| name.starts_with("docs/decisions/")).collect();
    pages.sort();
    assert!(!pages.is_empty());
    let mut offences = Vec::new();
    for (position, name) in pages.iter().enumerate() {
        if !file_name(name).starts_with(&format!("{:04}-", position + 1)) {
            offences.push(format!("{name} is not number {}", position + 1));
        }
        let text = read(name);
        for part in ["# ", "## Context", "## Decision", "## Consequences"] {
            if !text.lines().any(|line| line.starts_with(part)) {
                offences.push(format!("{name} lacks `{part}`"));
            }
        }
    }
    none(&offences, "decisions are numbered without a gap, and say why:");
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let offences: Vec<String> = files()
        .into_iter()
        .filter(|name| name.starts_with("crates/") || name.starts_with("bench/"))
        .filter(|name| {
            let folders = name.split('/').any(|part| EMPTY_NAMES.contains(&part));
            folders || EMPTY_NAMES.contains(&stem(name))
        })
        .collect();
    none(&offences, "a name says what is inside:");
}

#[test]
fn nothing_names_a_folder_of_somebodys_machine() {
    let homes =
        [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), "C:\\Users\\"];
    let mut offences = Vec::new();
    for name in ours(TEXT) {
        if name == "crates/cli/tests/it/tidy.rs" {
            continue;
        }
        for (number, line) in read(&name).lines().enumerate() {
            if homes.iter().any(|home| line.contains(home)) {
                offences.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&offences, "paths of one machine mean nothing on another:");
}

#[test]
fn nothing_is_left_to_be_done_in_a_comment() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let mut offences = Vec::new();
    for name in ours(CODE) {
        for (number, line) in read(&name).lines().enumerate() {
            let words: BTreeSet<&str> =
                line.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
            if marks.iter().any(|mark| words.contains(mark)) {
                offences.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&offences, "what is to be done is a task elsewhere, not a comment:");
}

#[test]
fn every_french_text_has_its_english_twin() {
    let names: BTreeSet<String> = files().into_iter().collect();
    let mut offences = Vec::new();
    for name in &names {
        let twin = if ending(name) == "ftl" || name.starts_with("docs/guide/") {
            let english = name.replace("/fr/", "/en/");
            if english == *name { name.replace("/en/", "/fr/") } else { english }
        } else {
            continue;
        };
        // Pages of the guide are named in their language, so only their number is compared.
        if ending(name) == "ftl" && !names.contains(&twin) {
            offences.push(format!("{name} has no {twin}"));
        }
    }
    let pages = |language: &str| {
        let folder = format!("docs/guide/{language}/");
        names.iter().filter(|name| name.starts_with(&folder)).count()
    };
    if pages("fr") != pages("en") {
        offences.push("docs/guide/fr and docs/guide/en differ in their number of pages".to_owned());
    }
    none(&offences, "French and English go together:");
}

#[test]
fn money_never_meets_a_binary_float() {
    let mut offences = Vec::new();
    for name in ours(&["rs"]) {
        let exact = EXACT.iter().any(|folder| name.starts_with(folder));
        if !exact || name.starts_with("crates/domain/src/analytics") {
            continue;
        }
        for (number, line) in read(&name).lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            let floats = code
                .split(|letter: char| !letter.is_ascii_alphanumeric())
                .any(|word| word == "f64" || word == "f32");
            if floats {
                offences.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    none(&offences, "amounts, shares and rates are exact:");
}

#[test]
fn the_glossary_lists_every_key_that_scripts_rely_on() {
    let glossary = read("docs/glossary.md");
    let mut offences = Vec::new();
    let mut listed = 0;
    for name in ours(&["rs"]) {
        let text = if name.starts_with("crates/domain/src/") { read(&name) } else { continue };
        for list in text.split("keyed! {").skip(1) {
            let members = list.split("\n}").next().unwrap_or("");
            for line in members.lines() {
                let Some((_member, key)) = line.split_once(" = \"") else { continue };
                let key = key.split('"').next().unwrap_or("");
                listed += 1;
                if !glossary.contains(&format!("`{key}`")) {
                    offences.push(format!("{key} of {name}"));
                }
            }
        }
    }
    assert!(listed > 50, "the domain defines its lists with keyed!");
    none(&offences, "docs/glossary.md lacks:");
}

#[test]
fn the_glossary_says_what_the_screens_say() {
    let glossary = read("docs/glossary.md");
    let mut offences = Vec::new();
    for (heading, list) in [
        ("## Classes", "class"),
        ("## Zones", "zone"),
        ("## Tax wrappers", "wrapper"),
        ("## Kinds", "kind"),
    ] {
        let section = glossary.split(heading).nth(1).and_then(|rest| rest.split("\n## ").next());
        for row in section.unwrap_or("").lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let key = cells[1].trim_matches('`');
            for (language, cell) in [("fr", cells[2]), ("en", cells[3])] {
                let texts = read(&format!("crates/web/i18n/{language}/wealth/lists.ftl"));
                let text = format!("{list}-{key} = {cell}");
                if !texts.lines().any(|line| line == text) {
                    offences.push(format!("{language}: {text}"));
                }
            }
        }
    }
    none(&offences, "docs/glossary.md and wealth/lists.ftl differ:");
}
