//! Breakdowns: valued holdings grouped, rounded once so that the rows sum to the total.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::money::amount::Money;
use crate::money::apportion::{Exact, apportion, fraction};
use crate::money::currency::Currency;

/// The key of the row of what is not known.
pub const UNASSIGNED: &str = "unassigned";

crate::stable_words::keyed! {
    /// What holdings are grouped by.
    "grouping" Grouping {
        /// Classes, looked through.
        Class = "class",
        /// Zones, looked through.
        Zone = "zone",
        /// Each class with each zone, looked through.
        ClassZone = "class-zone",
        /// Banks.
        Bank = "bank",
        /// Accounts.
        Account = "account",
        /// Tax envelopes.
        Wrapper = "wrapper",
        /// Kinds of the assets held.
        Kind = "kind",
        /// Currencies of the assets held.
        Currency = "currency",
        /// Issuers, looked through.
        Issuer = "issuer",
        /// The headings of a taxonomy of one's own, looked through.
        Taxonomy = "taxonomy",
    }
}

/// One group of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which group.
    pub key: String,
    /// What it amounts to.
    pub amount: Money,
    /// Its fraction of the total; `None` where the total is nothing.
    pub share: Option<Decimal>,
}

/// Groups that sum to a total, the greatest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// What all rows amount to.
    pub total: Money,
    /// What is not known, which is also the row with the key [`UNASSIGNED`].
    pub unassigned: Money,
    /// The groups that are not exactly nothing, in descending order, then by key.
    pub rows: Vec<Row>,
}

/// Rounds exact sums by group once, so that they sum to the rounded total of all.
pub fn break_down(sums: BTreeMap<String, Exact>, currency: Currency) -> Breakdown {
    let total = sums.values().copied().sum::<Exact>().rounded(currency);
    break_down_to(sums, total)
}

/// As [`break_down`], to a total that was rounded already and lies near the sum.
pub fn break_down_to(sums: BTreeMap<String, Exact>, total: Money) -> Breakdown {
    let currency = total.currency;
    let sums: Vec<(String, Exact)> = sums.into_iter().filter(|(_, sum)| !sum.is_zero()).collect();
    let exact: Vec<Exact> = sums.iter().map(|&(_, sum)| sum).collect();
    let amounts = apportion(&exact, total);
    let mut rows: Vec<Row> = sums
        .into_iter()
        .zip(amounts)
        .map(|((key, _), amount)| Row { key, amount, share: fraction(amount, total) })
        .collect();
    let unassigned = rows
        .iter()
        .find(|row| row.key == UNASSIGNED)
        .map_or(Money::zero(currency), |row| row.amount);
    rows.sort_by(|row, other| other.amount.cmp(&row.amount).then_with(|| row.key.cmp(&other.key)));
    Breakdown { total, unassigned, rows }
}
