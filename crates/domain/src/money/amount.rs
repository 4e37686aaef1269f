//! Computes amounts of money exactly, and rounds them once for display.

use std::fmt;

use rust_decimal::Decimal;

use crate::money::currency::Currency;
use crate::money::share::Share;
use crate::money::wide::Wide;

/// An amount of some currency in units of 10⁻¹⁸, before rounding.
///
/// Products of a quantity, a price and a rate are kept to 18 decimals; the range is ±1.7·10²⁰.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Amount(i128);

/// The error for an amount beyond the range of ±1.7·10²⁰.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this amount is too large")]
pub struct TooLarge;

/// The number of decimals of an [`Amount`].
const DECIMALS: u32 = 18;

impl Amount {
    /// The amount zero.
    pub const ZERO: Self = Self(0);

    /// Returns the number of units of 10⁻¹⁸.
    pub const fn units(self) -> i128 {
        self.0
    }

    /// Converts a decimal number; decimals beyond the 18th are rounded.
    pub fn from_decimal(number: Decimal) -> Result<Self, TooLarge> {
        Self(1).scaled(number, 0, DECIMALS)
    }

    /// Multiplies by a decimal number, such as a price, a rate or a quantity.
    pub fn times(self, number: Decimal) -> Result<Self, TooLarge> {
        self.scaled(number, number.scale(), 0)
    }

    /// Returns `self × mantissa × 10^up / 10^scale`, rounded half away from zero.
    fn scaled(self, number: Decimal, scale: u32, up: u32) -> Result<Self, TooLarge> {
        let (raise, lower) = if up == 0 {
            (0, scale)
        } else {
            // Multiply by 10¹⁸⁻ˢᶜᵃˡᵉ, or divide if there are more than 18 decimals.
            (up.saturating_sub(number.scale()), number.scale().saturating_sub(up))
        };
        let factor = number.mantissa().unsigned_abs();
        let factor = factor.checked_mul(10_u128.pow(raise)).ok_or(TooLarge)?;
        let signed =
            if number.is_sign_negative() { self.0.checked_neg().ok_or(TooLarge)? } else { self.0 };
        let mut wide = Wide::of_signed_product(signed, factor);
        if lower > 0 {
            // Adding half a unit first makes the later rounding down round to the nearest.
            let half = Wide::from(5 * 10_i128.pow(lower - 1));
            let negative = wide.is_negative();
            wide = if negative { wide.negated().plus(half) } else { wide.plus(half) };
            let mut left = lower;
            while left > 0 {
                let step = left.min(DECIMALS);
                wide = wide.div_floor(10_u64.pow(step)).0;
                left -= step;
            }
            if negative {
                wide = wide.negated();
            }
        }
        wide.narrow().map(Self).ok_or(TooLarge)
    }

    /// Returns this share of the amount, rounded down to 10⁻¹⁸.
    #[must_use]
    pub fn of(self, share: Share) -> Self {
        let wide = Wide::of_signed_product(self.0, u128::from(share.units()));
        Self(wide.div_floor(10_u64.pow(DECIMALS)).0.narrow().unwrap_or_default())
    }

    /// Adds two amounts.
    pub fn plus(self, other: Self) -> Result<Self, TooLarge> {
        self.0.checked_add(other.0).map(Self).ok_or(TooLarge)
    }

    /// Rounds to at most the given number of decimals, half away from zero.
    pub fn rounded(self, decimals: u32) -> Decimal {
        let lower = DECIMALS.saturating_sub(decimals);
        let divisor = 10_i128.pow(lower);
        let half = if lower == 0 { 0 } else { divisor / 2 };
        let magnitude = (self.0.saturating_abs().saturating_add(half)) / divisor;
        let signed = if self.0 < 0 { -magnitude } else { magnitude };
        Decimal::try_from_i128_with_scale(signed, decimals.min(DECIMALS)).unwrap_or_default()
    }
}

/// A rounded amount, in whole smallest units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    /// The number of smallest units, cents for the euro.
    pub minor: i128,
    pub currency: Currency,
}

impl Money {
    /// Returns zero in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Returns the decimal number, with the decimals of the currency.
    pub fn decimal(self) -> Decimal {
        Decimal::try_from_i128_with_scale(self.minor, self.currency.decimals()).unwrap_or_default()
    }
}

impl fmt::Display for Money {
    /// Writes the decimal number without its currency, such as `1500.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.decimal(), f)
    }
}

impl serde::Serialize for Money {
    /// Writes the decimal number as text, because the currency is given once per response.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_product_keeps_eighteen_decimals() {
        let amount = Amount::from_decimal(decimal("12.345678")).unwrap();
        let value = amount.times(decimal("101.5")).unwrap().times(decimal("0.92345")).unwrap();
        assert_eq!(value.rounded(12).to_string(), "1157.162559433650");
        let negative = Amount::from_decimal(decimal("-0.005")).unwrap();
        assert_eq!(negative.rounded(2).to_string(), "-0.01");
        assert_eq!(negative.times(decimal("-3")).unwrap().rounded(3).to_string(), "0.015");
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let large = Amount::from_decimal(decimal("79228162514264337593543950335"));
        assert_eq!(large, Err(TooLarge));
        let near = Amount::from_decimal(decimal("100000000000000000000")).unwrap();
        assert_eq!(near.times(decimal("2")), Err(TooLarge));
    }
}
