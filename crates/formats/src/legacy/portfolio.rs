//! Records of the Python application as a reader returns them.

use pecule_domain::Date;
use pecule_domain::Decimal;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::isin::Isin;

/// An institution that keeps accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyBank {
    /// The line of the file.
    pub line: usize,
    /// The key in the application.
    pub key: String,
    pub name: String,
    pub notes: String,
}

/// An account at an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyAccount {
    /// The line of the file.
    pub line: usize,
    /// The key in the application.
    pub key: String,
    /// The key of its bank; `None` if unknown.
    pub bank: Option<String>,
    pub wrapper: Wrapper,
    pub name: String,
    /// `None` if not stated.
    pub currency: Option<Currency>,
    pub notes: String,
}

/// An asset, held in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyAsset {
    /// The line of the file.
    pub line: usize,
    /// The key in the application.
    pub key: String,
    pub name: String,
    /// The key of its account; `None` if unknown.
    pub account: Option<String>,
    pub kind: AssetKind,
    pub isin: Option<Isin>,
    /// The symbol used by exchanges.
    pub ticker: Option<String>,
    pub metal: Option<Metal>,
    /// Troy ounces of `metal`.
    pub ounces: Option<Decimal>,
    /// The number of units.
    pub quantity: Option<Decimal>,
    /// The price of one unit.
    pub unit_price: Option<Decimal>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The value of the whole position.
    pub value: Option<Decimal>,
    /// The cost of the whole position.
    pub cost: Option<Decimal>,
    /// The date of `value`.
    pub valued_on: Option<Date>,
    pub allocation: Allocation,
    pub parts: Vec<LegacyPart>,
    pub notes: String,
    pub tasks: Vec<LegacyTask>,
}

/// A component of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyPart {
    /// The key of the component.
    pub asset: String,
    /// The part of the composite.
    pub share: Share,
}

/// A task about an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyTask {
    pub title: String,
    pub due_on: Option<Date>,
    pub done: bool,
}

/// The values recorded on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyDay {
    /// The line of the file.
    pub line: usize,
    pub on: Date,
    /// The total value, in euros.
    pub total: Decimal,
    /// The value of each asset by key; assets removed later are included.
    pub assets: Vec<(String, Decimal)>,
}

/// A precious metal that the application priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metal {
    Gold,
    Silver,
    Platinum,
    Palladium,
}
