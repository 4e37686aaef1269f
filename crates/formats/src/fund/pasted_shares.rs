//! Reads names and percentages pasted from a fund sheet, a page or a spreadsheet.

use pecule_domain::money::share::{Excess, Share};

use crate::decimal;
use crate::problem::{Problem, ProblemKind};
use crate::problems::Findings;

/// A pasted entry that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The line of the text, from 1.
    pub line: usize,
    pub name: String,
    /// The part of the whole.
    pub share: Share,
}

/// The entries of a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paste {
    /// In the order of the text.
    pub lines: Vec<Pasted>,
    /// The lines that were not understood.
    pub problems: Vec<Problem>,
}

impl Paste {
    /// Returns the sum of the shares; fails if it exceeds the whole.
    pub fn sum(&self) -> Result<Share, Excess> {
        Share::sum(self.lines.iter().map(|line| line.share))
    }
}

/// Reads a name and a percentage from each line ("France 10.88%", "10,88 % France"), with or
/// without tabs. The percentage may also be on the line after the name.
pub fn read(text: &str) -> Paste {
    let mut findings = Findings::default();
    let mut lines = Vec::new();
    let mut alone: Option<(usize, &str)> = None;
    if text.len() > crate::encoding::MOST_BYTES {
        findings.whole("", ProblemKind::TooLarge);
        return Paste { lines, problems: findings.into_problems() };
    }
    for (place, written) in text.lines().enumerate() {
        let (line, written) = (place + 1, written.trim());
        if written.is_empty() {
            continue;
        }
        let (name, number) = match parts(written) {
            ("", Some(number)) => (alone.take().map_or("", |(_, name)| name), number),
            (name, Some(number)) => (name, number),
            (_, None) => {
                if let Some((line, name)) = alone.replace((line, written)) {
                    findings.note(line, name, ProblemKind::NotANumber);
                }
                continue;
            }
        };
        if let Some((line, name)) = alone.take() {
            findings.note(line, name, ProblemKind::NotANumber);
        }
        match decimal::number(number)
            .ok_or(ProblemKind::NotANumber)
            .and_then(decimal::part_of_percentage)
        {
            Ok(_) if name.is_empty() => findings.note(line, written, ProblemKind::Missing),
            Ok((share, cut)) => {
                if cut {
                    findings.note(line, name, ProblemKind::Rounded);
                }
                lines.push(Pasted { line, name: name.to_owned(), share });
            }
            Err(why) => findings.note(line, written, why),
        }
    }
    if let Some((line, name)) = alone {
        findings.note(line, name, ProblemKind::NotANumber);
    }
    Paste { lines, problems: findings.into_problems() }
}

/// Splits a line into the name and its number.
fn parts(line: &str) -> (&str, Option<&str>) {
    if line.contains('\t') {
        let cells = || line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
        let number = cells()
            .filter(|cell| decimal::number(cell).is_some())
            .max_by_key(|cell| cell.contains('%'));
        let name = cells().find(|cell| decimal::number(cell).is_none()).unwrap_or("");
        return (name, number);
    }
    let bare = line.trim_end_matches(|c: char| c == '%' || c.is_whitespace());
    let (name, number) = bare.split_at(bare.len() - figures(bare.chars().rev()));
    if number.contains(|c: char| c.is_ascii_digit()) {
        return (between(name), Some(number));
    }
    // Before a name, only a percent sign tells a weight from a name that begins with a digit.
    match line.split_once('%') {
        Some((number, name)) if decimal::number(number).is_some() => (between(name), Some(number)),
        _ => (line, None),
    }
}

/// Counts the bytes of a number at one end of a line.
fn figures(characters: impl Iterator<Item = char>) -> usize {
    characters
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '+'))
        .map(char::len_utf8)
        .sum()
}

/// Removes separators around a name.
fn between(name: &str) -> &str {
    let name = name.trim();
    let name = name.strip_suffix(" -").unwrap_or(name);
    name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ';' | '|' | '=' | '–' | '…'))
}

#[cfg(test)]
mod tests;
