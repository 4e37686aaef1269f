//! The administrator: a person who runs the household. No method of theirs yields anyone's wealth.

use pecule_domain::id::PersonId;
use pecule_store::household::Edit;
use pecule_store::household::people::persons::Person as Row;

use crate::App;
use crate::actors::person::Person;
use crate::audit_event::Deed;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};

/// A person at work on the household itself; no books are opened for it.
#[derive(Clone, Copy)]
pub struct Admin<'a> {
    person: &'a Person,
}

impl Person {
    /// Runs the household; for anybody else there is no such thing.
    pub const fn admin(&self) -> Result<Admin<'_>> {
        if self.is_admin() { Ok(Admin { person: self }) } else { Err(Error::NotFound) }
    }
}

impl<'a> Admin<'a> {
    /// Who runs the household.
    pub const fn person(self) -> &'a Person {
        self.person
    }

    pub(crate) const fn app(self) -> &'a App {
        self.person.app()
    }

    /// Changes the household and records it, in one transaction.
    ///
    /// The right is looked at again inside: it may have been taken since the page was asked for.
    pub(crate) fn change<T>(
        self,
        deed: &Deed<'_>,
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

/// Whether somebody runs the household now.
pub(crate) const fn runs(row: &Row) -> bool {
    row.admin && row.disabled_at.is_none()
}

/// Refuses to leave the household without anybody who runs it.
pub(crate) fn refuse_last(edit: Edit<'_>, leaving: PersonId) -> Result<()> {
    let others = edit.persons()?.iter().any(|row| row.id != leaving && runs(row));
    if others { Ok(()) } else { Err(Conflict::LastAdmin.into()) }
}
