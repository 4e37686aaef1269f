//! A fund's published list of holdings.

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
use crate::problem::{Problem, Why};
use crate::problems::{Findings, problem};

/// A list of holdings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundSheet {
    /// The holdings, in the order of the file.
    pub lines: Vec<FundLine>,
    /// How the weights were understood.
    pub weights: Weights,
    /// What the weights add up to; what is missing to the whole is unknown.
    pub sum: Share,
    /// What was not taken as it stands.
    pub problems: Vec<Problem>,
}

/// One holding of a fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLine {
    /// The line of the file, from 1.
    pub line: usize,
    /// Its name, or else its short name or number.
    pub name: String,
    /// Its short name at exchanges.
    pub ticker: Option<String>,
    /// Its international number.
    pub isin: Option<Isin>,
    /// Its sector, in the file's words.
    pub sector: Option<String>,
    /// Its country, in the file's words.
    pub country: Option<String>,
    /// The zone of that country.
    pub zone: Option<Zone>,
    /// What it seems to be.
    pub kind: AssetKind,
    /// The class it seems to belong to.
    pub class: Class,
    /// How much of the fund it makes.
    pub share: Share,
}

/// How weights are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// As percentages.
    Percent,
    /// As fractions of one: all are at most 1 and they add up to about 1.
    Fractions,
}

impl Weights {
    /// The stable key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fractions => "fractions",
        }
    }
}

/// Why a list of holdings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read as a list of holdings.
    #[error("{0}")]
    Unreadable(Problem),
    /// The holdings are more than the whole fund; nothing is scaled to make them fit.
    #[error("the holdings: {0}")]
    TooMuch(Excess),
}

/// A holding as it stands in the file.
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

/// The holdings as they stand, and whether the file itself says that weights are percentages.
struct RawSheet {
    lines: Vec<Raw>,
    percent: bool,
}

/// Reads a list of holdings: JSON, CSV or TSV.
pub fn read(bytes: &[u8]) -> Result<FundSheet, Refused> {
    let text = encoding::decode(bytes).map_err(Refused::Unreadable)?;
    let mut findings = Findings::default();
    let json = text.trim_start().starts_with(['[', '{']);
    let raw = if json { json::lines(bytes, &mut findings) } else { table::lines(&text) };
    sheet::settle(&raw.map_err(Refused::Unreadable)?, findings)
}

/// The file as a whole is no list of holdings.
fn unreadable(why: Why) -> Problem {
    problem(None, None, "", why)
}

#[cfg(test)]
mod tests;
