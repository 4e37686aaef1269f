//! Changes the household and records an audit event in the same transaction.

use pecule_domain::id::{PersonId, SessionId};
use pecule_store::audit::entry::Entry;
use pecule_store::household::Edit;

use crate::app::App;
use crate::error::Result;

/// An audit event of the household.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditEvent<'a> {
    /// Stable word of the action.
    pub(crate) action: &'a str,
    /// Object of the action: an identity or a stable word, never a secret.
    pub(crate) object: &'a str,
    /// `None` if unknown, or the program itself.
    pub(crate) actor: Option<PersonId>,
    pub(crate) session: Option<SessionId>,
    pub(crate) refused: bool,
    /// Canonical JSON, without secrets.
    pub(crate) details: &'a str,
}

impl<'a> AuditEvent<'a> {
    /// An event by the program itself or by an unknown person.
    pub(crate) const fn new(action: &'a str, object: &'a str) -> Self {
        Self { action, object, actor: None, session: None, refused: false, details: "{}" }
    }

    /// Sets the actor and the session.
    pub(crate) const fn by(self, actor: PersonId, session: Option<SessionId>) -> Self {
        Self { actor: Some(actor), session, ..self }
    }

    /// Marks the event as refused.
    pub(crate) const fn refused(self) -> Self {
        Self { refused: true, ..self }
    }

    /// Adds details as canonical JSON, without secrets.
    pub(crate) const fn with(self, details: &'a str) -> Self {
        Self { details, ..self }
    }
}

impl App {
    /// Changes the household and records the event, in one transaction.
    pub(crate) fn change_household<T>(
        &self,
        deed: &AuditEvent<'_>,
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

    /// Records an event without any other change.
    pub(crate) fn record(&self, deed: &AuditEvent<'_>) -> Result<()> {
        self.change_household(deed, |_edit| Ok(()))
    }
}
