//! The rounds of the server: backups made, carried elsewhere, proven and thinned out without being asked for.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_domain::id::{BackupId, RequestId};
use pecule_outside::backup_target::timeouts::is_file;
use pecule_store::household::backup::backups::{Backup, BackupState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::actors::admin::Admin;
use crate::audit_event::Deed;
use crate::backup::drill::DrillOrder;
use crate::backup::job_progress::Progress;
use crate::backup::schedule::{Due, Last, Schedule, due};
use crate::backup::upload::run::Carrying;
use crate::config::fixed_schedule::FixedSchedule;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};

/// The settings of the household that the rounds keep.
const SCHEDULE: &str = "backup-schedule";
const DRILLED: &str = "backup-drilled";
/// How many tries that failed are remembered.
const FAILURES: usize = 10;

/// What is under way about backups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupWork {
    /// The backup or drill that is made right now.
    pub progress: Option<Progress>,
    /// What is carried elsewhere right now.
    pub carrying: Vec<Carrying>,
    /// Whether something was asked for that has not begun.
    pub waiting: bool,
}

impl BackupWork {
    /// Whether nothing is under way.
    pub const fn is_idle(&self) -> bool {
        self.progress.is_none() && self.carrying.is_empty() && !self.waiting
    }
}

impl App {
    /// Does what is due: backup, copies elsewhere, drill, thinning out; the server calls it all the time.
    ///
    /// Two never run at once; what fails is recorded, tried again later, and stops nothing else.
    pub fn backup_round(&self) -> Result<()> {
        let Some(_round) = self.inner().board.begin() else { return Ok(()) };
        if self.people()? == 0 || self.is_closed_to_changes() {
            return Ok(());
        }
        self.take_up_drafts()?;
        let schedule = self.backup_schedule()?;
        let zone = TimeZone::system();
        if self.due_now(&schedule, &zone)?.backup {
            // A failure is recorded by whoever made it; copies and drill go on.
            let _taken = was_taken(self.back_up(None));
        }
        self.carry_everywhere(&schedule, &zone)?;
        if self.due_now(&schedule, &zone)?.drill && was_taken(self.drill(&DrillOrder::default())) {
            let now = self.clock().now().as_millisecond().to_string();
            self.inner().household.write(|edit| edit.put_setting(DRILLED, &now))?;
        }
        self.thin_out(&schedule, &zone)
    }

    /// Carries the newest backup to every place that has not got it, as far as it can be reached now.
    pub fn carry_backups(&self) -> Result<()> {
        let Some(_round) = self.inner().board.begin() else { return Ok(()) };
        self.carry_everywhere(&self.backup_schedule()?, &TimeZone::system())
    }

    /// When backups are made, proven and kept: what the configuration says goes before what was chosen.
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

    /// What is under way about backups.
    pub fn backup_work(&self) -> Result<BackupWork> {
        let waiting = self.inner().household.read(|view| view.find_asked())?.is_some();
        let carrying = self.inner().board.carried();
        Ok(BackupWork { progress: self.backup_progress()?, carrying, waiting })
    }

    fn newest_backup(&self) -> Result<Option<BackupId>> {
        Ok(self.inner().household.read(|view| view.backups_in_order())?.pop())
    }

    fn due_now(&self, schedule: &Schedule, zone: &TimeZone) -> Result<Due> {
        let now = self.clock().now();
        let last = self.last_backups(now)?;
        Ok(due(&now.to_zoned(zone.clone()), &last, schedule))
    }

    /// What was done when, in the order in which it was done.
    fn last_backups(&self, now: Timestamp) -> Result<Last> {
        let (order, rows, copies, drilled) = self.inner().household.read(|view| {
            let (rows, copies) = (view.backups()?, view.copies()?);
            let drilled = view.find_setting(DRILLED)?;
            Ok::<_, pecule_store::Error>((view.backups_in_order()?, rows, copies, drilled))
        })?;
        let find = |id: &BackupId| rows.iter().find(|row| row.id == *id);
        let rows: Vec<&Backup> = order.iter().filter_map(find).collect();
        let beside = self.inner().folder.backups();
        let is_failed = |row: &&&Backup| row.state == BackupState::Failed;
        // One that somebody sent to a folder that did not take it says nothing of the next one here.
        let ours = rows.iter().rev().filter(|row| !is_failed(row) || row.folder == beside);
        let failed: Vec<&&Backup> = ours.take_while(is_failed).collect();
        let there = |row: &&&Backup| {
            row.file.as_ref().is_some_and(|file| is_file(&row.folder.join(&file.name)))
        };
        // What is gone, here and elsewhere, proves nothing any more.
        let is_left = |row: &&&Backup| there(row) || copies.iter().any(|one| one.backup == row.id);
        let proven = rows.iter().filter(|row| row.proven_at.is_some()).filter(is_left);
        let proven: Vec<Timestamp> = proven.filter_map(|row| row.proven_at).collect();
        let drilled = drilled.and_then(|text| Timestamp::from_millisecond(text.parse().ok()?).ok());
        Ok(Last {
            made: rows.iter().rev().find(there).map(|row| row.made_at),
            failed: failed
                .first()
                .map(|row| (u32::try_from(failed.len()).unwrap_or(u32::MAX), row.made_at)),
            // One that lies ahead counts only where there is no other: a clock was wrong then.
            proven: proven
                .iter()
                .filter(|at| **at <= now)
                .max()
                .or_else(|| proven.iter().max())
                .copied(),
            drilled,
        })
    }

    /// Thins out here, unless something else is at work on these files.
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
        self.thin_out_here(schedule.keep, zone)?;
        self.inner().board.thinned(newest);
        Ok(())
    }
}

/// Whether a step was taken, well or badly, rather than put off because something else has its turn.
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
    /// When backups are made, proven and kept.
    pub fn backup_schedule(self) -> Result<Schedule> {
        self.app().backup_schedule()
    }

    /// The fields of the schedule that the configuration sets.
    pub fn fixed_of_schedule(self) -> Vec<&'static str> {
        self.app().fixed_schedule().fields()
    }

    /// Changes when backups are made, proven and kept, where the configuration does not say so.
    pub fn schedule_backups(self, schedule: &Schedule) -> Result<()> {
        schedule.check()?;
        self.app().fixed_schedule().refuse_other(schedule)?;
        let text = serde_json::to_string(schedule).map_err(Error::internal)?;
        let deed = Deed::of(self.person(), "backups-scheduled", "backups").with(&text);
        self.change(&deed, |edit| Ok(edit.put_setting(SCHEDULE, &text)?))
    }

    /// Asks for a backup now; the server begins within seconds.
    pub fn ask_backup(self) -> Result<RequestId> {
        self.app().record(&Deed::of(self.person(), "backup-asked", "backup"))?;
        self.app().ask_backup(None)
    }

    /// Asks for a drill of the newest backup now; the server begins within seconds.
    pub fn ask_drill(self) -> Result<RequestId> {
        self.app().record(&Deed::of(self.person(), "backup-asked", "drill"))?;
        self.app().ask_drill(None)
    }
}
