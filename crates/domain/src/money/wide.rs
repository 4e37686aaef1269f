//! Implements signed 256-bit integers, which hold the exact product of an amount and a weight.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "limb arithmetic: every cast here takes the low or the high half of a number on purpose"
)]

/// A 256-bit integer in two's complement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Wide {
    high: i128,
    low: u128,
}

/// Multiplies two unsigned 128-bit integers; returns (high, low).
const fn product(a: u128, b: u128) -> (u128, u128) {
    const MASK: u128 = (1 << 64) - 1;
    let (a1, a0) = (a >> 64, a & MASK);
    let (b1, b0) = (b >> 64, b & MASK);
    let low = a0 * b0;
    let mid = a1 * b0 + (low >> 64);
    let mid_low = (mid & MASK) + a0 * b1;
    let high = a1 * b1 + (mid >> 64) + (mid_low >> 64);
    (high, (mid_low << 64) | (low & MASK))
}

impl Wide {
    /// The integer zero.
    pub const ZERO: Self = Self { high: 0, low: 0 };

    /// Multiplies two unsigned integers exactly; the product must be below 2²⁵⁵.
    pub const fn of_product(a: u128, b: u128) -> Self {
        let (high, low) = product(a, b);
        Self { high: high as i128, low }
    }

    /// Multiplies an unsigned integer by a shorter one, with half the work of [`Wide::of_product`].
    pub const fn of_short_product(a: u128, b: u64) -> Self {
        let low = (a as u64 as u128) * (b as u128);
        let high = (a >> 64) * (b as u128) + (low >> 64);
        Self { high: (high >> 64) as i128, low: (high << 64) | (low as u64 as u128) }
    }

    /// Multiplies a signed and an unsigned integer exactly; the product must be within ±2²⁵⁵.
    pub const fn of_signed_product(a: i128, b: u128) -> Self {
        let wide = Self::of_product(a.unsigned_abs(), b);
        if a < 0 { wide.negated() } else { wide }
    }

