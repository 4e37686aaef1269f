//! Lets administrators list, disable, enable and remove people; what these own is not shown.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_store::household::people::persons::Person as Row;
use pecule_store::household::{Edit, View};
use serde::Serialize;

use crate::actors::admin::{Admin, refuse_last, runs};
use crate::audit_event::AuditEvent;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};
use crate::people::removal::renew_what_is_left;

/// A person as administrators see them.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own on the page")]
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    pub id: PersonId,
    pub name: String,
    /// Whether the person is an administrator.
    pub admin: bool,
    /// Whether the person is the only active administrator.
    pub last_admin: bool,
    /// Whether this is the administrator who asks.
    pub oneself: bool,
    /// Whether a second factor is enrolled.
    pub second_factor: bool,
    pub created_at: Timestamp,
    /// When the account was disabled; `None` while it is active.
    pub disabled_at: Option<Timestamp>,
    /// `None` before the first sign-in.
    pub signed_in_at: Option<Timestamp>,
    /// How many sets of books the person owns or may read.
    pub books: usize,
    /// The size of these files in bytes.
    pub bytes: u64,
}

impl Admin<'_> {
    /// Returns every person, by name.
    pub fn people(self) -> Result<Vec<PersonView>> {
        self.app().inner().household.read(|view| {
            let rows = view.persons()?;
            let running = rows.iter().filter(|row| runs(row)).count();
            rows.into_iter().map(|row| self.line(view, row, running)).collect()
        })
    }

    /// Returns one person.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such person.
    pub fn someone(self, id: PersonId) -> Result<PersonView> {
        self.people()?.into_iter().find(|line| line.id == id).ok_or(Error::NotFound)
    }

    fn line(self, view: View<'_>, row: Row, running: usize) -> Result<PersonView> {
        let folder = &self.app().inner().folder;
        let grants = view.grants_of(row.id)?;
        let size = |path: std::path::PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
        Ok(PersonView {
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

    /// Disables an account and ends all its sessions at once.
    ///
    /// # Errors
    ///
    /// [`Conflict::LastAdmin`] for the last active administrator.
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

    /// Enables an account again, with the same password and books.
    pub fn enable(self, id: PersonId) -> Result<()> {
        let now = self.app().clock().now();
        self.change_person(id, "person-enabled", |edit, row| {
            // A sign-in that was under way when the account was disabled must not stay valid.
            edit.revoke_sessions_of(id, None, now)?;
            row.disabled_at = None;
            Ok(())
        })
    }

    /// Makes a person an administrator too.
    pub fn make_admin(self, id: PersonId) -> Result<()> {
        self.change_person(id, "administrator-made", |_edit, row| {
            refuse_disabled(row)?;
            row.admin = true;
            Ok(())
        })
    }

    /// Takes the role of administrator away from a person.
    ///
    /// # Errors
    ///
    /// [`Conflict::LastAdmin`] for the last active administrator.
    pub fn unmake_admin(self, id: PersonId) -> Result<()> {
        self.change_person(id, "administrator-unmade", |edit, row| {
            refuse_last(edit, id)?;
            row.admin = false;
            Ok(())
        })
    }

    /// Makes another person the administrator and gives up the own role.
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

    /// Removes a person whose account is disabled, with their slots, sessions and grants.
    ///
    /// Their books stay on the disk, sealed, and nothing in the household opens them any longer. The
    /// keys of books that others may open are marked for rotation. [`Admin::removal`] reports the
    /// consequences beforehand.
    pub fn remove(self, id: PersonId) -> Result<()> {
        let object = id.to_string();
        self.change(&AuditEvent::of(self.person(), "person-removed", &object), |edit| {
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
        self.change(&AuditEvent::of(self.person(), action, &object), |edit| {
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
