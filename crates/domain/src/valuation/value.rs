//! Valuation: what a holding is worth on a day, and how that is known.

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

/// Grams in a troy ounce (international yard and pound agreement of 1959), times 10⁷.
const GRAMS_IN_A_TROY_OUNCE: Decimal = Decimal::from_parts(311_034_768, 0, 0, false, 7);

crate::stable_words::keyed! {
    /// How a value is known.
    "basis" Basis {
        /// Its owner stated it.
        Stated = "stated",
        /// A quantity times a quoted price.
        Quoted = "quoted",
        /// Money, worth its face.
        Face = "face",
    }
}

/// What a holding is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valuation {
    /// One's share of it, in the currency that was asked for.
    pub amount: Amount,
    /// One's share of it, in the currency of the asset or of its quote.
    pub native: Amount,
    /// The currency of `native`.
    pub native_currency: Currency,
    /// How it is known.
    pub basis: Basis,
    /// The day that the value is of: that of the statement or of the quote.
    pub on: Date,
    /// The rate that was applied; its rate is 1 where no conversion was needed.
    pub conversion: Conversion,
}

impl Valuation {
    /// That share of it.
    #[must_use]
    pub fn of(self, share: Share) -> Self {
        Self { amount: self.amount.of(share), native: self.native.of(share), ..self }
    }
}

/// Why a holding has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Unvalued {
    /// A quantity, but no price on that day or before.
    #[error("no price is known")]
    NoQuote,
    /// No exchange rate on that day or before.
    #[error("no exchange rate from {from} to {to} is known")]
    NoRate {
        /// The currency of the value.
        from: Currency,
        /// The currency that was asked for.
        to: Currency,
    },
    /// Beyond what the program can hold.
    #[error("the amount is too large")]
    TooLarge,
}

impl From<TooLarge> for Unvalued {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// What is known of a holding on the day it is valued.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The asset.
    pub asset: &'a Asset,
    /// How much of it there is.
    pub position: Position,
    /// The day of that statement.
    pub stated_on: Date,
    /// What part of it is one's own.
    pub ownership: Ownership,
    /// The last quote on the day or before it.
    pub quote: Option<&'a Quote>,
}

/// Values a holding on a day, in a currency: quantity × quote × rate, or a stated value × rate.
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

/// A quantity at its quoted price, in units of the quote's currency.
fn quoted(unit: Unit, quantity: Decimal, quote: &Quote) -> Result<Amount, TooLarge> {
    let amount = Amount::from_decimal(quantity)?.times(quote.price)?.times(quote.unit.factor())?;
    match unit {
        Unit::Piece | Unit::TroyOunce => Ok(amount),
        Unit::Gram => amount.times(Decimal::ONE / GRAMS_IN_A_TROY_OUNCE),
    }
}
