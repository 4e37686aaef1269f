//! Stores job requests from the command line to the server that holds the data folder.

use jiff::Timestamp;
use pecule_domain::id::RequestId;
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, id, text, words};
use crate::household::backup::backups::Task;
use crate::household::{Edit, View};

words! {
    /// The state of a job request.
    RequestState {
        Asked = "asked",
        /// In progress on the server.
        Running = "running",
        /// Finished; `answer` contains the result.
        Done = "done",
        /// Refused; `answer` contains the reason.
        Refused = "refused",
    }
}

/// A job request to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub id: RequestId,
    pub task: Task,
    /// The argument of the job, as JSON.
    pub argument: String,
    pub asked_at: Timestamp,
    pub state: RequestState,
    /// JSON if done, a sentence if refused.
    pub answer: String,
}

const REQUEST: &str = "id, task, argument, asked_at, state, answer";

impl View<'_> {
    /// Returns a job request, or `NotFound`.
    pub fn request(&self, id: RequestId) -> Result<Request> {
        let sql = format!("SELECT {REQUEST} FROM backup_requests WHERE id = ?1");
        self.sql.one(&sql, [id.key()], request)
    }

    /// Returns the request that has waited longest.
    pub fn find_asked(&self) -> Result<Option<Request>> {
        let sql = format!(
            "SELECT {REQUEST} FROM backup_requests WHERE state = 'asked' ORDER BY asked_at, id LIMIT 1"
        );
        self.sql.find(&sql, [], request)
    }

    /// Returns whether any request is stored.
    pub fn has_requests(&self) -> Result<bool> {
        let found = self.sql.find("SELECT 1 FROM backup_requests LIMIT 1", [], |_row| Ok(()))?;
        Ok(found.is_some())
    }
}

impl Edit<'_> {
    /// Adds a job request.
    pub fn add_request(&self, request: &Request) -> Result<()> {
        self.sql.run(
            &format!("INSERT INTO backup_requests ({REQUEST}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
            params![
                request.id.key(),
                request.task.word(),
                request.argument,
                request.asked_at.as_millisecond(),
                request.state.word(),
                request.answer,
            ],
        )?;
        Ok(())
    }

    /// Stores the state and answer of a request.
    pub fn answer_request(&self, id: RequestId, state: RequestState, answer: &str) -> Result<()> {
        self.sql.touch(
            "UPDATE backup_requests SET state = ?2, answer = ?3 WHERE id = ?1",
            params![id.key(), state.word(), answer],
        )
    }

    /// Removes requests that were made before a time, in any state; returns how many.
    pub fn remove_requests_before(&self, moment: Timestamp) -> Result<usize> {
        let sql = "DELETE FROM backup_requests WHERE asked_at < ?1";
        self.sql.run(sql, [moment.as_millisecond()])
    }
}

fn request(row: &Row<'_>) -> rusqlite::Result<Request> {
    Ok(Request {
        id: id(row, 0)?,
        task: text(row, 1)?,
        argument: row.get(2)?,
        asked_at: at(row, 3)?,
        state: text(row, 4)?,
        answer: row.get(5)?,
    })
}
