//! Parses numbers as people type and paste them.

use std::str::FromStr as _;

use rust_decimal::Decimal;

use crate::money::share::{NotAShare, Share};

/// The error for a text that is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a number: write it as 1234,56 or 1234.56")]
pub struct NotANumber(pub String);

/// Parses "62,37", "62.37", "1 234,5", "1.234,56", "−8 204,90 €" or "12 %".
///
/// Spaces of any kind and apostrophes group thousands. If both a comma and a point occur, the last
/// one is the decimal mark. If only one of them occurs, it is the decimal mark when it occurs once,
/// and groups otherwise.
pub fn number(text: &str) -> Result<Decimal, NotANumber> {
    let refused = || NotANumber(text.trim().chars().take(60).collect());
    let mut plain = String::with_capacity(text.len());
    let trimmed =
        text.trim().trim_end_matches(|c: char| c == '%' || is_currency(c) || c.is_whitespace());
    let trimmed = trimmed.trim_start_matches(|c: char| is_currency(c) || c.is_whitespace());
    for character in trimmed.chars() {
        match character {
            '0'..='9' | '.' | ',' | '-' => plain.push(character),
            '−' | '\u{2012}' | '–' => plain.push('-'),
            '+' if plain.is_empty() => {}
            '\'' | '’' | '_' => {}
            space if space.is_whitespace() => {}
            // In "−€1,234.56" the currency symbol follows the sign.
            sign if is_currency(sign) && plain == "-" => {}
            _ => return Err(refused()),
        }
    }
    let decimal_at = decimal_mark(&plain);
    let mut normal = String::with_capacity(plain.len());
    for (place, character) in plain.char_indices() {
        match character {
            ',' | '.' if Some(place) == decimal_at => normal.push('.'),
            ',' | '.' => {}
            other => normal.push(other),
        }
    }
    let digits = normal.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || normal.rfind('-').is_some_and(|place| place > 0) {
        return Err(refused());
    }
    Decimal::from_str_exact(&normal)
        .or_else(|_inexact| Decimal::from_str(&normal))
        .map_err(|_not_a_number| refused())
}

/// Returns the position of the decimal mark, if any.
fn decimal_mark(plain: &str) -> Option<usize> {
    let last_comma = plain.rfind(',');
    let last_point = plain.rfind('.');
    match (last_comma, last_point) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (Some(comma), None) => (plain.matches(',').count() == 1).then_some(comma),
        (None, Some(point)) => (plain.matches('.').count() == 1).then_some(point),
        (None, None) => None,
    }
}

/// Returns whether a character is a currency symbol.
fn is_currency(character: char) -> bool {
    matches!(character, '€' | '$' | '£' | '¥')
}

/// Parses a percentage, with or without its sign; "62,37" is 0.6237.
pub fn percentage(text: &str) -> Result<Share, NotAShare> {
    let number = number(text).map_err(|_not_a_number| NotAShare::NotANumber)?;
    Share::from_percentage(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_numbers_in_many_ways() {
        for (typed, meant) in [
            ("62,37", "62.37"),
            ("62.37", "62.37"),
            ("1 234,5", "1234.5"),
            ("1\u{202f}234\u{a0}567,89\u{a0}€", "1234567.89"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1.234.567", "1234567"),
            ("1'234.50", "1234.50"),
            ("−8 204,90 €", "-8204.90"),
            ("+12 %", "12"),
            ("$ 1,000,000.5", "1000000.5"),
            (",5", "0.5"),
            ("−€1,234.56", "-1234.56"),
        ] {
            assert_eq!(number(typed).unwrap().to_string(), meant, "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in
            ["", "  ", "abc", "12a", "1-2", "--1", "1e5", "NaN", "Infinity", ",", "-", "=1+1"]
        {
            assert!(number(typed).is_err(), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = number(&text);
            let _ = percentage(&text);
        }
    }
}
