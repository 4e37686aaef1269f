//! Runs the scheduled backup jobs (backup, upload, drill, pruning).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_domain::id::{BackupId, RequestId};
use pecule_outside::backup_target::timeouts::is_file;
use pecule_store::household::backup::backups::{Backup, BackupState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::backup::drill::DrillOrder;
use crate::backup::job_progress::Progress;
use crate::backup::schedule::{DueJobs, LastRuns, due};
use crate::config::backup_schedule::Schedule;
use crate::config::fixed_schedule::FixedSchedule;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::state::upload::UploadProgress;

/// The household settings that the jobs use.
const SCHEDULE: &str = "backup-schedule";
const DRILLED: &str = "backup-drilled";
/// How many failed backups are kept in the list.
const FAILURES: usize = 10;

/// The backup jobs in progress.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrentJob {
    /// The current backup or drill.
    pub progress: Option<Progress>,
    /// The current uploads.
    pub carrying: Vec<UploadProgress>,
    /// Whether a requested job has not started yet.
    pub waiting: bool,
}

impl CurrentJob {
    /// Whether no job is in progress or requested.
    pub const fn is_idle(&self) -> bool {
        self.progress.is_none() && self.carrying.is_empty() && !self.waiting
    }
}

impl App {
    /// Runs the jobs that are due: backup, upload, drill, pruning. The server calls it every 15 s.
    ///
    /// Only one call runs at a time. A failed job is recorded and retried later; the others still run.
    pub fn run_backup_jobs(&self) -> Result<()> {
        let Some(_round) = self.inner().board.begin() else { return Ok(()) };
        if self.people()? == 0 || self.is_closed_to_changes() {
            return Ok(());
        }
        self.resume_interrupted_backups()?;
        let schedule = self.backup_schedule()?;
        let zone = TimeZone::system();
        if self.due_now(&schedule, &zone)?.backup {
            // `back_up` records its own failure; upload and drill go on.
            let _taken = was_taken(self.back_up(None));
        }
        self.upload_to_all_targets(&schedule, &zone)?;
        if self.due_now(&schedule, &zone)?.drill && was_taken(self.drill(&DrillOrder::default())) {
            let now = self.clock().now().as_millisecond().to_string();
            self.inner().household.write(|edit| edit.put_setting(DRILLED, &now))?;
        }
        self.thin_out(&schedule, &zone)
    }

    /// Uploads the newest backup to every reachable target that lacks it.
    pub fn run_uploads(&self) -> Result<()> {
        let Some(_round) = self.inner().board.begin() else { return Ok(()) };
        self.upload_to_all_targets(&self.backup_schedule()?, &TimeZone::system())
    }

    /// Returns the schedule in force: the configuration takes precedence over the settings.
    pub(crate) fn backup_schedule(&self) -> Result<Schedule> {
        let text = self.inner().household.read(|view| view.find_setting(SCHEDULE))?;
        let chosen = text.map_or_else(
            || Ok(Schedule::default()),
            |text| serde_json::from_str(&text).map_err(Error::internal),
        )?;
        Ok(self.fixed_schedule().over(chosen))
    }

    fn fixed_schedule(&self) -> &FixedSchedule {
        &self.inner().place.backups
    }

    /// Returns the jobs in progress.
    pub fn backup_work(&self) -> Result<CurrentJob> {
        let waiting = self.inner().household.read(|view| view.find_asked())?.is_some();
        let carrying = self.inner().board.carried();
        Ok(CurrentJob { progress: self.backup_progress()?, carrying, waiting })
    }

    fn newest_backup(&self) -> Result<Option<BackupId>> {
        Ok(self.inner().household.read(|view| view.backups_in_order())?.pop())
    }

    fn due_now(&self, schedule: &Schedule, zone: &TimeZone) -> Result<DueJobs> {
        let now = self.clock().now();
        let last = self.last_backups(now)?;
        Ok(due(&now.to_zoned(zone.clone()), &last, schedule))
    }

