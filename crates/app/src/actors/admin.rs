//! Checks that a person administers the household. No method of [`Admin`] reads wealth.

use pecule_domain::id::PersonId;
use pecule_store::household::Edit;
use pecule_store::household::people::persons::Person as Row;

use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};

/// A person acting as administrator; no books are opened for it.
#[derive(Clone, Copy)]
pub struct Admin<'a> {
    person: &'a Person,
}

impl Person {
    /// Returns the administrator's view; `NotFound` for a person who is not one.
    pub const fn admin(&self) -> Result<Admin<'_>> {
        if self.is_admin() { Ok(Admin { person: self }) } else { Err(Error::NotFound) }
    }
}

impl<'a> Admin<'a> {
    /// The person who acts as administrator.
    pub const fn person(self) -> &'a Person {
        self.person
    }

    pub(crate) const fn app(self) -> &'a App {
        self.person.app()
    }

    /// Changes the household and records the audit event in the same transaction.
    ///
    /// Checks the right again inside the transaction, since it may have been withdrawn meanwhile.
    pub(crate) fn change<T>(
        self,
        deed: &AuditEvent<'_>,
        work: impl FnOnce(Edit<'_>) -> Result<T>,
    ) -> Result<T> {
        self.app().change_household(deed, |edit| {
            if !runs(&edit.person(self.person.id())?) {
                return Err(Error::NotFound);
            }
            work(edit)
        })
    }
}

/// Whether this person is an enabled administrator.
pub(crate) const fn runs(row: &Row) -> bool {
    row.admin && row.disabled_at.is_none()
}

/// Refuses to remove the last administrator.
pub(crate) fn refuse_last(edit: Edit<'_>, leaving: PersonId) -> Result<()> {
    let others = edit.persons()?.iter().any(|row| row.id != leaving && runs(row));
    if others { Ok(()) } else { Err(Conflict::LastAdmin.into()) }
}
