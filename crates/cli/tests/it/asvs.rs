//! Checks that docs/security/asvs.md is complete, counts correctly and names only existing tests and files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = "docs/security/asvs.md";

/// The pages whose references to tests and files are checked.
const PAGES: &[&str] = &[PAGE, "docs/security/inventories.md"];

/// The verdicts on a requirement, in the order of the summary.
const ANSWERS: &[&str] = &["met", "deviation", "not met", "does not apply"];

/// The number of requirements of the standard, at level 1 and at level 2.
const MANY: [usize; 2] = [70, 183];

/// The extensions that make a name without a folder a file.
const ENDINGS: &[&str] = &["md", "rs", "toml", "sh", "yaml"];

struct Row {
    id: String,
    level: usize,
    answer: String,
    how: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns the rows of the chapters' tables.
fn rows() -> Vec<Row> {
    let begins_with_an_id = |cells: &[&str]| cells[0].starts_with(|first: char| first.is_numeric());
    let row = |cells: &[&str]| {
        let [id, asked, level, how] = cells else { panic!("not four cells: {cells:?}") };
        assert!(!asked.is_empty(), "{id} asks for nothing");
        let (answer, how) = how
            .strip_prefix("**")
            .and_then(|how| how.split_once("**: "))
            .unwrap_or_else(|| panic!("{id} does not begin with an answer: {how}"));
        assert!(ANSWERS.contains(&answer), "{id} is answered by {answer}");
        let (id, level) = ((*id).to_owned(), level.parse().unwrap());
        Row { id, level, answer: answer.to_owned(), how: how.to_owned() }
    };
    let page = read(PAGE);
    let tables = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = tables.map(|line| line.split(" | ").collect::<Vec<_>>());
    cells.filter(|cells| begins_with_an_id(cells)).map(|cells| row(&cells)).collect()
}

/// Returns the identifiers of the standard with their level, from the end of the page.
fn asked() -> BTreeMap<String, usize> {
    let page = read(PAGE);
    let (_before, lists) = page.split_once("\n## The requirements\n").unwrap();
    let (first, second) = lists.split_once("\nLevel 2:\n").unwrap();
    let (_source, first) = first.split_once("\nLevel 1:\n").unwrap();
    let mut all = BTreeMap::new();
    for (level, list) in [(1, first), (2, second)] {
        for id in list.split_whitespace() {
            assert_eq!(all.insert(id.to_owned(), level), None, "{id} is listed twice");
        }
    }
    all
}

/// Returns the texts between backticks.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Splits `crate: module::function` into its three parts.
fn as_test(name: &str) -> Option<(&str, &str, &str)> {
    let (of, path) = name.split_once(": ")?;
    let (module, function) = path.rsplit_once("::")?;
    (root().join("crates").join(of).is_dir()).then_some((of, module, function))
}

/// Returns whether a name is a path of this tree, rather than a URL, a word or a command.
fn is_path(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or("");
    let bare = !name.contains('/') && ENDINGS.contains(&ending);
    !name.contains([' ', '<', '*']) && (bare || (name.contains('/') && !name.starts_with('/')))
}

/// Returns whether a module of a crate has a test with this name.
fn is_test(of: &str, module: &str, function: &str) -> bool {
    let folder = root().join("crates").join(of);
    let path = module.replace("::", "/");
    let files = [
        format!("tests/it/{path}.rs"),
        format!("src/{path}.rs"),
        format!("src/{path}/tests.rs"),
        format!("src/{path}/mod.rs"),
    ];
    let head = format!("fn {function}(");
    files.iter().filter_map(|file| fs::read_to_string(folder.join(file)).ok()).any(|text| {
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        let is_marked = |at: usize| {
            let above = lines[..at].iter().rev().take_while(|line| line.starts_with('#'));
            above.into_iter().any(|line| line.starts_with("#[test]") || line.contains("::test"))
        };
        let is_head = |line: &str| line.strip_prefix("async ").unwrap_or(line).starts_with(&head);
        lines.iter().enumerate().any(|(at, line)| is_head(line) && is_marked(at))
    })
}

#[test]
fn every_requirement_has_one_answer() {
    let (rows, asked) = (rows(), asked());
    let answered: BTreeMap<String, usize> =
        rows.iter().map(|row| (row.id.clone(), row.level)).collect();
    assert_eq!(rows.len(), answered.len(), "a requirement is answered twice");
    assert_eq!(answered, asked);
    for (level, many) in (1..).zip(MANY) {
        assert_eq!(rows.iter().filter(|row| row.level == level).count(), many, "level {level}");
    }
}

#[test]
fn the_figures_at_the_top_are_those_of_the_tables() {
    let (page, rows) = (read(PAGE), rows());
    for answer in ANSWERS {
        let count = |level: usize| {
            rows.iter().filter(|row| row.answer == *answer && row.level == level).count()
        };
        let (one, two) = (count(1), count(2));
        let line = format!("| {answer} | {one} | {two} | {} |", one + two);
        assert!(page.lines().any(|found| found == line), "the summary lacks: {line}");
    }
}

#[test]
fn what_is_met_names_a_test_or_a_file_and_the_rest_a_reason() {
    for Row { id, answer, how, .. } in rows() {
        let shown = named(&how).any(|name| as_test(name).is_some() || is_path(name));
        let words = how.split('`').step_by(2).flat_map(str::split_whitespace).count();
        match answer.as_str() {
            "met" => assert!(shown, "{id} is met by nothing that is named"),
            "does not apply" => assert!(words >= 2, "{id} gives no reason"),
            _ => assert!(words >= 10, "{id} gives no reason"),
        }
    }
}

#[test]
fn every_named_test_and_file_exists() {
    let mut missing = Vec::new();
    for page in PAGES {
        let text = read(page);
        for name in text.lines().flat_map(named) {
            let exists = match as_test(name) {
                Some((of, module, function)) => is_test(of, module, function),
                None => !is_path(name) || root().join(name).exists(),
            };
            if !exists {
                missing.push(format!("{page}: {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "named and not there:\n{}", missing.join("\n"));
}
