//! Groups valued holdings, rounded once so that the rows sum to the total.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::money::amount::Money;
use crate::money::apportion::{Exact, apportion, fraction};
use crate::money::currency::Currency;

/// The key of the row for unknown parts.
pub const UNASSIGNED: &str = "unassigned";

crate::stable_words::keyed! {
    /// The criterion that holdings are grouped by.
    "grouping" Grouping {
        /// Classes, looked through.
        Class = "class",
        /// Zones, looked through.
        Zone = "zone",
        /// Each class with each zone, looked through.
        ClassZone = "class-zone",
        Bank = "bank",
        Account = "account",
        Wrapper = "wrapper",
        /// Kinds of the held assets.
        Kind = "kind",
        /// Currencies of the held assets.
        Currency = "currency",
        /// Issuers, looked through.
        Issuer = "issuer",
        /// Headings of one of the owner's taxonomies, looked through.
        Taxonomy = "taxonomy",
    }
}

/// One group of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    pub amount: Money,
    /// The fraction of the total; `None` if the total is zero.
    pub share: Option<Decimal>,
}

/// Groups that sum to a total, the largest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The sum of all rows.
    pub total: Money,
    /// The unknown part, which is also the row with the key [`UNASSIGNED`].
    pub unassigned: Money,
    /// The non-zero groups in descending order, then by key.
    pub rows: Vec<Row>,
}

/// Rounds exact sums by group once, so that they sum to their rounded total.
pub fn break_down(sums: BTreeMap<String, Exact>, currency: Currency) -> Breakdown {
    let total = sums.values().copied().sum::<Exact>().rounded(currency);
    break_down_to(sums, total)
}

/// Like [`break_down`], for a total that was rounded before and is near the sum.
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
