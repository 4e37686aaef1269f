//! What the program tells somebody about their own account, until they put it away.

use jiff::Timestamp;
use pecule_domain::id::{PersonId, SessionId};
use pecule_store::household::Edit;
use pecule_store::household::auth::account_notices::Notice as Row;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::actors::person::Person;
use crate::error::Result;

/// What happened, each as a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// The second factor was switched off.
    SecondFactorRemoved,
    /// Whoever runs the household took the second factor away.
    SecondFactorReset,
    /// A one-time code was used in the place of the authenticator's.
    OneTimeCodeUsed,
    /// Somebody knew the password and failed at the code until the sign-in was ended.
    CodesRefused,
}

impl Told {
    const fn word(self) -> &'static str {
        match self {
            Self::SecondFactorRemoved => "second-factor-removed",
            Self::SecondFactorReset => "second-factor-reset",
            Self::OneTimeCodeUsed => "one-time-code-used",
            Self::CodesRefused => "codes-refused",
        }
    }
}

/// Something that one is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Notice {
    /// Which.
    #[schema(value_type = String)]
    pub id: SessionId,
    /// What happened, as a stable word.
    pub kind: String,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
}

impl App {
    /// Draws up what somebody is told, to be entered with the change that it tells of.
    pub(crate) fn notice(&self, person: PersonId, told: Told) -> Result<Row> {
        let (id, at) = (self.draw(SessionId::new)?, self.clock().now());
        Ok(Row { id, person, kind: told.word().to_owned(), at })
    }
}

/// Enters what somebody is told.
pub(crate) fn tell(edit: Edit<'_>, notice: &Row) -> Result<()> {
    Ok(edit.add_notice(notice)?)
}

impl Person {
    /// What one is told about one's own account, newest first.
    pub fn notices(&self) -> Result<Vec<Notice>> {
        let rows = self.app().inner().household.read(|view| view.notices_of(self.id()))?;
        Ok(rows.into_iter().map(|row| Notice { id: row.id, kind: row.kind, at: row.at }).collect())
    }

    /// Puts away what one was told.
    pub fn put_notice_away(&self, id: SessionId) -> Result<()> {
        self.require_oneself()?;
        Ok(self.app().inner().household.write(|edit| edit.remove_notice(id, self.id()))?)
    }
}
