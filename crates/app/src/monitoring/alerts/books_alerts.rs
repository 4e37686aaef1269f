//! What derives from books is worked out from them each time, kept in them alone, and shown to those who have
//! them open: nothing of it stands in the household's file.

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
use crate::wealth::snapshot::Scope;

/// How many records one change may remove before it is worth a word.
const MANY: u64 = 50;
/// How far back is looked, and how old books must be before a change of their total is worth a word.
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How many changes of a month are looked at.
const CHANGES: u32 = 5_000;

/// Something noticed about books, for those who have them open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BooksFinding {
    /// Which: `bulk-removal:` and a change, or `large-change:` and a day.
    pub key: String,
    /// `bulk-removal` or `large-change`.
    pub rule: String,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// How many records were removed, for `bulk-removal`.
    pub removed: Option<u64>,
}

/// A day's total by which changes are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DayTotal {
    on: Date,
    net: Decimal,
}

/// Whether a change is somebody's own typing, rather than a file brought in or an example.
fn is_by_hand(kind: &str) -> bool {
    let made = kind.ends_with("-imported") || kind.starts_with("demo-");
    !made && !matches!(kind, "portfolio-loaded" | "undone" | "finding-acknowledged")
}

/// Whether a change removed so much that it is worth a word; an example goes as it came.
fn is_bulk(removed: u64, kind: &str) -> bool {
    removed > MANY && !kind.starts_with("demo-")
}

/// Days on which the total moved by more than a fifth while somebody typed.
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
    /// What was noticed about these books within a month, and nobody took note of.
    pub fn books_findings(&self) -> Result<Vec<BooksFinding>> {
        // Whoever only reads them can neither undo nor take note.
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

    /// Takes note of one of them; that is a change of these books like any other.
    pub fn acknowledge_books_finding(&self, key: &str) -> Result<()> {
        let known = self.books_findings()?.into_iter().find(|finding| finding.key == key);
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
        // Books that are being filled move by a fifth with every line.
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

    /// The totals of the days that this program recorded, and today's.
    fn totals_by_day(&self) -> Result<Vec<DayTotal>> {
        let picture = self.open().picture(self.today())?;
        let recorded = picture.wealth.history.iter();
        let ours = recorded.filter(|day| day.source == SOURCE && day.currency == picture.currency);
        let mut totals: Vec<DayTotal> =
            ours.map(|day| DayTotal { on: day.on, net: day.net }).collect();
        let net = picture.totals(&Scope::default()).net.decimal();
        totals.retain(|day| day.on < self.today());
        totals.push(DayTotal { on: self.today(), net });
        Ok(totals)
    }

    /// When the first change of these books was made.
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
