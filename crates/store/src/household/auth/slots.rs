//! Stores the sealed identities of people.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use rusqlite::{Row, params};

use crate::error::Result;
use crate::file::row::{Id as _, at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// The secret that opens a slot.
    SlotKind {
        /// The person's password.
        Password = "password",
        /// The person's printed recovery code.
        Recovery = "recovery",
    }
}

/// A person's identity, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub person: PersonId,
    pub kind: SlotKind,
    /// The generation of keys that sealed it.
    pub key_id: String,
    pub sealed: Vec<u8>,
    pub created_at: Timestamp,
}

impl View<'_> {
    /// Returns one slot of a person.
    pub fn find_slot(&self, person: PersonId, kind: SlotKind) -> Result<Option<Slot>> {
        self.sql.find(
            "SELECT person, kind, key_id, sealed, created_at FROM slots
             WHERE person = ?1 AND kind = ?2",
            params![person.key(), kind.word()],
            slot,
        )
    }

    /// Returns every slot of a person.
    pub fn slots(&self, person: PersonId) -> Result<Vec<Slot>> {
        self.sql.all(
            "SELECT person, kind, key_id, sealed, created_at FROM slots
             WHERE person = ?1 ORDER BY kind",
            [person.key()],
            slot,
        )
    }
}

impl Edit<'_> {
    /// Adds a slot, or replaces the one of its kind in one step.
    pub fn put_slot(&self, slot: &Slot) -> Result<()> {
        self.sql.run(
            "INSERT INTO slots (person, kind, key_id, sealed, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (person, kind) DO UPDATE
             SET key_id = excluded.key_id, sealed = excluded.sealed,
                 created_at = excluded.created_at",
            params![
                slot.person.key(),
                slot.kind.word(),
                slot.key_id,
                slot.sealed,
                slot.created_at.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Removes a slot of a person.
    pub fn remove_slot(&self, person: PersonId, kind: SlotKind) -> Result<()> {
        self.sql.touch(
            "DELETE FROM slots WHERE person = ?1 AND kind = ?2",
            params![person.key(), kind.word()],
        )
    }
}

fn slot(row: &Row<'_>) -> rusqlite::Result<Slot> {
    Ok(Slot {
        person: id(row, 0)?,
        kind: text(row, 1)?,
        key_id: row.get(2)?,
        sealed: row.get(3)?,
        created_at: at(row, 4)?,
    })
}
