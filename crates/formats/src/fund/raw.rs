//! Holdings of a fund before they are checked.

use crate::problem::Problem;
use crate::problem::ProblemKind;
use crate::problems::problem;

/// A holding as written in the file.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) ticker: String,
    pub(crate) isin: String,
    pub(crate) sector: String,
    pub(crate) country: String,
    pub(crate) class: String,
    pub(crate) weight: String,
}

/// The holdings as written, and whether the file declares its weights as percentages.
pub(crate) struct RawSheet {
    pub(crate) lines: Vec<Raw>,
    pub(crate) percent: bool,
}

/// Returns a problem of the whole file.
pub(crate) fn unreadable(why: ProblemKind) -> Problem {
    problem(None, None, "", why)
}
