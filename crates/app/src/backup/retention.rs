//! Which backups are kept: a few of each day, week, month and year; pure.
//!
//! A backup goes only when it is too many by count *and* too old by age: a clock that jumps makes one of
//! the two wrong, seldom both. After such a jump nothing goes at all until the clock has been steady for a week.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many backups are kept of the latest days, weeks, months and years that have any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// Of so many days.
    pub daily: u16,
    /// Of so many weeks.
    pub weekly: u16,
    /// Of so many months.
    pub monthly: u16,
    /// Of so many years.
    pub yearly: u16,
}

impl Default for Keep {
    fn default() -> Self {
        Self { daily: 7, weekly: 5, monthly: 12, yearly: 10 }
    }
}

impl Keep {
    /// The day until which a backup of a day is kept at most, as long as backups go on being made.
    pub fn longest(self, made: Date) -> Date {
        let spans = [
            i64::from(self.daily).days(),
            i64::from(self.weekly).weeks(),
            i64::from(self.monthly).months(),
            i64::from(self.yearly).years(),
        ];
        spans.into_iter().map(|span| made.saturating_add(span)).max().unwrap_or(made)
    }
}

/// A backup as far as keeping it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// When, by the clock of that moment.
    pub at: Timestamp,
    /// Whether it was ever proven.
    pub proven: bool,
}

/// The longest time between two backups that a steady clock explains.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(60 * 24);
/// How many steady steps after a jump make the clock trustworthy again.
const STEADY: usize = 7;

/// A kind of calendar heap: a day, a week, a month, a year.
#[derive(Clone, Copy)]
enum Heap {
    Day,
    Week,
    Month,
    Year,
}

impl Heap {
    /// The first day of the heap that a day lies in.
    fn of(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let since_monday = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(since_monday.days())
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the oldest heap that is young enough.
    fn oldest(self, today: Date, count: u16) -> Date {
        let back = i64::from(count.saturating_sub(1));
        let span = match self {
            Self::Day => back.days(),
            Self::Week => back.weeks(),
            Self::Month => back.months(),
            Self::Year => back.years(),
        };
        self.of(self.of(today).saturating_sub(span))
    }
}

/// The places of those that are kept; `made` is in the order of making, oldest first.
pub fn keep(made: &[Made], keep: Keep, now: Timestamp, zone: &TimeZone) -> BTreeSet<usize> {
    if !is_steady(made, now) {
        return (0..made.len()).collect();
    }
    let mut kept = BTreeSet::new();
    kept.extend(made.len().checked_sub(1));
    kept.extend(made.iter().rposition(|one| one.proven));
    // What is dated later than now was dated by a clock that was wrong: its age is not known.
    kept.extend((0..made.len()).filter(|&place| made.get(place).is_some_and(|one| one.at > now)));
    let today = day(now, zone);
    for (heap, count) in [
        (Heap::Day, keep.daily),
        (Heap::Week, keep.weekly),
        (Heap::Month, keep.monthly),
        (Heap::Year, keep.yearly),
    ] {
        let best = best_of_each(made, heap, zone);
        let oldest = heap.oldest(today, count);
        let young = best.iter().filter(|(first, _)| count > 0 && **first >= oldest);
        kept.extend(young.map(|(_, &place)| place));
        kept.extend(best.iter().rev().take(count.into()).map(|(_, &place)| place));
    }
    kept
}

/// Of each heap the newest, or the newest proven one where there is one.
fn best_of_each(made: &[Made], heap: Heap, zone: &TimeZone) -> BTreeMap<Date, usize> {
    let mut best: BTreeMap<Date, usize> = BTreeMap::new();
    for (place, one) in made.iter().enumerate() {
        let known = best.entry(heap.of(day(one.at, zone))).or_insert(place);
        let rank = |place: usize| made.get(place).map(|one| (one.proven, one.at));
        if rank(place) >= rank(*known) {
            *known = place;
        }
    }
    best
}

/// Whether the clock ran on without a jump over the latest backups, up to now.
fn is_steady(made: &[Made], now: Timestamp) -> bool {
    let latest = made.get(made.len().saturating_sub(STEADY + 1)..).unwrap_or_default();
    let moments: Vec<Timestamp> = latest.iter().map(|one| one.at).chain([now]).collect();
    moments.windows(2).all(|pair| match pair {
        [before, after] => {
            let gap = after.duration_since(*before);
            !gap.is_negative() && gap <= LONGEST_GAP
        }
        _ => true,
    })
}

fn day(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

#[cfg(test)]
mod tests;
