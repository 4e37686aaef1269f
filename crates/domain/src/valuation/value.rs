//! Computes the value of a holding on a date, and how it was determined.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::market::exchange_rate::{Conversion, Rates};
use crate::market::price::Quote;
use crate::money::amount::{Amount, TooLarge};
use crate::money::currency::Currency;
use crate::money::share::Share;
use crate::portfolio::asset::{Asset, AssetKind, Unit};
use crate::portfolio::holding::{Ownership, Position};

/// The grams in a troy ounce (international yard and pound agreement of 1959), times 10⁷.
const GRAMS_IN_A_TROY_OUNCE: Decimal = Decimal::from_parts(311_034_768, 0, 0, false, 7);

crate::stable_words::keyed! {
    /// The way in which a value was determined.
    "basis" Basis {
        /// Stated by the owner.
        Stated = "stated",
        /// A quantity times a price.
        Quoted = "quoted",
        /// Money at its face value.
        Face = "face",
    }
}

/// The value of a holding on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valuation {
    /// The owner's share in the requested currency.
    pub amount: Amount,
    /// The owner's share in the currency of the asset or of its price.
    pub native: Amount,
    pub native_currency: Currency,
    pub basis: Basis,
    /// The date of the statement or of the price.
    pub on: Date,
    /// The applied exchange rate; 1 without conversion.
    pub conversion: Conversion,
}

impl Valuation {
    /// Returns this share of the valuation.
    #[must_use]
    pub fn of(self, share: Share) -> Self {
        Self { amount: self.amount.of(share), native: self.native.of(share), ..self }
    }
}

/// The reason why a holding has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Unvalued {
    /// There is a quantity, but no price up to that date.
    #[error("no price is known")]
    NoQuote,
    /// There is no exchange rate up to that date.
    #[error("no exchange rate from {from} to {to} is known")]
    NoRate {
        /// The currency of the value.
        from: Currency,
        /// The requested currency.
        to: Currency,
    },
    /// The value exceeds the range of an [`Amount`].
    #[error("the amount is too large")]
    TooLarge,
}

impl From<TooLarge> for Unvalued {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// The inputs of a valuation.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub asset: &'a Asset,
    pub position: Position,
    /// The date of the statement.
    pub stated_on: Date,
    /// The owner's part of the holding.
    pub ownership: Ownership,
    /// The latest price up to the date.
    pub quote: Option<&'a Quote>,
}

/// Values a holding on a date in a currency, as quantity × price × rate or stated value × rate.
pub fn value(
    known: &Known<'_>,
    rates: &Rates,
    to: Currency,
    on: Date,
) -> Result<Valuation, Unvalued> {
    let asset = known.asset;
    let (whole, native_currency, basis, of) = match known.position {
        Position::Value(stated) => {
            (Amount::from_decimal(stated)?, asset.currency, Basis::Stated, known.stated_on)
        }
        Position::Quantity(quantity) => match known.quote {
            Some(quote) => {
                (quoted(asset.unit, quantity, quote)?, quote.unit.currency, Basis::Quoted, quote.on)
            }
            None if asset.kind == AssetKind::Cash || quantity.is_zero() => {
                (Amount::from_decimal(quantity)?, asset.currency, Basis::Face, known.stated_on)
            }
            None => return Err(Unvalued::NoQuote),
        },
    };
    let native = whole.of(known.ownership.share);
    let conversion = rates
        .find(native_currency, to, on)
        .ok_or(Unvalued::NoRate { from: native_currency, to })?;
    let amount = native.times(conversion.rate)?;
    Ok(Valuation { amount, native, native_currency, basis, on: of, conversion })
}

/// Multiplies a quantity by its price, in units of the price's currency.
fn quoted(unit: Unit, quantity: Decimal, quote: &Quote) -> Result<Amount, TooLarge> {
    let amount = Amount::from_decimal(quantity)?.times(quote.price)?.times(quote.unit.factor())?;
    match unit {
        Unit::Piece | Unit::TroyOunce => Ok(amount),
        Unit::Gram => amount.times(Decimal::ONE / GRAMS_IN_A_TROY_OUNCE),
    }
}
