//! Defines holdings of an asset in an account, and their dated statements.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, AssetId, HoldingId};
use crate::money::share::Share;

crate::stable_words::keyed! {
    /// The legal right on a thing.
    "right" Right {
        /// Full ownership (pleine propriété).
        Full = "full",
        /// Bare ownership (nue-propriété).
        Bare = "bare",
        /// Usufruct (usufruit).
        Usufruct = "usufruct",
    }
}

/// The owner's part of a holding, as a right and a share of it.
///
/// Values and quantities are stated for the whole; only the share counts as wealth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    pub right: Right,
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
    pub id: HoldingId,
    pub account: AccountId,
    pub asset: AssetId,
    pub ownership: Ownership,
    pub notes: String,
    /// Incremented at each change.
    pub version: u32,
}

/// The amount of an asset in a holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// A number of units, valued at their price.
    Quantity(Decimal),
    /// A value stated by the owner in the currency of the asset; negative for a debt.
    Value(Decimal),
}

impl Position {
    /// Returns whether the position is zero.
    pub const fn is_empty(self) -> bool {
        match self {
            Self::Quantity(number) | Self::Value(number) => number.is_zero(),
        }
    }
}

/// The position of a holding from a date until the next statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub holding: HoldingId,
    /// The first day of validity.
    pub on: Date,
    pub position: Position,
    /// The cost of the whole position, in the currency of the asset.
    pub cost: Option<Decimal>,
}
