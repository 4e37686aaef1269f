//! Rounds amounts by the method of the largest remainder, so that they still sum to their total.

use rust_decimal::Decimal;

use crate::money::amount::{Amount, Money};
use crate::money::currency::Currency;
use crate::money::share::Share;
use crate::money::weight::Weight;
use crate::money::wide::Wide;

/// A sum before rounding, in units of 10⁻⁴⁸ of the currency, as an [`Amount`] times a [`Weight`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Exact(Wide);

/// The number of decimals of an [`Exact`].
const DECIMALS: u32 = 48;

impl Exact {
    /// The sum zero.
    pub const ZERO: Self = Self(Wide::ZERO);

    /// Multiplies an amount by a weight.
    #[must_use]
    pub fn of(amount: Amount, weight: Weight) -> Self {
        Self(Wide::of_signed_product(amount.units(), weight.units()))
    }

    /// Adds two sums.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.plus(other.0))
    }

    /// Subtracts a sum.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.minus(other.0))
    }

    /// Returns this share, rounded down to a unit. A caller that subtracts the parts from the whole
    /// keeps the remainder.
    #[must_use]
    pub fn share(self, share: Share) -> Self {
        const SCALE: u64 = 1_000_000_000_000_000_000;
        let (whole, rest) = self.0.div_floor(SCALE);
        let small = u128::from(rest) * u128::from(share.units()) / u128::from(SCALE);
        Self(whole.times(share.units()).plus(Wide::of_product(small, 1)))
    }

    /// Returns the part of this weight, computed from the sum rounded down to an [`Amount`].
    #[must_use]
    pub fn weighted(self, weight: Weight) -> Self {
        // Convert to units of 10⁻¹⁸, which is exact for holdings, because they are sums of amounts.
        let held = self.0.div_floor(1_000_000_000_000_000_000).0.div_floor(1_000_000_000_000).0;
        held.narrow()
            .map_or(Self::ZERO, |units| Self(Wide::of_signed_product(units, weight.units())))
    }

    /// Returns whether the sum is zero.
    pub fn is_zero(self) -> bool {
        self.0 == Wide::ZERO
    }

    /// Returns the smallest units rounded down, and the remainder with its most significant part
    /// first.
    fn split(self, currency: Currency) -> (i128, [u64; 3]) {
        // The difference to the currency's decimals is removed in three steps of at most 18.
        let mut left = DECIMALS.saturating_sub(currency.decimals());
        let mut wide = self.0;
        let mut rests = [0_u64; 3];
        for rest in rests.iter_mut().rev() {
            let step = left.min(18);
            (wide, *rest) = wide.div_floor(10_u64.pow(step));
            left -= step;
        }
        (wide.narrow().unwrap_or_default(), rests)
    }

    /// Rounds to the nearest money, half away from zero.
    pub fn rounded(self, currency: Currency) -> Money {
        let magnitude = if self.0.is_negative() { Self(self.0.negated()) } else { self };
        let (whole, rests) = magnitude.split(currency);
        let last_step = DECIMALS.saturating_sub(currency.decimals()).saturating_sub(36);
        let [first, _, _] = rests;
        let up = first >= 10_u64.pow(last_step) / 2;
        let minor = whole + i128::from(up);
        Money { minor: if self.0.is_negative() { -minor } else { minor }, currency }
    }
}

impl From<Amount> for Exact {
    fn from(amount: Amount) -> Self {
        Self::of(amount, Weight::WHOLE)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// Rounds each amount so that they sum to exactly `total`, which must be near their sum.
///
/// Each is rounded down; the missing smallest units go to the largest remainders. Equal remainders
/// are served in order, so pass the amounts ordered by key.
pub fn apportion(amounts: &[Exact], total: Money) -> Vec<Money> {
    let currency = total.currency;
    let parts: Vec<(i128, [u64; 3])> =
        amounts.iter().map(|amount| amount.split(currency)).collect();
    let mut minors: Vec<i128> = parts.iter().map(|&(whole, _)| whole).collect();
    let mut missing = total.minor - minors.iter().sum::<i128>();
    let mut by_rest: Vec<(usize, [u64; 3])> =
        parts.iter().enumerate().map(|(place, &(_, rest))| (place, rest)).collect();
    by_rest.sort_by(|(place, rest), (other_place, other)| {
        other.cmp(rest).then(place.cmp(other_place))
    });
    // A total that differs by more than one unit per amount takes several rounds.
    while missing != 0 && !by_rest.is_empty() {
        let step = missing.signum();
        for (place, _) in &by_rest {
            if missing == 0 {
                break;
            }
            if let Some(minor) = minors.get_mut(*place) {
                *minor += step;
                missing -= step;
            }
        }
    }
    minors.into_iter().map(|minor| Money { minor, currency }).collect()
}

/// Returns a part as a fraction of `total`, to twelve decimals; `None` if the total is zero.
pub fn fraction(part: Money, total: Money) -> Option<Decimal> {
    let fraction = part.decimal().checked_div(total.decimal())?;
    Some(fraction.round_dp(12).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::from(Amount::from_decimal(text.parse().unwrap()).unwrap())
    }

    #[test]
    fn halves_are_rounded_away_from_nothing() {
        assert_eq!(exact("0.005").rounded(Currency::EUR).to_string(), "0.01");
        assert_eq!(exact("0.0049999999").rounded(Currency::EUR).to_string(), "0.00");
        assert_eq!(exact("-2.345").rounded(Currency::EUR).to_string(), "-2.35");
        let yen = "JPY".parse().unwrap();
        assert_eq!(exact("2.5").rounded(yen).to_string(), "3");
    }

    #[test]
    fn equal_remainders_go_to_the_first_key() {
        let thirds = [exact("3.333333333333333333"); 3];
        let total = Money { minor: 1000, currency: Currency::EUR };
        let parts: Vec<String> = apportion(&thirds, total).iter().map(Money::to_string).collect();
        assert_eq!(parts, ["3.34", "3.33", "3.33"]);
    }

    proptest! {
        #[test]
        fn splitting_never_loses_a_cent(
            amounts in prop::collection::vec(-10_i128.pow(30)..10_i128.pow(30), 0..40),
        ) {
            let amounts: Vec<Exact> = amounts
                .into_iter()
                .map(|units| Exact(Wide::of_signed_product(units, 999_999_999_999_999_999_999)))
                .collect();
            let total = amounts.iter().copied().sum::<Exact>().rounded(Currency::EUR);
            let parts = apportion(&amounts, total);
            prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i128>(), total.minor);
            for (part, exact) in parts.iter().zip(&amounts) {
                let (down, _) = exact.split(Currency::EUR);
                prop_assert!((0..=1).contains(&(part.minor - down)), "at most a cent away");
            }
        }
    }
}