    /// Returns when each job last ran.
    fn last_backups(&self, now: Timestamp) -> Result<LastRuns> {
        let (order, rows, copies, drilled) = self.inner().household.read(|view| {
            let (rows, copies) = (view.backups()?, view.copies()?);
            let drilled = view.find_setting(DRILLED)?;
            Ok::<_, pecule_store::Error>((view.backups_in_order()?, rows, copies, drilled))
        })?;
        let find = |id: &BackupId| rows.iter().find(|row| row.id == *id);
        let rows: Vec<&Backup> = order.iter().filter_map(find).collect();
        let beside = self.inner().folder.backups();
        let is_failed = |row: &&&Backup| row.state == BackupState::Failed;
        // A failed backup into a folder that the user chose says nothing about the usual one.
        let ours = rows.iter().rev().filter(|row| !is_failed(row) || row.folder == beside);
        let failed: Vec<&&Backup> = ours.take_while(is_failed).collect();
        let there = |row: &&&Backup| {
            row.file.as_ref().is_some_and(|file| is_file(&row.folder.join(&file.name)))
        };
        // A backup whose files are all gone no longer counts as verified.
        let is_left = |row: &&&Backup| there(row) || copies.iter().any(|one| one.backup == row.id);
        let proven = rows.iter().filter(|row| row.proven_at.is_some()).filter(is_left);
        let proven: Vec<Timestamp> = proven.filter_map(|row| row.proven_at).collect();
        let drilled = drilled.and_then(|text| Timestamp::from_millisecond(text.parse().ok()?).ok());
        Ok(LastRuns {
            made: rows.iter().rev().find(there).map(|row| row.made_at),
            failed: failed
                .first()
                .map(|row| (u32::try_from(failed.len()).unwrap_or(u32::MAX), row.made_at)),
            // A date in the future comes from a wrong clock and counts only if there is no other.
            proven: proven
                .iter()
                .filter(|at| **at <= now)
                .max()
                .or_else(|| proven.iter().max())
                .copied(),
            drilled,
        })
    }

    /// Prunes local backups, unless another job holds the lock.
    fn thin_out(&self, schedule: &Schedule, zone: &TimeZone) -> Result<()> {
        let newest = self.newest_backup()?;
        if newest.is_none() || self.inner().board.is_thinned(newest) {
            return Ok(());
        }
        let _turn = match self.turn() {
            Ok(turn) => turn,
            Err(Error::Unavailable(Unavailable::Busy)) => return Ok(()),
            Err(other) => return Err(other),
        };
        let rows = self.inner().household.read(|view| view.backups())?;
        let failed = rows.iter().filter(|row| row.state == BackupState::Failed);
        for row in failed.skip(FAILURES) {
            self.forget_backup(row.id)?;
        }
        self.prune_local(schedule.keep, zone)?;
        self.inner().board.thinned(newest);
        Ok(())
    }
}

/// Whether a job ran, successfully or not, rather than being postponed because of the lock.
fn was_taken<T>(done: Result<T>) -> bool {
    match done {
        Ok(_done) => true,
        Err(Error::Unavailable(Unavailable::Busy)) => false,
        Err(error) => {
            tracing::warn!(%error, "a step of the backups was not taken");
            true
        }
    }
}

impl Admin<'_> {
    /// Returns the schedule in force.
    pub fn backup_schedule(self) -> Result<Schedule> {
        self.app().backup_schedule()
    }

    /// Returns the fields of the schedule that the configuration fixes.
    pub fn fixed_of_schedule(self) -> Vec<&'static str> {
        self.app().fixed_schedule().fields()
    }

    /// Changes the schedule.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if a value is out of bounds or fixed by the configuration.
    pub fn schedule_backups(self, schedule: &Schedule) -> Result<()> {
        schedule.check()?;
        self.app().fixed_schedule().refuse_other(schedule)?;
        let text = serde_json::to_string(schedule).map_err(Error::internal)?;
        let deed = AuditEvent::of(self.person(), "backups-scheduled", "backups").with(&text);
        self.change(&deed, |edit| Ok(edit.put_setting(SCHEDULE, &text)?))
    }

    /// Requests a backup; the server starts it within seconds.
    pub fn request_backup(self) -> Result<RequestId> {
        self.app().record(&AuditEvent::of(self.person(), "backup-asked", "backup"))?;
        self.app().request_backup(None)
    }

    /// Requests a drill of the newest backup; the server starts it within seconds.
    pub fn request_drill(self) -> Result<RequestId> {
        self.app().record(&AuditEvent::of(self.person(), "backup-asked", "drill"))?;
        self.app().request_drill(None)
    }
}
