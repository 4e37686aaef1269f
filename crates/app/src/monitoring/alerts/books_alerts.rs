//! Derives alerts from books each time they are read; nothing is stored in the household's file.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pecule_store::books::changes::operations::Recorded;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Result};
use crate::wealth::recorded_days::SOURCE;
use crate::wealth::snapshot::Filter;

/// Records that one change may remove without an alert.
const MANY: u64 = 50;
/// Period examined, and minimum age of books for an alert about their total.
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Changes examined in that period.
const CHANGES: u32 = 5_000;

/// An alert about books, for the people who may change them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BooksFinding {
    /// `bulk-removal:` and the change, or `large-change:` and the day.
    pub key: String,
    /// `bulk-removal` or `large-change`.
    pub rule: String,
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Number of records removed, for `bulk-removal`.
    pub removed: Option<u64>,
}

/// Net wealth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DayTotal {
    on: Date,
    net: Decimal,
}

/// Whether a change was typed, not imported or part of the demo.
fn is_by_hand(kind: &str) -> bool {
    let made = kind.ends_with("-imported") || kind.starts_with("demo-");
    !made && !matches!(kind, "portfolio-loaded" | "undone" | "finding-acknowledged")
}

/// Whether a change removed more than 50 records; the demo does not count.
fn is_bulk(removed: u64, kind: &str) -> bool {
    removed > MANY && !kind.starts_with("demo-")
}

/// Days with typed changes on which the total moved by more than a fifth.
fn large_changes(totals: &[DayTotal], by_hand: &BTreeSet<Date>) -> Vec<Date> {
    let pairs = totals.iter().zip(totals.iter().skip(1));
    pairs
        .filter(|(before, after)| {
            let fifth = before.net.abs() / Decimal::from(5);
            !before.net.is_zero()
                && by_hand.contains(&after.on)
                && (after.net - before.net).abs() > fifth
        })
        .map(|(_before, after)| after.on)
        .collect()
}

impl Member<'_> {
    /// Lists the alerts of the last thirty days that were not acknowledged.
    pub fn books_alerts(&self) -> Result<Vec<BooksFinding>> {
        // Readers can neither undo nor acknowledge.
        if !self.may_write() {
            return Ok(Vec::new());
        }
        let mut found = self.bulk_removals()?;
        found.extend(self.large_changes()?);
        let noted = self.open().books.read(|view| view.settings())?;
        found.retain(|finding| !noted.iter().any(|(key, _)| *key == setting(&finding.key)));
        found.sort_by_key(|finding| std::cmp::Reverse(finding.at));
        Ok(found)
    }

    /// Acknowledges an alert, as an ordinary change of these books.
    pub fn acknowledge_books_alert(&self, key: &str) -> Result<()> {
        let known = self.books_alerts()?.into_iter().find(|finding| finding.key == key);
        let known = known.ok_or(Error::NotFound)?;
        let today = self.today().to_string();
        self.change("finding-acknowledged", &json!({ "name": known.rule }), |edit| {
            Ok(edit.put_setting(&setting(key), &today)?)
        })
    }

    fn bulk_removals(&self) -> Result<Vec<BooksFinding>> {
        let removals = self.removals()?.into_iter();
        let large = removals.filter(|removal| is_bulk(removal.removed, &removal.operation.kind));
        Ok(large
            .map(|removal| BooksFinding {
                key: format!("bulk-removal:{}", removal.operation.id),
                rule: "bulk-removal".to_owned(),
                at: removal.operation.at,
                removed: Some(removal.removed),
            })
            .collect())
    }

    fn large_changes(&self) -> Result<Vec<BooksFinding>> {
        let now = self.person().app().clock().now();
        let since = now.saturating_sub(MONTH).map_err(Error::internal)?;
        let operations = self.open().books.read(|view| view.operations(None, CHANGES))?;
        // New books move by a fifth with every entry.
        let Some(begun) = self.begun_at()?.filter(|begun| *begun < since) else {
            return Ok(Vec::new());
        };
        let zone = TimeZone::system();
        let day = |line: &Recorded| line.at.to_zoned(zone.clone()).date();
        let settled = begun.saturating_add(MONTH).map_err(Error::internal)?;
        let recent = operations.iter().filter(|line| {
            line.at >= since.max(settled) && line.undone_by.is_none() && is_by_hand(&line.kind)
        });
        let by_hand: BTreeSet<Date> = recent.map(day).collect();
        if by_hand.is_empty() {
            return Ok(Vec::new());
        }
        let days = large_changes(&self.totals_by_day()?, &by_hand);
        let at = |on: Date| on.to_zoned(zone.clone()).map_or(now, |start| start.timestamp());
        let finding = |on: Date| BooksFinding {
            key: format!("large-change:{on}"),
            rule: "large-change".to_owned(),
            at: at(on),
            removed: None,
        };
        Ok(days.into_iter().map(finding).collect())
    }

    /// Returns the totals recorded by this program, followed by today's.
    fn totals_by_day(&self) -> Result<Vec<DayTotal>> {
        let picture = self.open().picture(self.today())?;
        let recorded = picture.wealth.history.iter();
        let ours = recorded.filter(|day| day.source == SOURCE && day.currency == picture.currency);
        let mut totals: Vec<DayTotal> =
            ours.map(|day| DayTotal { on: day.on, net: day.net }).collect();
        let net = picture.totals(&Filter::default()).net.decimal();
        totals.retain(|day| day.on < self.today());
        totals.push(DayTotal { on: self.today(), net });
        Ok(totals)
    }

    /// Time of the first change of these books.
    fn begun_at(&self) -> Result<Option<Timestamp>> {
        Ok(self.open().books.read(|view| view.begun_at())?)
    }
}

fn setting(key: &str) -> String {
    format!("noted:{key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i8, net: i64) -> DayTotal {
        DayTotal { on: Date::constant(2026, 11, number), net: Decimal::from(net) }
    }

    #[test]
    fn a_fifth_by_hand_is_worth_a_word() {
        let on = |number| Date::constant(2026, 11, number);
        let typed = BTreeSet::from([on(2)]);
        assert_eq!(large_changes(&[day(1, 1000), day(2, 1201)], &typed), [on(2)]);
        assert_eq!(large_changes(&[day(1, 1000), day(2, 799)], &typed), [on(2)]);
        assert_eq!(large_changes(&[day(1, -1000), day(2, -1300)], &typed), [on(2)]);
        assert_eq!(large_changes(&[day(1, 1000), day(2, 1200)], &typed), [], "a fifth exactly");
        assert_eq!(large_changes(&[day(1, 1000), day(3, 5000)], &typed), [], "nobody typed");
        assert_eq!(large_changes(&[day(1, 0), day(2, 5000)], &typed), [], "from nothing");
        assert_eq!(large_changes(&[day(2, 5000)], &typed), [], "nothing to compare with");
    }

    #[test]
    fn more_than_fifty_records_at_once_are_worth_a_word() {
        assert!(is_bulk(51, "account-removed"));
        assert!(!is_bulk(50, "account-removed"), "fifty exactly");
        assert!(!is_bulk(51, "demo-removed"), "the example goes as it came");
    }

    #[test]
    fn files_and_examples_are_not_typed() {
        for kind in ["legacy-imported", "quotes-imported", "demo-started", "undone"] {
            assert!(!is_by_hand(kind), "{kind}");
        }
        for kind in ["holding-stated", "holding-added", "price-stated", "account-removed"] {
            assert!(is_by_hand(kind), "{kind}");
        }
    }
}
