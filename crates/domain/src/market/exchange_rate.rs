//! Converts between currencies with dated exchange rates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::currency::Currency;

/// An exchange rate on a date: 1 `base` = `rate` `counter`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRate {
    pub base: Currency,
    pub counter: Currency,
    pub on: Date,
    /// Greater than zero.
    pub rate: Decimal,
    /// The origin of the rate.
    pub source: String,
}

/// The exchange rate applied to a conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion {
    /// The factor to multiply by.
    pub rate: Decimal,
    /// The date of the rate, at or before the requested one; of two crossed rates the older date.
    pub on: Date,
    /// The currency in between, if two rates were crossed.
    pub via: Option<Currency>,
}

/// A set of exchange rates.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    pairs: BTreeMap<(Currency, Currency), BTreeMap<Date, Decimal>>,
}

impl Rates {
    /// Sorts rates for look-up; rates of zero or less are dropped.
    pub fn new(rates: impl IntoIterator<Item = ExchangeRate>) -> Self {
        let mut pairs: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for rate in rates {
            if rate.rate > Decimal::ZERO {
                pairs.entry((rate.base, rate.counter)).or_default().insert(rate.on, rate.rate);
            }
        }
        Self { pairs }
    }

    /// Adds the pairs of `others` that are missing here in both directions.
    pub fn fill(&mut self, others: Self) {
        for ((base, counter), days) in others.pairs {
            if !self.pairs.contains_key(&(counter, base)) {
                self.pairs.entry((base, counter)).or_insert(days);
            }
        }
    }

    /// Returns the rate on a date, or the latest before it. The rate is direct, inverted, or
    /// crossed through one other currency (the euro first, then by code). Rates are never
    /// estimated; `None` if there is none.
    pub fn find(&self, from: Currency, to: Currency, on: Date) -> Option<Conversion> {
        if from == to {
            return Some(Conversion { rate: Decimal::ONE, on, via: None });
        }
        if let Some((rate, on)) = self.pair(from, to, on) {
            return Some(Conversion { rate, on, via: None });
        }
        self.bridges().find_map(|via| {
            let (first, first_on) = self.pair(from, via, on)?;
            let (second, second_on) = self.pair(via, to, on)?;
            let rate = first.checked_mul(second)?;
            Some(Conversion { rate, on: first_on.min(second_on), via: Some(via) })
        })
    }

    /// Returns the currencies for crossing, in the order of preference.
    fn bridges(&self) -> impl Iterator<Item = Currency> {
        let mut all: Vec<Currency> = self.pairs.keys().flat_map(|&(a, b)| [a, b]).collect();
        all.sort_unstable_by_key(|currency| (*currency != Currency::EUR, *currency));
        all.dedup();
        all.into_iter()
    }

    /// Returns the rate of a pair as entered in either direction; the later date wins.
    fn pair(&self, from: Currency, to: Currency, on: Date) -> Option<(Decimal, Date)> {
        let last = |pair| self.pairs.get(&pair)?.range(..=on).next_back();
        let direct = last((from, to)).map(|(day, rate)| (*rate, *day));
        let inverse =
            last((to, from)).and_then(|(day, rate)| Some((Decimal::ONE.checked_div(*rate)?, *day)));
        match (direct, inverse) {
            (Some(direct), Some(inverse)) if inverse.1 > direct.1 => Some(inverse),
            (Some(direct), _) => Some(direct),
            (None, inverse) => inverse,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn rates() -> Rates {
        let rate = |base: &str, counter: &str, day, rate: &str| ExchangeRate {
            base: base.parse().unwrap(),
            counter: counter.parse().unwrap(),
            on: date(2026, 1, day),
            rate: rate.parse().unwrap(),
            source: "test".to_owned(),
        };
        Rates::new([
            rate("EUR", "USD", 2, "1.25"),
            rate("EUR", "USD", 5, "1.6"),
            rate("GBP", "EUR", 3, "1.2"),
        ])
    }

    fn find(from: &str, to: &str, day: i8) -> Option<String> {
        let found = rates().find(from.parse().unwrap(), to.parse().unwrap(), date(2026, 1, day));
        found.map(|conversion| conversion.rate.normalize().to_string())
    }

    #[test]
    fn a_missing_rate_gives_no_value_and_never_one() {
        assert_eq!(find("USD", "EUR", 1), None, "no rate yet on that day");
        assert_eq!(find("CHF", "EUR", 9), None);
    }

    #[test]
    fn the_last_rate_before_the_day_counts() {
        assert_eq!(find("EUR", "USD", 4).as_deref(), Some("1.25"));
        assert_eq!(find("USD", "EUR", 9).as_deref(), Some("0.625"));
    }

    #[test]
    fn rates_of_others_fill_gaps_and_replace_nothing() {
        let other = |base: &str, counter: &str, rate: &str| ExchangeRate {
            base: base.parse().unwrap(),
            counter: counter.parse().unwrap(),
            on: date(2026, 1, 8),
            rate: rate.parse().unwrap(),
            source: "another".to_owned(),
        };
        let mut own = rates();
        own.fill(Rates::new([other("USD", "EUR", "9"), other("EUR", "CHF", "0.5")]));
        let found = |from: &str, to: &str| {
            let to = to.parse().unwrap();
            own.find(from.parse().unwrap(), to, date(2026, 1, 9)).unwrap().rate.normalize()
        };
        assert_eq!(found("USD", "EUR").to_string(), "0.625");
        assert_eq!(found("CHF", "EUR").to_string(), "2");
    }

    #[test]
    fn two_rates_cross_through_a_third_currency() {
        assert_eq!(find("GBP", "USD", 9).as_deref(), Some("1.92"));
        assert_eq!(find("EUR", "EUR", 1).as_deref(), Some("1"));
    }
}
