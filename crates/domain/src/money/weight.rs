//! Computes the weights of an asset in the cells of an axis, to thirty decimals.

use std::fmt;

use crate::money::share::Share;
use crate::money::wide::Wide;

/// The number of units of a whole.
const WHOLE: u128 = 1_000_000_000_000_000_000_000_000_000_000;
/// The number of weight units in one unit of [`Share`].
const PER_SHARE_UNIT: u128 = 1_000_000_000_000;

/// A computed part of a whole, from 0 to 1, in units of 10⁻³⁰.
///
/// A [`Share`] is entered and has 18 decimals. Products of shares, as in nested compositions, have
/// more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Weight(u128);

impl Weight {
    /// The weight zero.
    pub const NONE: Self = Self(0);
    /// The whole, 100 %.
    pub const WHOLE: Self = Self(WHOLE);
    /// The number of decimals of a unit.
    pub const DECIMALS: u32 = 30;

    /// Returns the number of units of 10⁻³⁰.
    pub const fn units(self) -> u128 {
        self.0
    }

    /// Converts a number of units, limited to a whole.
    pub(crate) const fn from_units(units: u128) -> Self {
        Self(if units > WHOLE { WHOLE } else { units })
    }

    /// Returns whether the weight is zero.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Adds two weights of one whole, which cannot exceed it.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self::from_units(self.0.saturating_add(other.0))
    }

    /// Subtracts a weight.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Returns this share of the weight, rounded down to a unit.
    #[must_use]
    pub const fn of(self, share: Share) -> Self {
        Self(self.times(share).quotient_by_share_scale().0)
    }

    /// Returns this share of the weight exactly, in units of 10⁻⁴⁸.
    pub(crate) const fn times(self, share: Share) -> Wide {
        Wide::of_short_product(self.0, share.units())
    }

    /// Returns the fraction with all decimals except trailing zeros.
    pub fn fraction(self) -> String {
        let digits = format!("{:031}", self.0);
        let (whole, decimals) = digits.split_at(digits.len() - 30);
        let decimals = decimals.trim_end_matches('0');
        if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
    }

    /// Returns the fraction with at most 27 decimals, for display.
    pub fn rounded(self) -> rust_decimal::Decimal {
        let shortened = (self.0 + 500) / 1_000;
        i128::try_from(shortened)
            .ok()
            .and_then(|units| rust_decimal::Decimal::try_from_i128_with_scale(units, 27).ok())
            .unwrap_or_default()
            .normalize()
    }
}

impl From<Share> for Weight {
    fn from(share: Share) -> Self {
        Self(u128::from(share.units()) * PER_SHARE_UNIT)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fraction())
    }
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Weight {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
