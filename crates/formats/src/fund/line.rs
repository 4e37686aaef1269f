//! Holdings of a fund as a reader returns them.

use crate::problem::Problem;
use pecule_domain::money::share::Excess;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::isin::Isin;
use pecule_domain::portfolio::zone::Zone;

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
