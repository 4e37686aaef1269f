//! Checks retention with a steady clock and with clocks that jump.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::backup::retention::{BackupDate, keep};
use crate::config::backup_schedule::RetentionPolicy;

const DAY: i64 = 24 * 3600;
const TEN_YEARS: i64 = 3652 * DAY;

/// 22 November 2026, 3:00.
const NIGHT: i64 = 1_795_316_400;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn made(seconds: &[i64]) -> Vec<BackupDate> {
    seconds.iter().map(|second| BackupDate { at: at(*second), proven: false }).collect()
}

/// Returns one backup each night up to `last`, oldest first.
fn nightly(nights: i64, last: i64) -> Vec<BackupDate> {
    let seconds: Vec<i64> = (0..nights).rev().map(|back| last - back * DAY).collect();
    made(&seconds)
}

fn kept(made: &[BackupDate], now: i64) -> BTreeSet<usize> {
    keep(made, RetentionPolicy::default(), at(now), &TimeZone::UTC)
}

/// Simulates nights: makes one backup, prunes, and goes on.
fn live(nights: i64, mut jump: impl FnMut(i64) -> i64) -> Vec<(i64, BackupDate)> {
    let mut left: Vec<(i64, BackupDate)> = Vec::new();
    for night in 0..nights {
        let now = NIGHT + night * DAY + jump(night);
        left.push((night, BackupDate { at: at(now), proven: night % 7 == 0 }));
        let only: Vec<BackupDate> = left.iter().map(|(_, one)| *one).collect();
        let kept = kept(&only, now + 60);
        let mut place = 0;
        left.retain(|_| {
            place += 1;
            kept.contains(&(place - 1))
        });
    }
    left
}

#[test]
fn the_longest_kept_are_those_of_years_unless_none_are_kept_so_long() {
    let made = "2026-11-22".parse().unwrap();
    let until = |keep: RetentionPolicy| keep.longest(made).to_string();
    assert_eq!(until(RetentionPolicy::default()), "2036-11-22");
    assert_eq!(until(RetentionPolicy { yearly: 0, ..RetentionPolicy::default() }), "2027-11-22");
    assert_eq!(
        until(RetentionPolicy { daily: 30, weekly: 1, monthly: 0, yearly: 0 }),
        "2026-12-22"
    );
}

#[test]
fn three_years_of_nights_leave_some_of_each_kind() {
    let left = live(3 * 365, |_| 0);
    let ages: Vec<i64> = left.iter().map(|(night, _)| 3 * 365 - 1 - night).collect();
    for age in 0..7 {
        assert!(ages.contains(&age), "night {age} of the last week: {ages:?}");
    }
    // 7 days, 5 weeks, 12 months and 3 years, less the backups that count in several periods.
    assert!((20..=32).contains(&ages.len()), "{ages:?}");
    assert!(ages.iter().any(|age| *age > 700), "{ages:?}");
}

#[test]
fn the_newest_and_the_last_proven_one_always_stay() {
    let mut nights = nightly(400, NIGHT);
    nights[3].proven = true;
    let none = RetentionPolicy { daily: 0, weekly: 0, monthly: 0, yearly: 0 };
    let kept = keep(&nights, none, at(NIGHT), &TimeZone::UTC);
    assert_eq!(kept, BTreeSet::from([3, 399]));
    assert_eq!(keep(&[], none, at(NIGHT), &TimeZone::UTC), BTreeSet::new());
}

#[test]
fn of_a_day_the_proven_one_stays() {
    let mut nights = nightly(30, NIGHT);
    nights.insert(
        20,
        BackupDate { at: nights[19].at + SignedDuration::from_hours(2), proven: false },
    );
    nights[19].proven = true;
    let left = kept(&nights, NIGHT);
    // Once verified it is kept as any other, and preferred within its week.
    assert!(left.contains(&19) && !left.contains(&20), "{left:?}");
}

