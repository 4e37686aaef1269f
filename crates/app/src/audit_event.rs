//! Deeds: changes of the household, each with its line in the household's journal in the same transaction.

use pecule_domain::id::{PersonId, SessionId};
use pecule_store::audit::chain::Entry;
use pecule_store::household::Edit;

use crate::App;
use crate::actors::person::Person;
use crate::error::Result;

/// What is written into the household's journal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deed<'a> {
    /// What was done, as a stable word.
    pub(crate) action: &'a str,
    /// What it was done to: an identity or a stable word, never a secret.
    pub(crate) object: &'a str,
    /// Who did it, where somebody is known.
    pub(crate) actor: Option<PersonId>,
    /// In which session.
    pub(crate) session: Option<SessionId>,
    /// Whether it was refused.
    pub(crate) refused: bool,
    /// More, as canonical JSON without secrets.
    pub(crate) details: &'a str,
}

impl<'a> Deed<'a> {
    /// Something that the program itself does, or somebody who is not known.
    pub(crate) const fn new(action: &'a str, object: &'a str) -> Self {
        Self { action, object, actor: None, session: None, refused: false, details: "{}" }
    }

    /// Done by somebody who is signed in.
    pub(crate) const fn of(person: &Person, action: &'a str, object: &'a str) -> Self {
        Self::new(action, object).by(person.id(), Some(person.session()))
    }

    /// Done by somebody.
    pub(crate) const fn by(self, actor: PersonId, session: Option<SessionId>) -> Self {
        Self { actor: Some(actor), session, ..self }
    }

    /// Tried, and refused.
    pub(crate) const fn refused(self) -> Self {
        Self { refused: true, ..self }
    }

    /// With more to say, as canonical JSON without secrets.
    pub(crate) const fn with(self, details: &'a str) -> Self {
        Self { details, ..self }
    }
}

impl App {
    /// Changes the household and records it, in one transaction.
    pub(crate) fn change_household<T>(
        &self,
        deed: &Deed<'_>,
        work: impl FnOnce(Edit<'_>) -> Result<T>,
    ) -> Result<T> {
        let inner = self.inner();
        let entry = Entry {
            at: inner.clock.now(),
            actor: deed.actor,
            session: deed.session,
            action: deed.action,
            object: deed.object,
            outcome: if deed.refused { "refused" } else { "done" },
            details: deed.details,
        };
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        inner.household.write(|edit| {
            let done = work(edit)?;
            edit.record(entry, &mac)?;
            Ok(done)
        })
    }

    /// Records something that changes nothing else.
    pub(crate) fn record(&self, deed: &Deed<'_>) -> Result<()> {
        self.change_household(deed, |_edit| Ok(()))
    }
}
