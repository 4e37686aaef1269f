//! Defines prices of assets by date.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::AssetId;
use crate::money::currency::{Currency, UnknownCurrency};

/// The unit of a price, a currency or a hundredth of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceUnit {
    pub currency: Currency,
    /// Whether prices count hundredths, as in London (`GBX`) and Johannesburg (`ZAc`).
    pub hundredths: bool,
}

impl PriceUnit {
    /// Returns the factor that converts a price to units of the currency.
    pub fn factor(self) -> Decimal {
        if self.hundredths { Decimal::new(1, 2) } else { Decimal::ONE }
    }

    /// The units of exchanges that quote in hundredths, each with the code of the currency.
    const HUNDREDTHS: [(&'static str, &'static str); 3] =
        [("GBX", "GBP"), ("ZAC", "ZAR"), ("ILA", "ILS")];
}

impl From<Currency> for PriceUnit {
    fn from(currency: Currency) -> Self {
        Self { currency, hundredths: false }
    }
}

impl FromStr for PriceUnit {
    type Err = UnknownCurrency;

    /// Parses a currency code, or `GBX`, `GBp`, `ZAc`, `ZAC`, `ILA` for hundredths of GBP, ZAR,
    /// ILS.
    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let code = if text.trim() == "GBp" { "GBX" } else { text.trim() };
        let upper = code.to_ascii_uppercase();
        match Self::HUNDREDTHS.iter().find(|(hundredth, _)| *hundredth == upper) {
            Some((_, currency)) => Ok(Self { currency: currency.parse()?, hundredths: true }),
            None => code.parse().map(|currency| Self { currency, hundredths: false }),
        }
    }
}

impl fmt::Display for PriceUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.currency.code();
        let hundredth =
            Self::HUNDREDTHS.iter().find(|(_, currency)| self.hundredths && *currency == code);
        f.write_str(hundredth.map_or(code, |(hundredth, _)| *hundredth))
    }
}

impl Serialize for PriceUnit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PriceUnit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The price of one unit of an asset on a date; for a metal, of a troy ounce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub asset: AssetId,
    pub on: Date,
    /// In `unit`.
    pub price: Decimal,
    pub unit: PriceUnit,
    /// The origin of the price.
    pub source: String,
}
