//! Ensures that one backup or drill runs at a time, and reports its progress.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};
use pecule_store::file::bytes;
use pecule_store::file::folder::FolderLock;
use pecule_store::household::backup::backups::{Progress as Row, Task};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::error::unavailable::Unavailable;

/// Interval between two writes of progress.
const PACE: SignedDuration = SignedDuration::from_secs(1);
/// Age after which a progress record is ignored.
const SILENCE: SignedDuration = SignedDuration::from_mins(10);
/// Prefix of all backup names.
pub(crate) const PREFIX: &str = "pecule-";

/// The lock of a backup, a drill or a key rotation.
#[derive(Debug)]
pub(crate) struct JobLock(#[expect(dead_code, reason = "held, not read")] FolderLock);

/// Progress of the running backup or drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// `backup` or `drill`.
    pub task: String,
    /// `copy`, `seal`, `compare`, `open` or `prove`.
    pub phase: String,
    /// Bytes processed in this phase.
    pub done: u64,
    /// Bytes of this phase, 0 if not known.
    pub total: u64,
    /// Time of this report.
    #[schema(value_type = String)]
    pub at: Timestamp,
}

/// Callback with phase, bytes processed and total bytes.
pub(crate) type Listener<'a> = &'a dyn Fn(&'static str, u64, u64);

/// Reports progress, at most once per second.
pub(crate) struct ProgressReporter<'a> {
    app: Option<&'a App>,
    heard: Option<Listener<'a>>,
    task: Task,
    told_at: Cell<Option<Timestamp>>,
    phase: Cell<&'static str>,
}

impl App {
    /// Takes the job lock; fails with `Busy` if any process holds it.
    pub(crate) fn turn(&self) -> Result<JobLock> {
        let folder = &self.inner().folder;
        let turn = match folder.turn() {
            Ok(turn) => JobLock(turn),
            Err(pecule_store::Error::Locked(_)) => return Err(Unavailable::Busy.into()),
            Err(other) => return Err(other.into()),
        };
        bytes::remove_unfinished(&folder.backups(), PREFIX)?;
        Ok(turn)
    }

    /// Returns the progress of the running backup or drill.
    pub fn backup_progress(&self) -> Result<Option<Progress>> {
        let row = self.inner().household.read(|view| view.find_progress())?;
        let now = self.inner().clock.now();
        // A job that was killed leaves its last report behind.
        let row = row.filter(|row| now.duration_since(row.at) < SILENCE);
        Ok(row.map(|row| Progress {
            task: row.task.word().to_owned(),
            phase: row.phase,
            done: row.done,
            total: row.total,
            at: row.at,
        }))
    }
}

impl<'a> ProgressReporter<'a> {
    pub(crate) fn new(app: &'a App, task: Task) -> Self {
        Self { app: Some(app), heard: None, task, told_at: Cell::new(None), phase: Cell::new("") }
    }

    /// A reporter for operations without a household.
    pub(crate) fn silent() -> Self {
        Self {
            app: None,
            heard: None,
            task: Task::Drill,
            told_at: Cell::new(None),
            phase: Cell::new(""),
        }
    }

    /// A reporter that only calls `heard` and writes nothing.
    pub(crate) fn heard_by(heard: Listener<'a>) -> Self {
        let mut teller = Self::silent();
        teller.heard = Some(heard);
        teller
    }

    /// Reports progress; a failure to write it does not stop the job.
    pub(crate) fn tell(&self, phase: &'static str, done: u64, total: u64) {
        if let Some(heard) = self.heard {
            heard(phase, done, total);
        }
        let Some(app) = self.app else { return };
        let now = app.inner().clock.now();
        let recently = self.told_at.get().is_some_and(|told| {
            let since = now.duration_since(told);
            !since.is_negative() && since < PACE
        });
        if recently && self.phase.get() == phase {
            return;
        }
        self.told_at.set(Some(now));
        self.phase.set(phase);
        let row = Row { task: self.task, phase: phase.to_owned(), done, total, at: now };
        if let Err(error) = app.inner().household.write(|edit| edit.put_progress(&row)) {
            tracing::warn!(%error, "the progress of a backup cannot be told");
        }
    }
}

impl Drop for ProgressReporter<'_> {
    fn drop(&mut self) {
        let Some(app) = self.app else { return };
        if let Err(error) = app.inner().household.write(|edit| edit.remove_progress()) {
            tracing::warn!(%error, "the end of a backup cannot be told");
        }
    }
}
