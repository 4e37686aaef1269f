//! Reads the backup schedule from the settings. A setting here overrides the choice made in the browser.

use jiff::civil::Time;
use pecule_app::config::fixed_schedule::FixedSchedule;

use crate::config::environment::{text, yes};
use crate::config::file::ConfigFile;
use crate::config::hours::Hours;
use crate::config::setting::{Row, Setting, SettingView};
use crate::error::{Failure, Outcome};

/// The settings of the backup schedule; `None` leaves the choice to the browser.
pub(crate) struct Backups {
    automatic: Setting<Option<bool>>,
    at: Setting<Option<Time>>,
    every_days: Setting<Option<u16>>,
    drill_days: Setting<Option<u16>>,
    quiet_hours: Setting<Option<Hours>>,
    daily: Setting<Option<u16>>,
    weekly: Setting<Option<u16>>,
    monthly: Setting<Option<u16>>,
    yearly: Setting<Option<u16>>,
}

impl Backups {
    /// Reads the settings. Fails where a value is out of bounds.
    pub(crate) fn read(file: &ConfigFile) -> Outcome<Self> {
        let set = Self {
            automatic: perhaps(yes("PECULE_BACKUP_AUTOMATIC")?, file.backup_automatic),
            at: perhaps(text("PECULE_BACKUP_AT")?, file.backup_at),
            every_days: perhaps(text("PECULE_BACKUP_EVERY_DAYS")?, file.backup_every_days),
            drill_days: perhaps(text("PECULE_BACKUP_DRILL_DAYS")?, file.backup_drill_days),
            quiet_hours: perhaps(text("PECULE_BACKUP_QUIET_HOURS")?, file.backup_quiet_hours),
            daily: perhaps(text("PECULE_BACKUP_KEEP_DAILY")?, file.backup_keep_daily),
            weekly: perhaps(text("PECULE_BACKUP_KEEP_WEEKLY")?, file.backup_keep_weekly),
            monthly: perhaps(text("PECULE_BACKUP_KEEP_MONTHLY")?, file.backup_keep_monthly),
            yearly: perhaps(text("PECULE_BACKUP_KEEP_YEARLY")?, file.backup_keep_yearly),
        };
        set.fixed().check().map_err(|error| Failure::Usage(out_of_bounds(&error)))?;
        Ok(set)
    }

    /// Returns the settings as the application's fixed schedule.
    pub(crate) fn fixed(&self) -> FixedSchedule {
        FixedSchedule {
            automatic: self.automatic.value,
            at: self.at.value,
            every_days: self.every_days.value,
            drill_days: self.drill_days.value,
            quiet: self.quiet_hours.value.map(|hours| hours.0),
            daily: self.daily.value,
            weekly: self.weekly.value,
            monthly: self.monthly.value,
            yearly: self.yearly.value,
        }
    }

    /// Returns the settings as rows for display.
    pub(crate) fn rows(&self) -> Vec<Row> {
        vec![
            self.automatic.row("backup-automatic"),
            self.at.row("backup-at"),
            self.every_days.row("backup-every-days"),
            self.drill_days.row("backup-drill-days"),
            self.quiet_hours.row("backup-quiet-hours"),
            self.daily.row("backup-keep-daily"),
            self.weekly.row("backup-keep-weekly"),
            self.monthly.row("backup-keep-monthly"),
            self.yearly.row("backup-keep-yearly"),
        ]
    }
}

/// Resolves a setting that has no flag: the environment, else the file.
fn perhaps<T>(
    said: crate::config::environment::EnvValue<T>,
    file: Option<T>,
) -> Setting<Option<T>> {
    Setting::perhaps(None, said, file)
}

/// Formats the first problem with the name of the setting in the configuration file.
fn out_of_bounds(error: &pecule_app::Error) -> String {
    let pecule_app::Error::Invalid(problems) = error else { return error.to_string() };
    let said = problems
        .first()
        .map(|problem| format!("{}: {problem}", FixedSchedule::setting(&problem.field)));
    said.unwrap_or_default()
}

impl SettingView for Time {
    fn shown(&self) -> Option<String> {
        Some(self.strftime("%H:%M").to_string())
    }
}
