//! When backups and drills run, and how long backups are kept.

use crate::error::Error;
use crate::error::Reason;
use crate::error::Result;
use jiff::ToSpan as _;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::civil::time;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

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

/// How many of the latest days, weeks, months and years with a backup keep one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionPolicy {
    /// Days; default 7.
    pub daily: u16,
    /// Weeks; default 5.
    pub weekly: u16,
    /// Months; default 12.
    pub monthly: u16,
    /// Years; default 10.
    pub yearly: u16,
}

impl Default for RetentionPolicy {
    fn default() -> Self {
        Self { daily: 7, weekly: 5, monthly: 12, yearly: 10 }
    }
}

impl RetentionPolicy {
    /// Returns the last day on which a backup made on a given day may be kept, if backups go on.
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
