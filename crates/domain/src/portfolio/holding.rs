//! Holdings: an asset in an account, and what was stated of it on some day.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, AssetId, HoldingId};
use crate::money::share::Share;

crate::stable_words::keyed! {
    /// What right one has on a thing.
    "right" Right {
        /// Full ownership (pleine propriété).
        Full = "full",
        /// Bare ownership (nue-propriété).
        Bare = "bare",
        /// Usufruct (usufruit).
        Usufruct = "usufruct",
    }
}

/// What one owns of a holding: a right, and a share of it.
///
/// The stated value or the quantity is that of the whole; the share is what counts in one's wealth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    /// The right.
    pub right: Right,
    /// The share.
    pub share: Share,
}

impl Default for Ownership {
    fn default() -> Self {
        Self { right: Right::Full, share: Share::WHOLE }
    }
}

/// An asset in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Which.
    pub id: HoldingId,
    /// Where it is kept.
    pub account: AccountId,
    /// What it is.
    pub asset: AssetId,
    /// How much of it is one's own.
    pub ownership: Ownership,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows by one at each change.
    pub version: u32,
}

/// How much of an asset is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// So many units, worth their quoted price.
    Quantity(Decimal),
    /// A value stated by the owner, in the currency of the asset; below nothing for a debt.
    Value(Decimal),
}

impl Position {
    /// Whether nothing is left.
    pub const fn is_empty(self) -> bool {
        match self {
            Self::Quantity(number) | Self::Value(number) => number.is_zero(),
        }
    }
}

/// What was stated of a holding on a day; it holds until the next statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Of which holding.
    pub holding: HoldingId,
    /// From which day on.
    pub on: Date,
    /// How much there is.
    pub position: Position,
    /// What the whole position cost, in the currency of the asset.
    pub cost: Option<Decimal>,
}
