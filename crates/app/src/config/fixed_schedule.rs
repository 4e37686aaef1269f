//! Holds the backup settings of the configuration, which take precedence over the settings page.

use jiff::civil::Time;

use crate::config::backup_schedule::{QuietHours, RetentionPolicy, Schedule};
use crate::error::{Error, Reason, Result};

/// The backup settings that the configuration fixes; `None` leaves the choice to the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FixedSchedule {
    /// Whether backups and drills start without a request.
    pub automatic: Option<bool>,
    /// The time of day of the backup.
    pub at: Option<Time>,
    /// Days between two backups.
    pub every_days: Option<u16>,
    /// Days between two drills.
    pub drill_days: Option<u16>,
    /// Hours during which no job starts without a request.
    pub quiet: Option<QuietHours>,
    /// The number of days that keep a backup.
    pub daily: Option<u16>,
    /// The number of weeks that keep a backup.
    pub weekly: Option<u16>,
    /// The number of months that keep a backup.
    pub monthly: Option<u16>,
    /// The number of years that keep a backup.
    pub yearly: Option<u16>,
}

impl FixedSchedule {
    /// Returns the schedule in force: fixed fields from here, the others as chosen.
    #[must_use]
    pub fn over(&self, chosen: Schedule) -> Schedule {
        let keep = chosen.keep;
        Schedule {
            automatic: self.automatic.unwrap_or(chosen.automatic),
            at: self.at.unwrap_or(chosen.at),
            every_days: self.every_days.unwrap_or(chosen.every_days),
            drill_days: self.drill_days.unwrap_or(chosen.drill_days),
            quiet: self.quiet.or(chosen.quiet),
            keep: RetentionPolicy {
                daily: self.daily.unwrap_or(keep.daily),
                weekly: self.weekly.unwrap_or(keep.weekly),
                monthly: self.monthly.unwrap_or(keep.monthly),
                yearly: self.yearly.unwrap_or(keep.yearly),
            },
        }
    }

    /// Returns the fields that are fixed, by their names in the form.
    pub fn fields(&self) -> Vec<&'static str> {
        let all = [
            ("automatic", self.automatic.is_some()),
            ("at", self.at.is_some()),
            ("every_days", self.every_days.is_some()),
            ("drill_days", self.drill_days.is_some()),
            ("quiet_from", self.quiet.is_some()),
            ("quiet_to", self.quiet.is_some()),
            ("daily", self.daily.is_some()),
            ("weekly", self.weekly.is_some()),
            ("monthly", self.monthly.is_some()),
            ("yearly", self.yearly.is_some()),
        ];
        all.into_iter().filter(|(_field, is_set)| *is_set).map(|(field, _set)| field).collect()
    }

    /// Returns the name of a form field in the configuration.
    pub fn setting(field: &str) -> String {
        match field {
            "quiet_from" | "quiet_to" => "backup-quiet-hours".to_owned(),
            "daily" | "weekly" | "monthly" | "yearly" => format!("backup-keep-{field}"),
            other => format!("backup-{}", other.replace('_', "-")),
        }
    }

    /// Checks the bounds of the fixed fields.
    pub fn check(&self) -> Result<()> {
        self.over(Schedule::default()).check()
    }

    /// Refuses a schedule that would change a fixed field.
    pub(crate) fn refuse_other(&self, chosen: &Schedule) -> Result<()> {
        let counts = self.over(*chosen);
        let differs = [
            ("automatic", counts.automatic != chosen.automatic),
            ("at", counts.at != chosen.at),
            ("every_days", counts.every_days != chosen.every_days),
            ("drill_days", counts.drill_days != chosen.drill_days),
            ("quiet_from", counts.quiet != chosen.quiet),
            ("daily", counts.keep.daily != chosen.keep.daily),
            ("weekly", counts.keep.weekly != chosen.keep.weekly),
            ("monthly", counts.keep.monthly != chosen.keep.monthly),
            ("yearly", counts.keep.yearly != chosen.keep.yearly),
        ];
        match differs.into_iter().find(|(_field, differs)| *differs) {
            Some((field, _)) => Err(Error::invalid(field, Reason::Configured)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn what_is_set_counts_and_nothing_else_is_touched() {
        let fixed = FixedSchedule {
            at: Some(time(4, 30, 0, 0)),
            quiet: Some(QuietHours { from: time(18, 0, 0, 0), to: time(23, 0, 0, 0) }),
            monthly: Some(24),
            ..FixedSchedule::default()
        };
        let chosen = Schedule { every_days: 2, ..Schedule::default() };
        let counts = fixed.over(chosen);
        assert_eq!((counts.at, counts.every_days), (time(4, 30, 0, 0), 2));
        assert_eq!((counts.quiet, counts.keep.monthly, counts.keep.daily), (fixed.quiet, 24, 7));
        assert_eq!(fixed.fields(), ["at", "quiet_from", "quiet_to", "monthly"]);
        fixed.refuse_other(&counts).unwrap();
        fixed.refuse_other(&Schedule { every_days: 3, ..counts }).unwrap();
        for other in [chosen, Schedule { quiet: None, ..counts }] {
            let refused = fixed.refuse_other(&other).unwrap_err();
            assert!(refused.to_string().contains("configuration"), "{refused}");
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_refused() {
        let at = time(3, 0, 0, 0);
        for fixed in [
            FixedSchedule { daily: Some(0), ..FixedSchedule::default() },
            FixedSchedule { drill_days: Some(90), ..FixedSchedule::default() },
            FixedSchedule {
                quiet: Some(QuietHours { from: at, to: at }),
                ..FixedSchedule::default()
            },
        ] {
            assert!(fixed.check().is_err(), "{fixed:?}");
        }
    }
}
