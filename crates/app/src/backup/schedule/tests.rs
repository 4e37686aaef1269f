//! Checks when jobs are due, with right clocks and with clocks that jump.

use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};
use proptest::prelude::*;

use crate::backup::schedule::{DueJobs, LastRuns, due, may_try_again};
use crate::config::backup_schedule::{QuietHours, Schedule};

const TEN_YEARS: SignedDuration = SignedDuration::from_hours(24 * 3652);

fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC)
}

fn at(hour: i8, minute: i8) -> Zoned {
    date(2026, 11, 22).at(hour, minute, 0, 0).to_zoned(paris()).unwrap()
}

fn made(at: &Zoned) -> LastRuns {
    let at = Some(at.timestamp());
    LastRuns { made: at, proven: at, drilled: at, failed: None }
}

fn backup(now: &Zoned, last: &LastRuns) -> bool {
    due(now, last, &Schedule::default()).backup
}

#[test]
fn from_the_first_moment_on_without_being_asked() {
    assert_eq!(
        due(&at(15, 0), &LastRuns::default(), &Schedule::default()),
        DueJobs { backup: true, drill: false }
    );
}

#[test]
fn once_a_day_at_its_time() {
    let yesterday = at(3, 0).saturating_sub(1.day());
    assert!(!backup(&at(2, 59), &made(&yesterday)));
    assert!(backup(&at(3, 0), &made(&yesterday)));
    assert!(!backup(&at(23, 59), &made(&at(3, 1))));
    // A backup requested at noon does not replace the scheduled one at night.
    let noon = at(12, 0).saturating_sub(1.day());
    assert!(!backup(&at(2, 0), &made(&noon)) && backup(&at(3, 0), &made(&noon)));
}

#[test]
fn a_missed_run_is_caught_up_once() {
    let long_ago = at(3, 0).saturating_sub(9.days());
    assert!(backup(&at(1, 17), &made(&long_ago)));
    assert!(!backup(&at(1, 18), &made(&at(1, 17))));
    assert!(backup(&at(3, 0), &made(&at(1, 17))));
}

#[test]
fn a_longer_rhythm_counts_days() {
    let schedule = Schedule { every_days: 3, ..Schedule::default() };
    let ago = |days: i64| made(&at(3, 1).saturating_sub(days.days()));
    assert!(!due(&at(3, 5), &ago(2), &schedule).backup);
    assert!(due(&at(3, 5), &ago(3), &schedule).backup);
}

#[test]
fn nothing_begins_in_quiet_hours_and_it_is_caught_up_after_them() {
    let quiet = Some(QuietHours { from: time(22, 0, 0, 0), to: time(6, 30, 0, 0) });
    let schedule = Schedule { quiet, ..Schedule::default() };
    let last = made(&at(3, 0).saturating_sub(9.days()));
    for (hour, minute) in [(22, 0), (23, 59), (0, 0), (3, 0), (6, 29)] {
        assert_eq!(due(&at(hour, minute), &last, &schedule), DueJobs::default(), "{hour}:{minute}");
    }
    assert_eq!(due(&at(6, 30), &last, &schedule), DueJobs { backup: true, drill: true });
    assert!(!QuietHours { from: time(9, 0, 0, 0), to: time(12, 0, 0, 0) }.holds(time(12, 0, 0, 0)));
    let never = Schedule { automatic: false, ..Schedule::default() };
    assert_eq!(due(&at(12, 0), &LastRuns::default(), &never), DueJobs::default());
}

#[test]
fn the_hour_that_summer_skips_and_the_one_that_winter_repeats_have_one_backup() {
    let schedule = Schedule { at: time(2, 30, 0, 0), ..Schedule::default() };
    for day in [date(2026, 3, 29), date(2026, 10, 25)] {
        let start = day.at(0, 0, 0, 0).to_zoned(paris()).unwrap();
        let mut last = made(&start.saturating_sub(20.hours()));
        let mut runs = 0;
        for minute in 0..24 * 60 {
            let now = start.saturating_add(i64::from(minute).minutes());
            if due(&now, &last, &schedule).backup {
                runs += 1;
                last = made(&now);
            }
        }
        assert_eq!(runs, 1, "{day}");
    }
}

#[test]
fn a_clock_that_jumps_keeps_no_backup_from_being_made() {
    let mut now = at(12, 0);
    let mut last = made(&at(3, 0));
    for jump in [TEN_YEARS, -TEN_YEARS, -TEN_YEARS, TEN_YEARS] {
        now = now.saturating_add(jump);
        assert!(backup(&now, &last), "{jump}");
        assert!(due(&now, &last, &Schedule::default()).drill, "{jump}");
        last = made(&now);
        assert!(!backup(&now.saturating_add(1.minute()), &last), "once: {jump}");
    }
}

#[test]
fn a_failure_is_tried_again_later_and_later() {
    let tried = at(3, 0).timestamp();
    let waits = |failures: u32, minutes: i64| {
        let now = tried + SignedDuration::from_mins(minutes);
        let failed = LastRuns { failed: Some((failures, tried)), ..LastRuns::default() };
        let now = now.to_zoned(paris());
        !due(&now, &failed, &Schedule::default()).backup
    };
    assert!(waits(1, 4) && !waits(1, 5));
    assert!(waits(3, 19) && !waits(3, 20));
    assert!(waits(99, 359) && !waits(99, 360));
    // A failure in the future comes from a wrong clock.
    assert!(may_try_again(tried - TEN_YEARS, 9, Some(tried), TEN_YEARS));
}

#[test]
fn a_drill_is_due_each_week_and_daily_until_one_proves() {
    let schedule = Schedule::default();
    let week = made(&at(3, 5).saturating_sub(7.days()));
    let last = LastRuns { made: Some(at(3, 0).timestamp()), ..week };
    assert!(due(&at(3, 5), &last, &schedule).drill);
    let recently =
        LastRuns { proven: Some((at(3, 5).saturating_sub(6.days())).timestamp()), ..last };
    assert!(!due(&at(3, 5), &recently, &schedule).drill);
    let in_vain = LastRuns { proven: None, drilled: Some(at(3, 0).timestamp()), ..last };
    assert!(!due(&at(23, 0), &in_vain, &schedule).drill);
    assert!(due(&at(3, 0).saturating_add(1.day()), &in_vain, &schedule).drill);
}

proptest! {
    #[test]
    fn within_a_day_of_a_steady_clock_there_is_always_one(
        hour in 0_i8..24, ago in 0_i64..90 * 86_400, moment in 0_i64..4_000_000_000,
    ) {
        let schedule = Schedule { at: time(hour, 0, 0, 0), ..Schedule::default() };
        let now = Timestamp::from_second(moment).unwrap().to_zoned(paris());
        let last = made(&now.saturating_sub(ago.seconds()));
        let due = due(&now, &last, &schedule).backup;
        // At most 25 hours between two, on the day on which an hour is repeated.
        prop_assert!(due || ago <= 25 * 3600);
        prop_assert!(!due || ago > 0);
    }
}
