//! Reports the last backup, the last drill and the copies elsewhere.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::BackupId;
use pecule_store::household::backup::targets::RemoteCopy;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::backup::backup_view::BackupView;
use crate::backup::jobs::CurrentJob;
use crate::backup::targets::{TargetState, TargetView};
use crate::backup::verify::VerifiedHow;
use crate::config::backup_schedule::Schedule;
use crate::error::{Error, Result};

/// Period in which a drill counts as recent.
pub const PROOF_LIFE: SignedDuration = SignedDuration::from_hours(24 * 8);

crate::words! {
    /// State of the backups.
    Proof {
        /// One was restored and checked within eight days.
        Proven = "proven": "a backup was restored and checked within eight days",
        /// The last drill skipped books that were not closed cleanly.
        Unsettled = "unsettled": "some books await their owner, the rest is proven",
        /// Backups exist; none was verified yet.
        Young = "young": "no backup was proven yet",
        /// None was verified for more than eight days.
        Late = "late": "no backup was proven for more than eight days",
        None = "none": "there is no backup yet",
    }
}

/// Summary of the backups for the dashboard.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupStatus {
    #[schema(value_type = String)]
    pub proof: Proof,
    /// Time of the newest backup.
    #[schema(value_type = Option<String>)]
    pub made_at: Option<Timestamp>,
    /// Time of the last successful drill.
    #[schema(value_type = Option<String>)]
    pub proven_at: Option<Timestamp>,
    /// Time of the newest backup with a copy elsewhere; null without any.
    #[schema(value_type = Option<String>)]
    pub elsewhere: Option<Timestamp>,
    /// Targets that need attention, by name; empty for a person who is not an administrator.
    pub troubled: Vec<TargetView>,
}

/// All that an administrator is shown about backups.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupOverview {
    pub status: BackupStatus,
    pub schedule: Schedule,
    pub targets: Vec<TargetView>,
    /// Sorted by time, newest first.
    pub backups: Vec<BackupWithCopies>,
    /// The running job.
    pub work: CurrentJob,
}

/// A backup with the locations of its copies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BackupWithCopies {
    pub backup: BackupView,
    /// Names of the targets with a verified copy.
    pub places: Vec<String>,
}

impl Admin<'_> {
    /// Returns the schedule, targets, backups and running job.
    pub fn backup_overview(self) -> Result<BackupOverview> {
        let (app, targets) = (self.app(), self.targets()?);
        let copies = app.inner().household.read(|view| view.copies())?;
        let name = |copy: &RemoteCopy| targets.iter().find(|line| line.id == copy.target);
        let kept = |backup: BackupView| BackupWithCopies {
            places: copies
                .iter()
                .filter(|copy| copy.backup == backup.id)
                .filter_map(name)
                .map(|line| line.name.clone())
                .collect(),
            backup,
        };
        Ok(BackupOverview {
            status: self.person().backup_status()?,
            schedule: self.backup_schedule()?,
            backups: app.backups()?.into_iter().map(kept).collect(),
            work: app.backup_work()?,
            targets,
        })
    }

    /// Returns the path of the sealed file of a backup, for download.
    pub fn download_backup(self, id: BackupId) -> Result<PathBuf> {
        self.person().require_confirmed()?;
        let line = self.app().backups()?.into_iter().find(|line| line.id == id);
        let path = line.filter(|line| line.present).and_then(|line| line.path());
        let path = path.ok_or(Error::NotFound)?;
        let object = id.to_string();
        let deed = AuditEvent::of(self.person(), "backup-downloaded", &object);
        self.change(&deed, |_edit| Ok(()))?;
        Ok(path)
    }
}

impl App {
    /// Returns the state of backups, as shown on the dashboard, by the command and by the doctor.
    pub fn backup_proof(&self) -> Result<Proof> {
        let copies = self.inner().household.read(|view| view.copies())?;
        Ok(proof(&left(self.backups()?, &copies), self.clock().now()))
    }
}

/// Keeps the backups of which a file still exists, here or at a target.
fn left(mut lines: Vec<BackupView>, copies: &[RemoteCopy]) -> Vec<BackupView> {
    lines.retain(|line| line.present || copies.iter().any(|copy| copy.backup == line.id));
    lines
}

impl Person {
    /// Returns the summary; only an administrator sees targets.
    pub fn backup_status(&self) -> Result<BackupStatus> {
        let app = self.app();
        let now = app.clock().now();
        let (targets, copies) = app
            .inner()
            .household
            .read(|view| Ok::<_, pecule_store::Error>((view.targets()?, view.copies()?)))?;
        let lines = left(app.backups()?, &copies);
        let far: Vec<_> = targets.iter().filter(|row| row.elsewhere).map(|row| row.id).collect();
        let elsewhere = lines.iter().filter(|line| {
            copies.iter().any(|copy| copy.backup == line.id && far.contains(&copy.target))
        });
        let troubled = |line: &TargetView| {
            match line.state {
                TargetState::Good | TargetState::New => false,
                TargetState::Failing | TargetState::Late | TargetState::Retired => true,
                // A disconnected disk is normal; a machine that does not answer is reported.
                TargetState::Absent => line.failure.as_deref() != Some("absent"),
            }
        };
        let mut lines_of = if self.is_admin() { app.target_lines()? } else { Vec::new() };
        lines_of.retain(troubled);
        Ok(BackupStatus {
            proof: proof(&lines, now),
            made_at: lines.iter().find(|line| line.name.is_some()).map(|line| line.made_at),
            proven_at: proven_at(&lines, now),
            elsewhere: elsewhere.map(|line| line.made_at).max(),
            troubled: lines_of,
        })
    }
}

/// Time of the last successful drill, ignoring times in the future.
fn proven_at(lines: &[BackupView], now: Timestamp) -> Option<Timestamp> {
    lines.iter().filter_map(|line| line.proven_at).filter(|at| *at <= now).max()
}

fn proof(lines: &[BackupView], now: Timestamp) -> Proof {
    let made: Vec<&BackupView> = lines.iter().filter(|line| line.name.is_some()).collect();
    let recent = |at: Timestamp| at <= now && now.duration_since(at) <= PROOF_LIFE;
    let drilled = made.iter().filter_map(|line| line.certificate.as_ref());
    let newest = drilled.max_by_key(|certificate| certificate.at);
    let awaits = newest.is_some_and(|certificate| {
        !certificate.proven
            && certificate.files.iter().any(|file| file.method == VerifiedHow::Unsettled)
            && recent(certificate.at)
    });
    match proven_at(lines, now) {
        _ if made.is_empty() => Proof::None,
        _ if awaits => Proof::Unsettled,
        Some(at) if recent(at) => Proof::Proven,
        None if made.iter().all(|line| recent(line.made_at)) => Proof::Young,
        Some(_) | None => Proof::Late,
    }
}
