//! Reads and writes dated notes.

use pecule_domain::id::{AssetId, NoteId};
use pecule_domain::portfolio::note::Note;
use rusqlite::{Row, params};

use crate::books::{Edit, View};
use crate::error::Result;
use crate::file::row::{Id, find_id, id, text};

impl View<'_> {
    /// Returns every note, newest first.
    pub fn notes(&self) -> Result<Vec<Note>> {
        let sql = "SELECT id, asset, on_day, text FROM notes ORDER BY on_day DESC, id DESC";
        self.sql.all(sql, [], note)
    }

    /// Returns the notes about an asset, newest first.
    pub fn notes_of(&self, asset: AssetId) -> Result<Vec<Note>> {
        self.sql.all(
            "SELECT id, asset, on_day, text FROM notes WHERE asset = ?1
             ORDER BY on_day DESC, id DESC",
            [asset.key()],
            note,
        )
    }

    /// Returns a note, or `NotFound`.
    pub fn note(&self, id: NoteId) -> Result<Note> {
        let sql = "SELECT id, asset, on_day, text FROM notes WHERE id = ?1";
        self.sql.one(sql, [id.key()], note)
    }
}

impl Edit<'_> {
    /// Adds a note, or replaces the one with its identity.
    pub fn put_note(&self, note: &Note) -> Result<()> {
        self.sql
            .run(
                "INSERT INTO notes (id, asset, on_day, text) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE
                 SET asset = excluded.asset, on_day = excluded.on_day, text = excluded.text",
                params![note.id.key(), note.asset.map(Id::key), note.on.to_string(), note.text],
            )
            .map(drop)
    }

    /// Removes a note, or fails with `NotFound`.
    pub fn remove_note(&self, id: NoteId) -> Result<()> {
        self.sql.touch("DELETE FROM notes WHERE id = ?1", [id.key()])
    }
}

fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note { id: id(row, 0)?, asset: find_id(row, 1)?, on: text(row, 2)?, text: row.get(3)? })
}
