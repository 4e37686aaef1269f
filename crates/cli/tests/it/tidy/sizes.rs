//! Tests that files and folders stay small enough to be read.

use std::collections::BTreeMap;

use super::{CODE, files, none, ours, read};

/// The length of a file, in lines, above which the test prints a warning.
const WARN_LINES: usize = 800;

/// The maximum length of a file, in lines.
const MAX_LINES: usize = 1_200;

/// The maximum number of files in one folder of a crate's sources, without those of its subfolders.
const MAX_FILES: usize = 30;

/// Returns the files above the maximum length, and prints those above the warning.
fn too_long(lengths: &[(String, usize)]) -> Vec<String> {
    let mut offences = Vec::new();
    for (name, lines) in lengths {
        if *lines > MAX_LINES {
            offences.push(format!("{lines} lines: {name}"));
        } else if *lines > WARN_LINES {
            println!("warning: {lines} lines in {name}; does it have one subject?");
        }
    }
    offences
}

/// Returns the source folders of crates that hold too many files.
fn too_full(files: &[String]) -> Vec<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for name in files {
        let mut parts = name.split('/');
        let source = parts.next() == Some("crates") && parts.nth(1) == Some("src");
        if source && let Some((folder, _file)) = name.rsplit_once('/') {
            *folders.entry(folder).or_default() += 1;
        }
    }
    folders
        .into_iter()
        .filter(|(_folder, count)| *count > MAX_FILES)
        .map(|(folder, count)| format!("{count} files: {folder}"))
        .collect()
}

#[test]
fn no_file_is_too_long() {
    let lengths: Vec<(String, usize)> = ours(CODE)
        .into_iter()
        .map(|name| {
            let lines = read(&name).lines().count();
            (name, lines)
        })
        .collect();
    none(&too_long(&lengths), "a file has one subject and at most 1200 lines; split by subject:");
}

#[test]
fn no_folder_of_sources_is_too_full() {
    none(&too_full(&files()), "a folder holds at most 30 files; divide it by subject:");
}

#[test]
fn sizes_above_the_limits_are_offences() {
    let lengths = [("short".to_owned(), 1), ("warned".to_owned(), 801), ("long".to_owned(), 1_201)];
    assert_eq!(too_long(&lengths), ["1201 lines: long"]);

    let files: Vec<String> = (0..31).map(|n| format!("crates/a/src/b/{n}.rs")).collect();
    assert_eq!(too_full(&files), ["31 files: crates/a/src/b"]);
    assert!(too_full(&files[1..]).is_empty());
}
