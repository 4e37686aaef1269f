//! The people of the household, as whoever runs it sees them: never what they own.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_store::household::people::persons::Person as Row;
use pecule_store::household::{Edit, View};
use serde::Serialize;

use crate::actors::admin::{Admin, refuse_last, runs};
use crate::audit_event::Deed;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};
use crate::people::removal::renew_what_is_left;

/// Somebody of the household.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own on the page")]
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they run the household.
    pub admin: bool,
    /// Whether nobody else runs it.
    pub last_admin: bool,
    /// Whether it is who asks.
    pub oneself: bool,
    /// Whether a code is demanded beside their password.
    pub second_factor: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when they may no longer sign in.
    pub disabled_at: Option<Timestamp>,
    /// When they last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// How many sets of books they own or read.
    pub books: usize,
    /// The size of these files in bytes.
    pub bytes: u64,
}

impl Admin<'_> {
    /// Everybody, by name.
    pub fn people(self) -> Result<Vec<PersonLine>> {
        self.app().inner().household.read(|view| {
            let rows = view.persons()?;
            let running = rows.iter().filter(|row| runs(row)).count();
            rows.into_iter().map(|row| self.line(view, row, running)).collect()
        })
    }

    /// One person.
    pub fn someone(self, id: PersonId) -> Result<PersonLine> {
        self.people()?.into_iter().find(|line| line.id == id).ok_or(Error::NotFound)
    }

    fn line(self, view: View<'_>, row: Row, running: usize) -> Result<PersonLine> {
        let folder = &self.app().inner().folder;
        let grants = view.grants_of(row.id)?;
        let size = |path: std::path::PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
        Ok(PersonLine {
            last_admin: runs(&row) && running == 1,
            oneself: row.id == self.person().id(),
            second_factor: view.find_totp(row.id)?.is_some_and(|totp| totp.enrolled_at.is_some()),
            signed_in_at: view.find_last_sign_in(row.id)?,
            books: grants.len(),
            bytes: grants.iter().map(|grant| size(folder.books(grant.books))).sum(),
            id: row.id,
            name: row.name,
            admin: row.admin,
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        })
    }

    /// Closes somebody's access: every session of theirs ends now.
    pub fn disable(self, id: PersonId) -> Result<()> {
        let now = self.app().clock().now();
        let ended = self.change_person(id, "person-disabled", |edit, row| {
            refuse_last(edit, id)?;
            row.disabled_at = Some(row.disabled_at.unwrap_or(now));
            let ended = edit.sessions_of(id, now)?;
            edit.revoke_sessions_of(id, None, now)?;
            edit.forget_awaited(id)?;
            Ok(ended)
        })?;
        for session in ended {
            self.app().inner().live.forget(session.id);
        }
        Ok(())
    }

    /// Opens somebody's access again: the same password, the same books.
    pub fn enable(self, id: PersonId) -> Result<()> {
        let now = self.app().clock().now();
        self.change_person(id, "person-enabled", |edit, row| {
            // Nothing is left of a sign-in that was under way when the access was closed.
            edit.revoke_sessions_of(id, None, now)?;
            row.disabled_at = None;
            Ok(())
        })
    }

    /// Lets somebody else run the household too.
    pub fn make_admin(self, id: PersonId) -> Result<()> {
        self.change_person(id, "administrator-made", |_edit, row| {
            refuse_disabled(row)?;
            row.admin = true;
            Ok(())
        })
    }

    /// Lets somebody no longer run the household; the last one stays.
    pub fn unmake_admin(self, id: PersonId) -> Result<()> {
        self.change_person(id, "administrator-unmade", |edit, row| {
            refuse_last(edit, id)?;
            row.admin = false;
            Ok(())
        })
    }

    /// Lets somebody else run the household in one's own place.
    pub fn hand_over(self, id: PersonId) -> Result<()> {
        let oneself = self.person().id();
        if id == oneself {
            return Err(Conflict::LastAdmin.into());
        }
        self.change_person(id, "administrator-handed-over", |edit, row| {
            refuse_disabled(row)?;
            row.admin = true;
            let mut before = edit.person(oneself)?;
            before.admin = false;
            Ok(edit.put_person(&before)?)
        })
    }

    /// Removes somebody whose access is closed: their slots, sessions and grants.
    ///
    /// Their books stay sealed on the disk, and nothing in the household opens them any longer; the keys of
    /// books that others may open are to be renewed. [`Admin::removal`] says it all beforehand.
    pub fn remove(self, id: PersonId) -> Result<()> {
        let object = id.to_string();
        self.change(&Deed::of(self.person(), "person-removed", &object), |edit| {
            if edit.person(id)?.disabled_at.is_none() {
                return Err(Conflict::StillEnabled.into());
            }
            refuse_last(edit, id)?;
            renew_what_is_left(edit, id)?;
            Ok(edit.remove_person(id)?)
        })
    }

    fn change_person<T>(
        self,
        id: PersonId,
        action: &str,
        work: impl FnOnce(Edit<'_>, &mut Row) -> Result<T>,
    ) -> Result<T> {
        let object = id.to_string();
        self.change(&Deed::of(self.person(), action, &object), |edit| {
            let mut row = edit.person(id)?;
            let done = work(edit, &mut row)?;
            edit.put_person(&row)?;
            Ok(done)
        })
    }
}

fn refuse_disabled(row: &Row) -> Result<()> {
    if row.disabled_at.is_some() { Err(Conflict::Disabled.into()) } else { Ok(()) }
}
