//! Collects the problems found while reading a file.

use std::collections::BTreeSet;

use crate::problem::{Problem, ProblemKind};

/// The maximum number of problems per file, because a file of another kind may have one on each
/// line.
const MOST: usize = 1_000;
/// The number of characters of the file's text that a problem quotes.
const QUOTED: usize = 80;

/// The problems of one file.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    file: Option<&'static str>,
    found: Vec<Problem>,
    said: BTreeSet<(String, ProblemKind)>,
}

impl Findings {
    /// Returns a collector whose problems contain the name of the file.
    pub(crate) fn of(file: &'static str) -> Self {
        Self { file: Some(file), ..Self::default() }
    }

    /// Adds a problem of a line.
    pub(crate) fn note(&mut self, line: usize, what: &str, why: ProblemKind) {
        self.push(Some(line), what, why);
    }

    /// Adds a problem of the whole file.
    pub(crate) fn whole(&mut self, what: &str, why: ProblemKind) {
        self.push(None, what, why);
    }

    /// Adds a problem unless an earlier line had the same.
    pub(crate) fn once(&mut self, line: usize, what: &str, why: ProblemKind) {
        if self.said.len() < MOST && self.said.insert((what.to_owned(), why)) {
            self.note(line, what, why);
        }
    }

    /// Adds a problem of another collector.
    pub(crate) fn take(&mut self, problem: &Problem) {
        self.push(problem.line, &problem.what, problem.why);
    }

    /// Returns every problem.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.found
    }

    fn push(&mut self, line: Option<usize>, what: &str, why: ProblemKind) {
        if self.found.len() > MOST {
            return;
        }
        let why = if self.found.len() == MOST { ProblemKind::More } else { why };
        self.found.push(problem(line, self.file, what, why));
    }
}

/// Builds a problem and shortens its quoted text.
pub(crate) fn problem(
    line: Option<usize>,
    file: Option<&str>,
    what: &str,
    why: ProblemKind,
) -> Problem {
    let mut quoted: String =
        what.trim().chars().filter(|character| !character.is_control()).take(QUOTED).collect();
    if let Some(file) = file {
        quoted = if quoted.is_empty() { file.to_owned() } else { format!("{file}: {quoted}") };
    }
    Problem { line, what: quoted, why }
}
