//! Selects which backups to keep, some of each day, week, month and year.
//!
//! A backup is pruned only if it is beyond the count *and* older than the period, because a clock that
//! jumps rarely breaks both rules. After a jump nothing is pruned until 7 backups in a row are dated
//! plausibly.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::backup_schedule::RetentionPolicy;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// A backup, as far as retention needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupDate {
    /// When it was made, by the clock of that time.
    pub at: Timestamp,
    /// Whether it was verified at least once.
    pub proven: bool,
}

/// The longest gap between two backups that is not taken for a jump of the clock.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(60 * 24);
/// The number of plausible gaps after which the clock is trusted again.
const STEADY: usize = 7;

/// A calendar period.
#[derive(Clone, Copy)]
enum Period {
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    /// Returns the first day of the period that contains a day.
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

    /// Returns the first day of the oldest period that is still kept.
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

/// Returns the indices of the backups to keep; `made` is in the order of creation, oldest first.
pub fn keep(
    made: &[BackupDate],
    keep: RetentionPolicy,
    now: Timestamp,
    zone: &TimeZone,
) -> BTreeSet<usize> {
    if !is_steady(made, now) {
        return (0..made.len()).collect();
    }
    let mut kept = BTreeSet::new();
    kept.extend(made.len().checked_sub(1));
    kept.extend(made.iter().rposition(|one| one.proven));
    // A date in the future comes from a wrong clock, so the real age is unknown.
    kept.extend((0..made.len()).filter(|&place| made.get(place).is_some_and(|one| one.at > now)));
    let today = day(now, zone);
    for (heap, count) in [
        (Period::Day, keep.daily),
        (Period::Week, keep.weekly),
        (Period::Month, keep.monthly),
        (Period::Year, keep.yearly),
    ] {
        let best = best_of_each(made, heap, zone);
        let oldest = heap.oldest(today, count);
        let young = best.iter().filter(|(first, _)| count > 0 && **first >= oldest);
        kept.extend(young.map(|(_, &place)| place));
        kept.extend(best.iter().rev().take(count.into()).map(|(_, &place)| place));
    }
    kept
}

/// Returns the newest backup of each period, preferring verified ones.
fn best_of_each(made: &[BackupDate], heap: Period, zone: &TimeZone) -> BTreeMap<Date, usize> {
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

/// Whether the clock ran without a jump over the latest backups, up to now.
fn is_steady(made: &[BackupDate], now: Timestamp) -> bool {
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

pub(crate) fn day(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

#[cfg(test)]
mod tests;
