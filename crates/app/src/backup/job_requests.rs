//! Lets commands ask the running server for backups and drills, and read the outcome.

use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use pecule_domain::id::RequestId;
use pecule_store::household::backup::backups::Task;
use pecule_store::household::backup::job_requests::{Request, RequestState};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::backup::backup_view::BackupView;
use crate::backup::drill::DrillOrder;
use crate::backup::drill_report::DrillReport;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};

/// Lifetime of a request.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Argument of a request.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Argument {
    /// Folder of a backup, or file of a drill.
    path: Option<PathBuf>,
}

/// State of a request.
#[derive(Debug)]
pub enum Answer<T> {
    Waiting,
    Done(T),
    /// The server's error message.
    Refused(String),
}

impl App {
    /// Whether another process serves this folder; backups and drills are then requested from it.
    pub fn is_served(&self) -> bool {
        self.is_locked_by_another_process()
    }

    /// Requests a backup from the server.
    pub fn request_backup(&self, to: Option<&Path>) -> Result<RequestId> {
        self.ask(Task::Backup, to)
    }

    /// Requests a drill from the server, which uses the backup's own drill identity.
    pub fn request_drill(&self, file: Option<&Path>) -> Result<RequestId> {
        self.ask(Task::Drill, file)
    }

    fn ask(&self, task: Task, path: Option<&Path>) -> Result<RequestId> {
        let path = path.map(std::path::absolute).transpose().map_err(Error::internal)?;
        let argument = serde_json::to_string(&Argument { path }).map_err(Error::internal)?;
        let request = Request {
            id: self.draw(RequestId::new)?,
            task,
            argument,
            asked_at: self.inner().clock.now(),
            state: RequestState::Asked,
            answer: String::new(),
        };
        self.inner().household.write(|edit| edit.add_request(&request))?;
        Ok(request.id)
    }

    /// Returns the outcome of a requested backup.
    pub fn asked_backup(&self, id: RequestId) -> Result<Answer<BackupView>> {
        self.answer(id, |text| {
            let made: RequestedBackup = serde_json::from_str(text).map_err(Error::internal)?;
            let row = self.inner().household.read(|view| view.backup(made.id))?;
            Ok(BackupView::of(row))
        })
    }

    /// Returns the outcome of a requested drill.
    pub fn asked_drill(&self, id: RequestId) -> Result<Answer<DrillReport>> {
        self.answer(id, |text| serde_json::from_str(text).map_err(Error::internal))
    }

    fn answer<T>(&self, id: RequestId, read: impl Fn(&str) -> Result<T>) -> Result<Answer<T>> {
        let request = self.inner().household.read(|view| view.request(id))?;
        match request.state {
            RequestState::Asked | RequestState::Running => Ok(Answer::Waiting),
            RequestState::Done => read(&request.answer).map(Answer::Done),
            RequestState::Refused => Ok(Answer::Refused(request.answer)),
        }
    }

    /// Runs the requests of commands, one after the other; the server calls it repeatedly.
    pub fn work_requests(&self) -> Result<()> {
        let inner = self.inner();
        if self.is_closed_to_changes() || !inner.household.read(|view| view.has_requests())? {
            return Ok(());
        }
        let now = inner.clock.now();
        let old = now.checked_sub(PATIENCE).map_err(Error::internal)?;
        inner.household.write(|edit| edit.remove_requests_before(old))?;
        while let Some(request) = inner.household.read(|view| view.find_asked())? {
            let say = |state, answer: &str| {
                inner.household.write(|edit| edit.answer_request(request.id, state, answer))
            };
            say(RequestState::Running, "")?;
            match self.work(&request) {
                Ok(answer) => say(RequestState::Done, &answer)?,
                // Another process holds the job lock: retried at the next call.
                Err(Error::Unavailable(Unavailable::Busy)) => {
                    return Ok(say(RequestState::Asked, "")?);
                }
                Err(error) => say(RequestState::Refused, &error.to_string())?,
            }
        }
        Ok(())
    }

    fn work(&self, request: &Request) -> Result<String> {
        let argument: Argument =
            serde_json::from_str(&request.argument).map_err(Error::internal)?;
        match request.task {
            Task::Backup => {
                let made = self.back_up(argument.path.as_deref())?;
                serde_json::to_string(&RequestedBackup { id: made.id }).map_err(Error::internal)
            }
            Task::Drill => {
                let found = self.drill(&DrillOrder { file: argument.path, kit: None })?;
                serde_json::to_string(&found).map_err(Error::internal)
            }
        }
    }
}

/// The backup that a request made.
#[derive(Serialize, Deserialize)]
struct RequestedBackup {
    id: pecule_domain::id::BackupId,
}
