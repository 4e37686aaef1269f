//! Tests that no files of a crate use each other in a circle.

use std::collections::BTreeSet;

use super::crate_graph::{Crate, Edges, crates, shown};
use super::module::ModulePath;
use super::none;

/// Returns every file that a file reaches by one edge or more.
fn reached(edges: &Edges, start: &ModulePath) -> BTreeSet<ModulePath> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(module) = waiting.pop() {
        for target in edges.get(module).into_iter().flat_map(|targets| targets.keys()) {
            if reached.insert(target.clone()) {
                waiting.push(target);
            }
        }
    }
    reached
}

/// Returns the strongly connected components of more than one file.
fn circles(edges: &Edges) -> Vec<BTreeSet<ModulePath>> {
    let mut circles: Vec<BTreeSet<ModulePath>> = Vec::new();
    for start in edges.keys() {
        if circles.iter().any(|circle| circle.contains(start)) {
            continue;
        }
        let circle: BTreeSet<ModulePath> = reached(edges, start)
            .into_iter()
            .filter(|module| reached(edges, module).contains(start))
            .collect();
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}

/// Describes each circle of a crate by its edges: file → file: names.
fn described(source: &Crate) -> Vec<String> {
    let edges = source.edges();
    let mut lines = Vec::new();
    for circle in circles(&edges) {
        lines.push(format!(
            "{}: a circle of {} of {} files",
            source.name,
            circle.len(),
            source.len()
        ));
        for from in &circle {
            for (to, names) in edges.get(from).into_iter().flatten() {
                if circle.contains(to) {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    lines.push(format!(
                        "    {} → {}: {}",
                        shown(from),
                        shown(to),
                        names.join(", ")
                    ));
                }
            }
        }
    }
    lines
}

#[test]
fn no_files_of_a_crate_use_each_other_in_a_circle() {
    let crates = crates();
    assert!(crates.iter().filter(|source| source.len() > 5).count() > 7);
    let offences: Vec<String> = crates.iter().flat_map(described).collect();
    none(&offences, "move what two files share below both:");
}

/// Describes the circles of a crate whose files are given by path and text.
fn described_text(files: &[(&str, &str)]) -> Vec<String> {
    let texts = files
        .iter()
        .map(|(path, text)| {
            let path = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
            (path.collect(), (*text).to_owned())
        })
        .collect();
    described(&Crate::parse("c", &texts))
}

#[test]
fn a_circle_is_found_by_imports_and_by_paths() {
    let found = described_text(&[
        ("", "mod a; mod b;"),
        ("a", "use crate::b::B; pub struct A;"),
        ("b", "pub struct B; fn f() -> super::a::A { todo() }"),
    ]);
    assert_eq!(found, ["c: a circle of 2 of 3 files", "    a → b: B", "    b → a: A"]);
}

#[test]
fn a_circle_is_found_through_faces_and_bound_modules() {
    let found = described_text(&[
        ("", "pub mod a; pub mod b; pub use a::A;"),
        ("a", "mod run; pub use run::*;"),
        ("a/run", "use crate::b; pub struct A; fn g() { b::f() }"),
        ("b", "use crate::A; pub fn f() {}"),
    ]);
    assert_eq!(found, ["c: a circle of 2 of 4 files", "    a/run → b: f", "    b → a/run: A"]);
}

#[test]
fn a_circle_is_found_through_macros_and_attributes() {
    let found = described_text(&[
        ("", "pub mod a; pub mod b;"),
        ("a", "crate::m! {} pub fn f() {}"),
        (
            "b",
            "#[macro_export] #[doc(hidden)] macro_rules! m { () => {} }\n\
               struct S { #[serde(default = \"crate::a::f\")] t: U }",
        ),
    ]);
    assert_eq!(found, ["c: a circle of 2 of 3 files", "    a → b: m", "    b → a: f"]);
}

#[test]
fn tests_comments_and_faces_make_no_circle() {
    let found = described_text(&[
        ("", "pub mod a; pub mod b; pub use crate::a::A;"),
        ("a", "use crate::b::B; pub struct A; #[cfg(test)] mod tests;"),
        ("a/tests", "use crate::b::B; use super::A;"),
        (
            "b",
            "/// crate::a::A\npub struct B; #[cfg(test)] mod tests { use crate::a::A; } // crate::a::A",
        ),
    ]);
    assert!(found.is_empty(), "{found:?}");
}
