//! When a backup, a drill, another try is due; pure: the time is a parameter.
//!
//! A moment that lies ahead was dated by a clock that has been set back since: it counts as long ago, so that a
//! wrong clock never keeps backups from being made.

use jiff::civil::{Time, time};
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::backup::retention::Keep;
use crate::error::{Error, Reason, Result};

/// When backups are made, proven and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Whether they are made without being asked for.
    pub automatic: bool,
    /// At what time of the day.
    #[schema(value_type = String, example = "03:00:00")]
    pub at: Time,
    /// Every how many days.
    pub every_days: u16,
    /// Every how many days one is restored in a sandbox.
    pub drill_days: u16,
    /// Hours during which nothing begins by itself.
    pub quiet: Option<Quiet>,
    /// Which backups are kept.
    pub keep: Keep,
}

/// Hours of the day, over midnight where they end before they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// From this time on.
    #[schema(value_type = String, example = "18:00:00")]
    pub from: Time,
    /// Until this time.
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
            keep: Keep::default(),
        }
    }
}

impl Schedule {
    /// Refuses what is out of bounds.
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

    /// Whether nothing begins by itself at a moment.
    pub fn is_quiet(&self, now: &Zoned) -> bool {
        self.quiet.is_some_and(|quiet| quiet.holds(now.time()))
    }
}

impl Quiet {
    /// Whether a time of the day is among these hours.
    pub fn holds(self, now: Time) -> bool {
        if self.from <= self.to {
            self.from <= now && now < self.to
        } else {
            self.from <= now || now < self.to
        }
    }
}

/// What was done, and when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Last {
    /// When the newest backup was made.
    pub made: Option<Timestamp>,
    /// How many tries at making one have failed since, and when the last was.
    pub failed: Option<(u32, Timestamp)>,
    /// When a backup was last proven.
    pub proven: Option<Timestamp>,
    /// When a drill was last tried, proving or not.
    pub drilled: Option<Timestamp>,
}

/// What is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// A backup.
    pub backup: bool,
    /// A drill.
    pub drill: bool,
}

/// How long the first pause after a failure is, and the longest.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);
/// How long until a drill that proved nothing is tried again.
const NEXT_DRILL: SignedDuration = SignedDuration::from_hours(24);

/// What is due at a moment.
pub fn due(now: &Zoned, last: &Last, schedule: &Schedule) -> Due {
    if !schedule.automatic || schedule.is_quiet(now) {
        return Due::default();
    }
    Due { backup: backup_due(now, last, schedule), drill: drill_due(now, last, schedule) }
}

/// Whether enough time has passed since so many failures in a row.
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

fn backup_due(now: &Zoned, last: &Last, schedule: &Schedule) -> bool {
    let moment = now.timestamp();
    if let Some((failures, at)) = last.failed
        && !may_try_again(moment, failures, Some(at), LONGEST_PAUSE)
    {
        return false;
    }
    last.made.is_none_or(|made| made > moment || made < slot(now, schedule))
}

/// The latest moment at which a backup was due; one made since then is recent enough.
fn slot(now: &Zoned, schedule: &Schedule) -> Timestamp {
    let zone = now.time_zone();
    let of = |day: jiff::civil::Date| day.to_datetime(schedule.at).to_zoned(zone.clone());
    let passed = |at: &Zoned| at <= now;
    let today = of(now.date()).ok().filter(passed);
    let latest = today.map_or_else(|| now.date().saturating_sub(1.day()), |at| at.date());
    let earlier = i64::from(schedule.every_days.max(1)) - 1;
    of(latest.saturating_sub(earlier.days())).map_or(Timestamp::MIN, |at| at.timestamp())
}

fn drill_due(now: &Zoned, last: &Last, schedule: &Schedule) -> bool {
    let moment = now.timestamp();
    let ago =
        |at: Timestamp, least: SignedDuration| at > moment || moment.duration_since(at) >= least;
    // An hour less, so that a drill does not wander through the day.
    let every = SignedDuration::from_hours(24 * i64::from(schedule.drill_days.max(1)) - 1);
    last.made.is_some()
        && last.proven.is_none_or(|proven| ago(proven, every))
        && last.drilled.is_none_or(|drilled| ago(drilled, NEXT_DRILL.min(every)))
}

#[cfg(test)]
mod tests;
