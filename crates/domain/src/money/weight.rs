//! How much of an asset falls into each cell of an axis, computed to thirty decimals.

use std::fmt;

use crate::money::share::Share;
use crate::money::wide::Wide;

/// How many units make a whole.
const WHOLE: u128 = 1_000_000_000_000_000_000_000_000_000_000;
/// How many units of weight one unit of [`Share`] is.
const PER_SHARE_UNIT: u128 = 1_000_000_000_000;

/// A part of a whole that was computed, from nothing to all, in units of 10⁻³⁰.
///
/// A [`Share`] is typed and has 18 decimals; products of shares, as nested compositions make them, have more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Weight(u128);

impl Weight {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// All of it.
    pub const WHOLE: Self = Self(WHOLE);
    /// How many decimals a unit has.
    pub const DECIMALS: u32 = 30;

    /// The number of units of 10⁻³⁰.
    pub const fn units(self) -> u128 {
        self.0
    }

    /// That many units, at most a whole.
    pub(crate) const fn from_units(units: u128) -> Self {
        Self(if units > WHOLE { WHOLE } else { units })
    }

    /// Whether this is nothing.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Both together; weights of one whole never go beyond it.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self::from_units(self.0.saturating_add(other.0))
    }

    /// What is left without the other.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// That share of this weight, rounded down to a unit.
    #[must_use]
    pub const fn of(self, share: Share) -> Self {
        Self(self.times(share).quotient_by_share_scale().0)
    }

    /// That share of this weight, exact, in units of 10⁻⁴⁸.
    pub(crate) const fn times(self, share: Share) -> Wide {
        Wide::of_short_product(self.0, share.units())
    }

    /// The fraction of one, with every decimal that is not a closing nought.
    pub fn fraction(self) -> String {
        let digits = format!("{:031}", self.0);
        let (whole, decimals) = digits.split_at(digits.len() - 30);
        let decimals = decimals.trim_end_matches('0');
        if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
    }

    /// The fraction of one to at most 27 decimals, for showing.
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
