//! Tests the rules of the source tree, such as circles of files, names, documentation and translations.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod circles;
mod code;
mod crate_graph;
mod documentation;
mod glossary;
mod module;
mod names;
mod pages;
mod prose;
mod rooms;
mod rust_source;
mod sizes;
mod templates;
mod use_tree;

/// The extensions of code files.
const CODE: &[&str] = &["rs", "html", "css", "ts", "mjs", "sql", "sh", "ftl"];

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

/// Returns the words of a text: letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
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
