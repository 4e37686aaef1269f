//! Formats fractions as percentages, `62,37 %` in French and `62.37%` in English.

use pecule_domain::money::share::Share;
use rust_decimal::Decimal;

use crate::text::i18n::Lang;
use crate::view::number;
use crate::view::number::FIXED_SPACE;

/// Formats a fraction with `decimals` decimals in the percentage.
pub fn percent(fraction: Decimal, decimals: u32, lang: Lang) -> String {
    with_sign(&number::fixed(fraction * Decimal::ONE_HUNDRED, decimals, lang), lang)
}

/// Formats a fraction with all its decimals.
pub fn exact(fraction: Decimal, lang: Lang) -> String {
    with_sign(&number::exact(fraction * Decimal::ONE_HUNDRED, lang), lang)
}

/// Formats a change in percent, with its sign.
pub fn signed(fraction: Decimal, decimals: u32, lang: Lang) -> String {
    let text = percent(fraction, decimals, lang);
    if fraction > Decimal::ZERO { format!("+{text}") } else { text }
}

/// Formats a share for editing in a field: `62,37`.
pub fn field(share: Share, lang: Lang) -> String {
    number::field(share.percentage(), lang)
}

fn with_sign(number: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{number}{FIXED_SPACE}%"),
        Lang::En => format!("{number}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn in_both_languages() {
        assert_eq!(percent(dec("0.6237"), 1, Lang::Fr), "62,4\u{a0}%");
        assert_eq!(percent(dec("0.6237"), 2, Lang::En), "62.37%");
        assert_eq!(exact(dec("0.000000000000000001"), Lang::Fr), "0,0000000000000001\u{a0}%");
        assert_eq!(signed(dec("0.14"), 1, Lang::Fr), "+14,0\u{a0}%");
        assert_eq!(signed(dec("-0.031"), 1, Lang::En), "\u{2212}3.1%");
    }

    #[test]
    fn a_field_shows_what_was_typed() {
        let share = Share::from_percentage(dec("62.37")).unwrap();
        assert_eq!(field(share, Lang::Fr), "62,37");
        assert_eq!(field(share, Lang::En), "62.37");
    }
}
