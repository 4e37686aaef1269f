//! What commands ask of the server that holds the folder: backups and drills, one after the other.

use jiff::Timestamp;
use pecule_domain::id::RequestId;
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, id, text, words};
use crate::household::backup::backups::Task;
use crate::household::{Edit, View};

words! {
    /// How far a request has come.
    RequestState {
        /// Nobody has taken it up.
        Asked = "asked",
        /// The server is at it.
        Running = "running",
        /// Done; the answer is there.
        Done = "done",
        /// Not done; the answer says why.
        Refused = "refused",
    }
}

/// Something that is asked of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Which.
    pub id: RequestId,
    /// What is to be done.
    pub task: Task,
    /// With what, as JSON.
    pub argument: String,
    /// Since when.
    pub asked_at: Timestamp,
    /// How far it has come.
    pub state: RequestState,
    /// What came of it: JSON once it is done, a sentence where it was refused.
    pub answer: String,
}

const REQUEST: &str = "id, task, argument, asked_at, state, answer";

impl View<'_> {
    /// One request.
    pub fn request(&self, id: RequestId) -> Result<Request> {
        let sql = format!("SELECT {REQUEST} FROM backup_requests WHERE id = ?1");
        self.sql.one(&sql, [id.key()], request)
    }

    /// The request that has waited longest.
    pub fn find_asked(&self) -> Result<Option<Request>> {
        let sql = format!(
            "SELECT {REQUEST} FROM backup_requests WHERE state = 'asked' ORDER BY asked_at, id LIMIT 1"
        );
        self.sql.find(&sql, [], request)
    }

    /// Whether there is any request at all.
    pub fn has_requests(&self) -> Result<bool> {
        let found = self.sql.find("SELECT 1 FROM backup_requests LIMIT 1", [], |_row| Ok(()))?;
        Ok(found.is_some())
    }
}

impl Edit<'_> {
    /// Asks something of the server.
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

    /// Says how far a request has come.
    pub fn answer_request(&self, id: RequestId, state: RequestState, answer: &str) -> Result<()> {
        self.sql.touch(
            "UPDATE backup_requests SET state = ?2, answer = ?3 WHERE id = ?1",
            params![id.key(), state.word(), answer],
        )
    }

    /// Forgets requests that were made before a moment, whatever came of them.
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