#[test]
fn a_jump_of_the_clock_by_ten_years_deletes_nothing() {
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let nights = nightly(7, NIGHT);
        assert_eq!(kept(&nights, NIGHT + jump).len(), 7, "the clock jumped and nothing was made");
        let mut after = nights;
        for night in 1..=6 {
            after.push(BackupDate { at: at(NIGHT + night * DAY + jump), proven: false });
            let now = NIGHT + night * DAY + jump + 60;
            assert_eq!(kept(&after, now).len(), after.len(), "night {night} after {jump}");
        }
    }
}

#[test]
fn a_clock_that_flaps_deletes_nothing_that_a_steady_one_keeps() {
    let steady: BTreeSet<i64> = live(60, |_| 0).iter().map(|(night, _)| *night).collect();
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let flapping = live(60, |night| if (40..43).contains(&night) { jump } else { 0 });
        let nights: BTreeSet<i64> = flapping.iter().map(|(night, _)| *night).collect();
        assert!(nights.is_superset(&steady), "{jump}: {steady:?} of {nights:?}");
        let always = live(60, |night| if night % 2 == 0 { jump } else { 0 });
        assert_eq!(always.len(), 60, "while it flaps nothing goes");
    }
}

#[test]
fn a_machine_that_was_off_for_years_loses_nothing_at_its_start() {
    let nights = nightly(7, NIGHT);
    assert_eq!(kept(&nights, NIGHT + 3 * TEN_YEARS).len(), 7);
}

proptest! {
    #[test]
    fn whatever_the_clock_said_the_essential_stays(
        mut seconds in prop::collection::vec(0_i64..4_000_000_000, 0..60),
        proven in prop::collection::vec(any::<bool>(), 60),
        sorted: bool,
        now in 0_i64..4_000_000_000,
    ) {
        if sorted {
            seconds.sort_unstable();
        }
        let made: Vec<BackupDate> = seconds.iter().zip(proven)
            .map(|(second, proven)| BackupDate { at: at(*second), proven })
            .collect();
        let left = kept(&made, now);
        prop_assert!(made.is_empty() || left.contains(&(made.len() - 1)));
        if let Some(last) = made.iter().rposition(|one| one.proven) {
            prop_assert!(left.contains(&last));
        }
        for (place, one) in made.iter().enumerate() {
            prop_assert!(one.at <= at(now) || left.contains(&place), "dated later than now");
        }
    }

    #[test]
    fn the_last_days_stay_and_what_stays_is_bounded(
        gaps in prop::collection::vec(1_i64..20, 1..300),
        proven in prop::collection::vec(any::<bool>(), 300),
    ) {
        let mut second = NIGHT;
        let made: Vec<BackupDate> = gaps.iter().zip(proven).map(|(gap, proven)| {
            second += gap * DAY / 4;
            BackupDate { at: at(second), proven }
        }).collect();
        let left = kept(&made, second);
        let days: BTreeSet<_> = made.iter().map(|one| one.at.as_second().div_euclid(DAY)).collect();
        let kept_days: BTreeSet<_> =
            left.iter().map(|place| made[*place].at.as_second().div_euclid(DAY)).collect();
        for day in days.iter().rev().take(7) {
            prop_assert!(kept_days.contains(day));
        }
        prop_assert!(left.len() <= 2 * (7 + 5 + 12 + 10) + 2);
    }

    #[test]
    fn thinning_out_again_changes_nothing(gaps in prop::collection::vec(1_i64..40, 1..200)) {
        let mut second = NIGHT;
        let made: Vec<BackupDate> = gaps.iter().map(|gap| {
            second += gap * DAY / 8;
            BackupDate { at: at(second), proven: gap % 3 == 0 }
        }).collect();
        let once: Vec<BackupDate> = kept(&made, second).iter().map(|place| made[*place]).collect();
        prop_assert_eq!(kept(&once, second).len(), once.len());
    }
}
