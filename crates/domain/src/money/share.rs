//! Represents exact parts of a whole.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

/// The number of units of a whole.
const WHOLE: u64 = 1_000_000_000_000_000_000;
/// The number of decimals of a unit.
const DECIMALS: u32 = 18;

/// A part of a whole, from 0 to 1, in units of 10⁻¹⁸; entered values are kept exactly.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(u64);

/// The reason why a number is not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAShare {
    /// Less than 0 or more than the whole.
    #[error("a part lies between 0 % and 100 %")]
    OutOfRange,
    /// More decimals than can be kept.
    #[error("a part has at most 18 decimals")]
    TooPrecise,
    /// The text is not a number.
    #[error("this is not a number")]
    NotANumber,
}

impl Share {
    /// The empty part.
    pub const NONE: Self = Self(0);
    /// The whole, 100 %.
    pub const WHOLE: Self = Self(WHOLE);

    /// Converts a whole percentage from 0 to 100.
    pub const fn from_percent(percent: u64) -> Option<Self> {
        if percent <= 100 { Some(Self(percent * (WHOLE / 100))) } else { None }
    }

    /// Converts a fraction from 0 to 1 with at most 18 decimals.
    pub fn from_fraction(fraction: Decimal) -> Result<Self, NotAShare> {
        if fraction < Decimal::ZERO || fraction > Decimal::ONE {
            return Err(NotAShare::OutOfRange);
        }
        let fraction = fraction.normalize();
        let missing = DECIMALS.checked_sub(fraction.scale()).ok_or(NotAShare::TooPrecise)?;
        let units = fraction
            .mantissa()
            .checked_mul(10_i128.pow(missing))
            .and_then(|units| u64::try_from(units).ok());
        units.map(Self).ok_or(NotAShare::OutOfRange)
    }

    /// Converts a percentage from 0 to 100 with at most 16 decimals.
    pub fn from_percentage(percentage: Decimal) -> Result<Self, NotAShare> {
        if percentage < Decimal::ZERO || percentage > Decimal::ONE_HUNDRED {
            return Err(NotAShare::OutOfRange);
        }
        let percentage = percentage.normalize();
        if percentage.scale() > DECIMALS - 2 {
            return Err(NotAShare::TooPrecise);
        }
        Self::from_fraction(percentage / Decimal::ONE_HUNDRED)
    }

    /// Returns the share as a fraction.
    pub fn fraction(self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.0), DECIMALS).normalize()
    }

    /// Returns the share as a percentage.
    pub fn percentage(self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.0), DECIMALS - 2).normalize()
    }

    /// Returns the number of units of 10⁻¹⁸.
    pub const fn units(self) -> u64 {
        self.0
    }

    /// Returns whether the share is zero.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Returns the difference to the whole.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(WHOLE - self.0)
    }

    /// Adds two shares; `None` beyond the whole.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        // The sum of two wholes is 2·10¹⁸, far below 2⁶⁴.
        let sum = self.0 + other.0;
        if sum <= WHOLE { Some(Self(sum)) } else { None }
    }

    /// Subtracts a share; `None` below zero.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(units) => Some(Self(units)),
            None => None,
        }
    }

    /// Multiplies two shares, rounded down to a unit.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        let units = u128::from(self.0) * u128::from(other.0) / u128::from(WHOLE);
        // The product of two shares is at most either of them.
        Self(u64::try_from(units).unwrap_or(self.0))
    }

    /// Sums parts of one whole; the error contains the excess.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Result<Self, Excess> {
        let units: u128 = parts.into_iter().map(|part| u128::from(part.0)).sum();
        match u64::try_from(units) {
            Ok(units) if units <= WHOLE => Ok(Self(units)),
            _ => Err(Excess { units }),
        }
    }
}

/// The error for parts that exceed their whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the parts add up to {} %, which is more than 100 %", self.percentage())]
pub struct Excess {
    units: u128,
}

impl Excess {
    /// Returns the sum of the parts in percent.
    pub fn percentage(self) -> Decimal {
        i128::try_from(self.units)
            .ok()
            .and_then(|units| Decimal::try_from_i128_with_scale(units, DECIMALS - 2).ok())
            .unwrap_or(Decimal::MAX)
            .normalize()
    }
}

impl fmt::Display for Share {
    /// Writes the fraction, such as `0.6237`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.fraction(), f)
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Share {
    type Err = NotAShare;

    /// Parses a fraction, such as `0.6237`.
    fn from_str(text: &str) -> Result<Self, NotAShare> {
        Decimal::from_str_exact(text)
            .map_err(|_not_a_number| NotAShare::NotANumber)
            .and_then(Self::from_fraction)
    }
}

impl serde::Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Share {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_is_what_is_kept() {
        let share = Share::from_percentage("62.37".parse().unwrap()).unwrap();
        assert_eq!(share.to_string(), "0.6237");
        assert_eq!(share.percentage().to_string(), "62.37");
        assert_eq!(share.rest().percentage().to_string(), "37.63");
    }

    #[test]
    fn a_share_above_the_whole_is_refused() {
        assert_eq!("1.000000000000000001".parse::<Share>(), Err(NotAShare::OutOfRange));
        assert_eq!("-0.1".parse::<Share>(), Err(NotAShare::OutOfRange));
        assert_eq!("0.1234567890123456789".parse::<Share>(), Err(NotAShare::TooPrecise));
    }

    #[test]
    fn one_percent_steps_add_up_to_exactly_the_whole() {
        let third = Share::from_percentage("33.33".parse().unwrap()).unwrap();
        let rest = Share::from_percentage("33.34".parse().unwrap()).unwrap();
        assert_eq!(Share::sum([third, third, rest]), Ok(Share::WHOLE));
        let excess = Share::sum([third, third, rest, third]).unwrap_err();
        assert_eq!(excess.percentage().to_string(), "133.33");
    }

    proptest! {
        #[test]
        fn text_and_share_are_the_same(units in 0u64..=WHOLE) {
            let share = Share(units);
            prop_assert_eq!(share.to_string().parse(), Ok(share));
            prop_assert_eq!(share.checked_add(share.rest()), Some(Share::WHOLE));
        }
    }
}
