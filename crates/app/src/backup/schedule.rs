//! Computes when a backup, a drill or a retry is due.
//!
//! A time in the future comes from a clock that was set back since. It counts as long ago, so that a
//! wrong clock never blocks backups.

use jiff::civil::{Time, time};
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::backup::retention::RetentionPolicy;
use crate::error::{Error, Reason, Result};

/// When backups are made, verified and pruned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Whether backups and drills start without a request.
    pub automatic: bool,
    /// The time of day of the backup; default 3:00.
    #[schema(value_type = String, example = "03:00:00")]
    pub at: Time,
    /// Days between two backups, 1 to 31; default 1.
    pub every_days: u16,
    /// Days between two drills, 1 to 31; default 7.
    pub drill_days: u16,
    /// Hours during which no job starts without a request.
    pub quiet: Option<QuietHours>,
    /// Which backups are kept.
    pub keep: RetentionPolicy,
}

/// A span of the day, over midnight if it ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    #[schema(value_type = String, example = "18:00:00")]
    pub from: Time,
    /// The first time after the span.
    #[schema(value_type = String, example = "23:00:00")]
    pub to: Time,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            automatic: true,
            at: time(3, 0, 0, 0),
            every_days: 1,
            drill_days: 7,
            quiet: None,
            keep: RetentionPolicy::default(),
        }
    }
}

impl Schedule {
    /// Checks the bounds.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] names the first field that is out of bounds.
    pub(crate) fn check(&self) -> Result<()> {
        let bounds = [
            ("every_days", self.every_days, 1..=31),
            ("drill_days", self.drill_days, 1..=31),
            ("daily", self.keep.daily, 1..=366),
            ("weekly", self.keep.weekly, 0..=520),
            ("monthly", self.keep.monthly, 0..=240),
            ("yearly", self.keep.yearly, 0..=100),
        ];
        for (field, number, bounds) in bounds {
            if !bounds.contains(&number) {
                return Err(Error::invalid(field, Reason::OutOfRange));
            }
        }
        if self.quiet.is_some_and(|quiet| quiet.from == quiet.to) {
            return Err(Error::invalid("quiet_to", Reason::OutOfRange));
        }
        Ok(())
    }

    /// Whether a time lies in the quiet hours.
    pub fn is_quiet(&self, now: &Zoned) -> bool {
        self.quiet.is_some_and(|quiet| quiet.holds(now.time()))
    }
}

impl QuietHours {
    /// Whether a time of the day lies in the span.
    pub fn holds(self, now: Time) -> bool {
        if self.from <= self.to {
            self.from <= now && now < self.to
        } else {
            self.from <= now || now < self.to
        }
    }
}

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
