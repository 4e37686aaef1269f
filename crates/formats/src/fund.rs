//! Reads a fund's published list of holdings.

mod columns;
mod json;
pub mod pasted_shares;
mod sheet;
mod table;

use pecule_domain::money::share::{Excess, Share};
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::portfolio::zone::Zone;

use crate::encoding;
use crate::problem::{Problem, ProblemKind};
use crate::problems::{Findings, problem};

/// A list of holdings that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundSheet {
    /// In the order of the file.
    pub lines: Vec<FundLine>,
    pub weights: Weights,
    /// The sum of all weights; the rest of the whole is unknown.
    pub sum: Share,
    /// The entries that were changed or dropped.
    pub problems: Vec<Problem>,
}

/// One holding of a fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLine {
    /// The line of the file, from 1.
    pub line: usize,
    /// The name, or else the ticker or ISIN.
    pub name: String,
    /// The symbol used by exchanges.
    pub ticker: Option<String>,
    pub isin: Option<Isin>,
    /// As written in the file.
    pub sector: Option<String>,
    /// As written in the file.
    pub country: Option<String>,
    /// The zone of `country`.
    pub zone: Option<Zone>,
    /// Guessed from the words of the file.
    pub kind: AssetKind,
    /// Guessed from the words of the file.
    pub class: Class,
    /// The part of the fund.
    pub share: Share,
}

/// The notation of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Percentages from 0 to 100.
    Percent,
    /// Fractions of one; all are at most 1 and they sum to about 1.
    Fractions,
}

impl Weights {
    /// Returns the stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fractions => "fractions",
        }
    }
}

/// The reason why a list of holdings is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableFund {
    /// The file is not a list of holdings.
    #[error("{0}")]
    Unreadable(Problem),
    /// The weights exceed 100 %; they are never scaled down.
    #[error("the holdings: {0}")]
    TooMuch(Excess),
}

/// A holding as written in the file.
#[derive(Debug, Default)]
struct Raw {
    line: usize,
    name: String,
    ticker: String,
    isin: String,
    sector: String,
    country: String,
    class: String,
    weight: String,
}

/// The holdings as written, and whether the file declares its weights as percentages.
struct RawSheet {
    lines: Vec<Raw>,
    percent: bool,
}

/// Reads a list of holdings from JSON, CSV or TSV.
pub fn read(bytes: &[u8]) -> Result<FundSheet, UnreadableFund> {
    let text = encoding::decode(bytes).map_err(UnreadableFund::Unreadable)?;
    let mut findings = Findings::default();
    let json = text.trim_start().starts_with(['[', '{']);
    let raw = if json { json::lines(bytes, &mut findings) } else { table::lines(&text) };
    sheet::settle(&raw.map_err(UnreadableFund::Unreadable)?, findings)
}

/// Returns a problem of the whole file.
fn unreadable(why: ProblemKind) -> Problem {
    problem(None, None, "", why)
}

#[cfg(test)]
mod tests;
