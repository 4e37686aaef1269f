//! Computes when a backup, a drill or a retry is due.
//!
//! A time in the future comes from a clock that was set back since. It counts as long ago, so that a
//! wrong clock never blocks backups.

use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

use crate::config::backup_schedule::Schedule;

/// The last run of each job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastRuns {
    /// When the newest existing backup was made.
    pub made: Option<Timestamp>,
    /// How many backups failed since, and the time of the last failure.
    pub failed: Option<(u32, Timestamp)>,
    /// When a backup was last verified.
    pub proven: Option<Timestamp>,
    /// When a drill was last run, successful or not.
    pub drilled: Option<Timestamp>,
}

/// The jobs that are due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueJobs {
    pub backup: bool,
    pub drill: bool,
}

/// The delay after the first failure, doubled after each further one, and its maximum.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);
/// The delay after a drill that failed.
const NEXT_DRILL: SignedDuration = SignedDuration::from_hours(24);

/// Returns the jobs that are due now.
pub fn due(now: &Zoned, last: &LastRuns, schedule: &Schedule) -> DueJobs {
    if !schedule.automatic || schedule.is_quiet(now) {
        return DueJobs::default();
    }
    DueJobs { backup: backup_due(now, last, schedule), drill: drill_due(now, last, schedule) }
}

/// Whether the delay after a number of failures in a row is over.
pub fn may_try_again(
    now: Timestamp,
    failures: u32,
    last: Option<Timestamp>,
    longest: SignedDuration,
) -> bool {
    let Some(last) = last.filter(|last| failures > 0 && *last <= now) else { return true };
    let doubled = 1_i32.checked_shl(failures.saturating_sub(1).min(16)).unwrap_or(i32::MAX);
    now.duration_since(last) >= FIRST_PAUSE.saturating_mul(doubled).min(longest)
}

fn backup_due(now: &Zoned, last: &LastRuns, schedule: &Schedule) -> bool {
    let moment = now.timestamp();
    if let Some((failures, at)) = last.failed
        && !may_try_again(moment, failures, Some(at), LONGEST_PAUSE)
    {
        return false;
    }
    last.made.is_none_or(|made| made > moment || made < slot(now, schedule))
}

/// Returns the latest time at which a backup was due. One made since is recent enough.
fn slot(now: &Zoned, schedule: &Schedule) -> Timestamp {
    let zone = now.time_zone();
    let of = |day: jiff::civil::Date| day.to_datetime(schedule.at).to_zoned(zone.clone());
    let passed = |at: &Zoned| at <= now;
    let today = of(now.date()).ok().filter(passed);
    let latest = today.map_or_else(|| now.date().saturating_sub(1.day()), |at| at.date());
    let earlier = i64::from(schedule.every_days.max(1)) - 1;
    of(latest.saturating_sub(earlier.days())).map_or(Timestamp::MIN, |at| at.timestamp())
}

fn drill_due(now: &Zoned, last: &LastRuns, schedule: &Schedule) -> bool {
    let moment = now.timestamp();
    let ago =
        |at: Timestamp, least: SignedDuration| at > moment || moment.duration_since(at) >= least;
    // One hour less, so that the time of the drill does not drift through the day.
    let every = SignedDuration::from_hours(24 * i64::from(schedule.drill_days.max(1)) - 1);
    last.made.is_some()
        && last.proven.is_none_or(|proven| ago(proven, every))
        && last.drilled.is_none_or(|drilled| ago(drilled, NEXT_DRILL.min(every)))
}

#[cfg(test)]
mod tests;
