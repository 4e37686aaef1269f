//! Keeps notices about a person's account until the person dismisses them.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use pecule_store::household::Edit;
use pecule_store::household::auth::account_notices::Notice as Row;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::person::Person;
use crate::app::App;
use crate::error::Result;

/// The events that a notice reports, each with a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    SecondFactorRemoved,
    /// An administrator reset the second factor.
    SecondFactorReset,
    /// A one-time code was used instead of a code from the authenticator.
    OneTimeCodeUsed,
    /// A sign-in with the right password ended because too many codes were wrong.
    CodesRefused,
}

impl NoticeKind {
    const fn word(self) -> &'static str {
        match self {
            Self::SecondFactorRemoved => "second-factor-removed",
            Self::SecondFactorReset => "second-factor-reset",
            Self::OneTimeCodeUsed => "one-time-code-used",
            Self::CodesRefused => "codes-refused",
        }
    }
}

/// A notice about one's own account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Notice {
    #[schema(value_type = String)]
    pub id: SessionId,
    /// What happened, as a stable word.
    pub kind: String,
    #[schema(value_type = String)]
    pub at: Timestamp,
}

impl App {
    /// Prepares a notice, to be stored in the same transaction as the change that it reports.
    pub(crate) fn notice(&self, person: PersonId, told: NoticeKind) -> Result<Row> {
        let (id, at) = (self.draw(SessionId::new)?, self.clock().now());
        Ok(Row { id, person, kind: told.word().to_owned(), at })
    }
}

/// Stores a notice.
pub(crate) fn tell(edit: Edit<'_>, notice: &Row) -> Result<()> {
    Ok(edit.add_notice(notice)?)
}

impl Person {
    /// Returns the notices about one's own account, newest first.
    pub fn notices(&self) -> Result<Vec<Notice>> {
        let rows = self.app().inner().household.read(|view| view.notices_of(self.id()))?;
        Ok(rows.into_iter().map(|row| Notice { id: row.id, kind: row.kind, at: row.at }).collect())
    }

    /// Dismisses a notice.
    pub fn dismiss_notice(&self, id: SessionId) -> Result<()> {
        self.require_oneself()?;
        Ok(self.app().inner().household.write(|edit| edit.remove_notice(id, self.id()))?)
    }
}
