//! Turns and progress: one backup or drill at a time, and how far it is.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};
use pecule_store::file::bytes;
use pecule_store::file::folder::FolderLock;
use pecule_store::household::backup::backups::{Progress as Row, Task};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::error::Result;
use crate::error::unavailable::Unavailable;

/// How often progress is written down.
const PACE: SignedDuration = SignedDuration::from_secs(1);
/// For how long what was said last is believed.
const SILENCE: SignedDuration = SignedDuration::from_mins(10);
/// What the names of all backups begin with.
pub(crate) const PREFIX: &str = "pecule-";

/// The turn of making or proving a backup, or of swapping files under new keys.
#[derive(Debug)]
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not read")] FolderLock);

/// How far the backup or drill that is under way has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// `backup` or `drill`.
    pub task: String,
    /// What is being done: `copy`, `seal`, `compare`, `open`, `prove`.
    pub phase: String,
    /// How many bytes of it are done.
    pub done: u64,
    /// Of how many, 0 where that is not known.
    pub total: u64,
    /// When this was said.
    #[schema(value_type = String)]
    pub at: Timestamp,
}

/// Hears how far a task is: what is done, how much of it, of how much.
pub(crate) type Heard<'a> = &'a dyn Fn(&'static str, u64, u64);

/// Tells how far a task is, not more often than somebody reads it.
pub(crate) struct Teller<'a> {
    app: Option<&'a App>,
    heard: Option<Heard<'a>>,
    task: Task,
    told_at: Cell<Option<Timestamp>>,
    phase: Cell<&'static str>,
}

impl App {
    /// Takes the turn, or answers `Busy` while something else has it, in whichever process.
    pub(crate) fn turn(&self) -> Result<Turn> {
        let folder = &self.inner().folder;
        let turn = match folder.turn() {
            Ok(turn) => Turn(turn),
            Err(pecule_store::Error::Locked(_)) => return Err(Unavailable::Busy.into()),
            Err(other) => return Err(other.into()),
        };
        bytes::remove_unfinished(&folder.backups(), PREFIX)?;
        Ok(turn)
    }

    /// How far the backup or drill that is under way has come, if there is one.
    pub fn backup_progress(&self) -> Result<Option<Progress>> {
        let row = self.inner().household.read(|view| view.find_progress())?;
        let now = self.inner().clock.now();
        // One that was cut short says nothing more, and nobody waits for it for ever.
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

impl<'a> Teller<'a> {
    pub(crate) fn new(app: &'a App, task: Task) -> Self {
        Self { app: Some(app), heard: None, task, told_at: Cell::new(None), phase: Cell::new("") }
    }

    /// Tells nobody: there is no household yet.
    pub(crate) fn silent() -> Self {
        Self {
            app: None,
            heard: None,
            task: Task::Drill,
            told_at: Cell::new(None),
            phase: Cell::new(""),
        }
    }

    /// Tells whoever listens here, and writes nothing down.
    pub(crate) fn heard_by(heard: Heard<'a>) -> Self {
        let mut teller = Self::silent();
        teller.heard = Some(heard);
        teller
    }

    /// Says how far it is; that nobody could be told is no reason to stop.
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

impl Drop for Teller<'_> {
    fn drop(&mut self) {
        let Some(app) = self.app else { return };
        if let Err(error) = app.inner().household.write(|edit| edit.remove_progress()) {
            tracing::warn!(%error, "the end of a backup cannot be told");
        }
    }
}