    /// Adds two integers; the sum must be within ±2²⁵⁵.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        let high = self.high.wrapping_add(other.high).wrapping_add(carry as i128);
        Self { high, low }
    }

    /// Returns the integer with the opposite sign.
    #[must_use]
    pub const fn negated(self) -> Self {
        let (low, carry) = (!self.low).overflowing_add(1);
        Self { high: (!self.high).wrapping_add(carry as i128), low }
    }

    /// Subtracts an integer; the difference must be within ±2²⁵⁵.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    /// Multiplies by an unsigned integer; the product must be within ±2²⁵⁵.
    #[must_use]
    pub const fn times(self, factor: u64) -> Self {
        let negative = self.is_negative();
        let magnitude = if negative { self.negated() } else { self };
        let (carry, low) = product(magnitude.low, factor as u128);
        let high = (magnitude.high as u128).wrapping_mul(factor as u128).wrapping_add(carry);
        let wide = Self { high: high as i128, low };
        if negative { wide.negated() } else { wide }
    }

    /// Returns whether the integer is negative.
    pub const fn is_negative(self) -> bool {
        self.high < 0
    }

    /// Returns the quotient rounded towards minus infinity and the remainder, 0 ≤ remainder <
    /// `divisor`.
    #[must_use]
    pub const fn div_floor(self, divisor: u64) -> (Self, u64) {
        let negative = self.is_negative();
        let magnitude = if negative { self.negated() } else { self };
        let (quotient, rest) = magnitude.divide_magnitude(divisor);
        if !negative {
            return (quotient, rest);
        }
        if rest == 0 {
            (quotient.negated(), 0)
        } else {
            (quotient.plus(Self { high: 0, low: 1 }).negated(), divisor - rest)
        }
    }

    /// Divides an unsigned integer limb by limb.
    const fn divide_magnitude(self, divisor: u64) -> (Self, u64) {
        let d = divisor as u128;
        let high = self.high as u128;
        let (q3, rest) = ((high >> 64) / d, (high >> 64) % d);
        let step = (rest << 64) | (high as u64 as u128);
        let (q2, rest) = (step / d, step % d);
        let step = (rest << 64) | (self.low >> 64);
        let (q1, rest) = (step / d, step % d);
        let step = (rest << 64) | (self.low as u64 as u128);
        let (q0, rest) = (step / d, step % d);
        (Self { high: ((q3 << 64) | q2) as i128, low: (q1 << 64) | q0 }, rest as u64)
    }

    /// Returns the integer if it fits 128 bits.
    pub const fn narrow(self) -> Option<i128> {
        let low = self.low as i128;
        let extension = if low < 0 { -1 } else { 0 };
        if self.high == extension { Some(low) } else { None }
    }

    /// Divides an unsigned integer below 10⁴⁸ by 10¹⁸; the quotient must fit 128 bits.
    ///
    /// Barrett's method replaces four divisions by one multiplication with the reciprocal, because
    /// this is the innermost step of look-through.
    #[must_use]
    pub const fn quotient_by_share_scale(self) -> (u128, u64) {
        const D: u128 = 1_000_000_000_000_000_000;
        // ⌊2¹⁸⁷ / 10¹⁸⌋ = ⌊2¹⁶⁹ / 5¹⁸⌋, by long division in two steps of at most 128 bits.
        const RECIPROCAL: u128 = {
            let five: u128 = 3_814_697_265_625; // 5¹⁸
            let first = (1u128 << 127) / five;
            let rest = (1u128 << 127) % five;
            (first << 42) + ((rest << 42) / five)
        };
        let top = ((self.high as u128) << 68) | (self.low >> 60);
        let (high, low) = product(top, RECIPROCAL);
        let mut quotient = (high << 1) | (low >> 127);
        let mut rest = self.low.wrapping_sub(quotient.wrapping_mul(D));
        while rest >= D {
            rest -= D;
            quotient += 1;
        }
        (quotient, rest as u64)
    }
}

impl From<i128> for Wide {
    fn from(number: i128) -> Self {
        Self { high: if number < 0 { -1 } else { 0 }, low: number as u128 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const E18: u64 = 1_000_000_000_000_000_000;

    proptest! {
        #[test]
        fn dividing_gives_back_what_was_multiplied(a in any::<i64>(), b in any::<u64>(), d in 1u64..) {
            let wide = Wide::of_signed_product(i128::from(a), u128::from(b));
            let (quotient, rest) = wide.div_floor(d);
            let exact = i128::from(a) * i128::from(b);
            prop_assert_eq!(wide.narrow(), Some(exact));
            prop_assert_eq!(quotient.narrow(), Some(exact.div_euclid(i128::from(d))));
            prop_assert_eq!(i128::from(rest), exact.rem_euclid(i128::from(d)));
        }

        #[test]
        fn the_quick_quotient_is_the_slow_one(weight in 0u128..=1_000_000_000_000_000_000_000_000_000_000, share in 0u64..=E18) {
            let wide = Wide::of_product(weight, u128::from(share));
            let (slow, slow_rest) = wide.div_floor(E18);
            let (quick, quick_rest) = wide.quotient_by_share_scale();
            prop_assert_eq!(slow.narrow(), i128::try_from(quick).ok());
            prop_assert_eq!(slow_rest, quick_rest);
        }

        #[test]
        fn the_short_product_is_the_long_one(a in any::<u128>(), b in any::<u64>()) {
            prop_assert_eq!(Wide::of_short_product(a, b), Wide::of_product(a, u128::from(b)));
        }

        #[test]
        fn sums_undo_differences(a in any::<i128>(), b in any::<i128>(), factor in any::<u64>()) {
            let (x, y) = (Wide::of_signed_product(a, u128::from(factor)), Wide::from(b));
            prop_assert_eq!(x.plus(y).minus(y), x);
            prop_assert_eq!(x < y, x.minus(y).is_negative());
        }
    }
}
