//! Defines assets, which are described once and held in any number of accounts.

use serde::{Deserialize, Serialize};

use crate::id::AssetId;
use crate::money::currency::Currency;
use crate::portfolio::class::Class;
use crate::portfolio::isin::Isin;

crate::stable_words::keyed! {
    /// The legal kind of an asset.
    "asset kind" AssetKind {
        /// A listed index fund.
        Etf = "etf",
        /// Any other fund of securities (SICAV, FCP).
        Fund = "fund",
        /// A share of a company.
        Stock = "stock",
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
        Metal = "metal",
        Cash = "cash",
        /// A building or land held directly.
        Property = "property",
        /// A debt, held with a negative value.
        Loan = "loan",
        /// Money lent to another person.
        Claim = "claim",
        /// A movable object, such as a car, art or jewellery.
        Object = "object",
        /// A group of assets treated as one.
        Basket = "basket",
        /// Any other asset.
        Other = "other",
    }
}

impl AssetKind {
    /// Returns the class of all assets of this kind; `None` if it varies.
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
    /// The unit of an asset's quantities.
    "unit" Unit {
        /// Pieces, such as shares, coins or units of a currency.
        Piece = "piece",
        /// Grams of metal, priced per troy ounce.
        Gram = "gram",
        /// Troy ounces of metal, priced per troy ounce.
        TroyOunce = "troy-ounce",
    }
}

/// An asset that can be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    pub id: AssetId,
    /// Unique in one set of books.
    pub name: String,
    pub kind: AssetKind,
    pub isin: Option<Isin>,
    /// The symbol used by exchanges.
    pub ticker: Option<String>,
    /// The issuer, for the exposure to one issuer over several assets.
    pub issuer: Option<String>,
    /// The currency of its prices, stated values and costs.
    pub currency: Currency,
    /// The unit of its quantities.
    pub unit: Unit,
    pub notes: String,
    /// Incremented at each change.
    pub version: u32,
}
