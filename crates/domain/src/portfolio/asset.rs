//! Assets: things that can be held, described once and held in any number of accounts.

use serde::{Deserialize, Serialize};

use crate::id::AssetId;
use crate::money::currency::Currency;
use crate::portfolio::class::Class;
use crate::portfolio::isin::Isin;

crate::stable_words::keyed! {
    /// What an asset is, legally.
    "asset kind" AssetKind {
        /// A listed index fund.
        Etf = "etf",
        /// Any other fund of securities (SICAV, FCP).
        Fund = "fund",
        /// A share of a company.
        Stock = "stock",
        /// A bond.
        Bond = "bond",
        /// A French real-estate partnership (SCPI).
        Scpi = "scpi",
        /// A listed real-estate company.
        Reit = "reit",
        /// A fund of a life insurer with guaranteed capital.
        EuroFund = "euro-fund",
        /// A structured product.
        Structured = "structured",
        /// A share of a company that is not listed.
        PrivateEquity = "private-equity",
        /// A crypto-asset.
        Crypto = "crypto",
        /// A precious metal.
        Metal = "metal",
        /// Money.
        Cash = "cash",
        /// A building or land held directly.
        Property = "property",
        /// Money owed: held with a negative value.
        Loan = "loan",
        /// Money lent to somebody.
        Claim = "claim",
        /// A thing: car, art, jewellery.
        Object = "object",
        /// A group of assets kept as one.
        Basket = "basket",
        /// Anything else.
        Other = "other",
    }
}

impl AssetKind {
    /// The class that assets of this kind belong to as a whole, where there is no doubt.
    pub const fn usual_class(self) -> Option<Class> {
        match self {
            Self::Stock => Some(Class::Equity),
            Self::Bond => Some(Class::Bonds),
            Self::Scpi | Self::Reit | Self::Property => Some(Class::RealEstate),
            Self::EuroFund => Some(Class::EuroFunds),
            Self::PrivateEquity => Some(Class::PrivateEquity),
            Self::Crypto => Some(Class::Crypto),
            Self::Metal => Some(Class::Metals),
            Self::Cash => Some(Class::Cash),
            Self::Loan => Some(Class::Debt),
            Self::Claim | Self::Object => Some(Class::Other),
            Self::Etf | Self::Fund | Self::Structured | Self::Basket | Self::Other => None,
        }
    }
}

crate::stable_words::keyed! {
    /// What one counts an asset in.
    "unit" Unit {
        /// Pieces: shares, parts, coins, units of a currency.
        Piece = "piece",
        /// Grams of metal, quoted per troy ounce.
        Gram = "gram",
        /// Troy ounces of metal, quoted per troy ounce.
        TroyOunce = "troy-ounce",
    }
}

/// A thing that can be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Which.
    pub id: AssetId,
    /// What its owner calls it; unique in one set of books.
    pub name: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its international number, where it has one.
    pub isin: Option<Isin>,
    /// The short name that exchanges use for it.
    pub ticker: Option<String>,
    /// Who issued it, to add up what depends on one issuer over several assets.
    pub issuer: Option<String>,
    /// The currency of its prices, stated values and costs.
    pub currency: Currency,
    /// What its quantities count.
    pub unit: Unit,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows by one at each change.
    pub version: u32,
}
