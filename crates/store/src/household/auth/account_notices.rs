//! What the program tells one person about their own account, until they put it away.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::params;

use crate::error::Result;
use crate::file::row::{Id as _, at, id};
use crate::household::{Edit, View};

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which.
    pub id: SessionId,
    /// To whom.
    pub person: PersonId,
    /// What happened, as a stable word.
    pub kind: String,
    /// When.
    pub at: Timestamp,
}

impl View<'_> {
    /// What a person is to be told, newest first.
    pub fn notices_of(&self, person: PersonId) -> Result<Vec<Notice>> {
        self.sql.all(
            "SELECT id, person, kind, at FROM notices WHERE person = ?1 ORDER BY at DESC, id DESC",
            [person.key()],
            |row| {
                Ok(Notice {
                    id: id(row, 0)?,
                    person: id(row, 1)?,
                    kind: row.get(2)?,
                    at: at(row, 3)?,
                })
            },
        )
    }
}

impl Edit<'_> {
    /// Has something to tell.
    pub fn add_notice(&self, notice: &Notice) -> Result<()> {
        self.sql.run(
            "INSERT INTO notices (id, person, kind, at) VALUES (?1, ?2, ?3, ?4)",
            params![notice.id.key(), notice.person.key(), notice.kind, notice.at.as_millisecond()],
        )?;
        Ok(())
    }

    /// Puts away what a person was told.
    pub fn remove_notice(&self, id: SessionId, person: PersonId) -> Result<()> {
        self.sql.touch(
            "DELETE FROM notices WHERE id = ?1 AND person = ?2",
            params![id.key(), person.key()],
        )
    }
}
