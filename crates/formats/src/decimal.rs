//! Parses numbers and percentages without loss of digits.

use std::str::FromStr as _;

use pecule_domain::money::share::Share;
use pecule_domain::{Decimal, parse};

use crate::problem::ProblemKind;

/// The number of decimals kept of a percentage.
const DECIMALS: u32 = 16;

/// Parses a number as programs write it ("48.0", "1e-5") or as people do ("1 234,56 €").
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let starts = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    if starts && text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    match Decimal::from_str_exact(text) {
        Ok(number) => Some(number),
        Err(_) if starts && text.matches('.').count() <= 1 && !text.contains(',') => {
            Decimal::from_str(text).ok().or_else(|| parse::number(text).ok())
        }
        Err(_) => parse::number(text).ok(),
    }
}

/// Converts a percentage to a share; the flag tells whether decimals were cut off.
pub(crate) fn part_of_percentage(percentage: Decimal) -> Result<(Share, bool), ProblemKind> {
    if percentage < Decimal::ZERO {
        return Err(ProblemKind::Negative);
    }
    let kept = percentage.trunc_with_scale(DECIMALS);
    let share = Share::from_percentage(kept).map_err(|_beyond| ProblemKind::OutOfRange)?;
    Ok((share, kept != percentage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_written() {
        for (text, meant) in [
            ("48.0", "48.0"),
            ("7.82", "7.82"),
            ("0.1234567890123456789012345", "0.1234567890123456789012345"),
            ("1e-5", "0.00001"),
            ("1.5E3", "1500"),
            ("-2.50", "-2.50"),
            ("7,82 %", "7.82"),
            ("1 234,56 €", "1234.56"),
            ("12,345.67", "12345.67"),
        ] {
            assert_eq!(number(text).map(|n| n.to_string()).as_deref(), Some(meant), "{text}");
        }
        for text in ["", "abc", "e5", "1e999", "NaN", "-"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_beyond_what_is_kept_are_cut_off_and_said() {
        let (share, cut) = part_of_percentage("7.81999999999999999999".parse().unwrap()).unwrap();
        assert_eq!((share.percentage().to_string().as_str(), cut), ("7.8199999999999999", true));
        assert_eq!(part_of_percentage("-1".parse().unwrap()), Err(ProblemKind::Negative));
        assert_eq!(part_of_percentage("100.01".parse().unwrap()), Err(ProblemKind::OutOfRange));
    }
}
