//! Formats numbers with the digit groups and decimal mark of a language and a typographic minus.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::text::i18n::Lang;

/// Thousands separator in French: a narrow no-break space.
pub const NARROW_SPACE: char = '\u{202f}';
/// Separator before a unit in French: a no-break space.
pub const FIXED_SPACE: char = '\u{a0}';
/// Minus sign, as wide as a digit.
pub const MINUS: char = '\u{2212}';

/// Formats a number with exactly `decimals` decimals, rounded half away from zero.
pub fn fixed(value: Decimal, decimals: u32, lang: Lang) -> String {
    let mut rounded =
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    written(rounded, lang)
}

/// Returns the message key of the unit for a size in bytes, and the number to insert.
pub fn size(bytes: u64, lang: Lang) -> (&'static str, String) {
    let (unit, divisor, decimals) = match bytes {
        ..1_000_000 => ("size-kb", 1_000, 0),
        1_000_000..1_000_000_000 => ("size-mb", 1_000_000, 1),
        _ => ("size-gb", 1_000_000_000, 1),
    };
    (unit, fixed(Decimal::from(bytes) / Decimal::from(divisor), decimals, lang))
}

/// Formats a number with all its decimals: quantities, rates.
pub fn exact(value: Decimal, lang: Lang) -> String {
    written(value.normalize(), lang)
}

fn written(value: Decimal, lang: Lang) -> String {
    let plain = value.abs().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len().saturating_mul(2));
    if value.is_sign_negative() && !value.is_zero() {
        text.push(MINUS);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len().saturating_sub(at).is_multiple_of(3) {
            text.push(group_mark(lang));
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push(decimal_mark(lang));
        text.push_str(decimals);
    }
    text
}

/// Returns the decimal mark.
pub const fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::Fr => ',',
        Lang::En => '.',
    }
}

const fn group_mark(lang: Lang) -> char {
    match lang {
        Lang::Fr => NARROW_SPACE,
        Lang::En => ',',
    }
}

/// Formats a number for editing in a field: no groups, an ASCII minus.
pub fn field(value: Decimal, lang: Lang) -> String {
    let plain = value.normalize().to_string();
    match lang {
        Lang::Fr => plain.replace('.', ","),
        Lang::En => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn french_groups_with_narrow_spaces() {
        assert_eq!(fixed(dec("1234567.885"), 2, Lang::Fr), "1\u{202f}234\u{202f}567,89");
        assert_eq!(fixed(dec("-999"), 0, Lang::Fr), "\u{2212}999");
        assert_eq!(exact(dec("231.4180"), Lang::Fr), "231,418");
        assert_eq!(field(dec("-1234.50"), Lang::Fr), "-1234,5");
    }

    #[test]
    fn english_groups_with_commas() {
        assert_eq!(fixed(dec("1234567.5"), 2, Lang::En), "1,234,567.50");
        assert_eq!(exact(dec("1000"), Lang::En), "1,000");
        assert_eq!(field(dec("1234.50"), Lang::En), "1234.5");
    }

    #[test]
    fn nothing_is_never_less_than_nothing() {
        assert_eq!(fixed(dec("-0.004"), 2, Lang::Fr), "0,00");
    }
}
