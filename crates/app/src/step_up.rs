//! Step-up: what is serious asks for the password again, unless it was given within ten minutes.

use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Reason, Refusal, Result};
use crate::person::Person;

/// How long a password that was given counts for what is serious.
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);

impl Person {
    /// Refuses what is serious unless the password was given within ten minutes.
    ///
    /// A command gives the password each time it runs and has no session: it has just been given.
    pub fn require_confirmed(&self) -> Result<()> {
        if self.was_confirmed(self.app().inner().clock.now())? {
            return Ok(());
        }
        Err(Refusal::ConfirmFirst.into())
    }

    fn was_confirmed(&self, now: Timestamp) -> Result<bool> {
        let session = self.app().inner().household.read(|view| view.session(self.session()));
        let confirmed_at = match session {
            Ok(session) => session.confirmed_at,
            Err(pecule_store::Error::NotFound) => return Ok(true),
            Err(other) => return Err(other.into()),
        };
        // A clock that was set back makes the moment lie ahead: that counts as long ago.
        let since = confirmed_at.map(|at| now.duration_since(at));
        Ok(since.is_some_and(|since| !since.is_negative() && since < LIFE))
    }

    /// Takes the password again; wrong ones count as failed sign-ins do.
    pub fn confirm(&self, password: &str) -> Result<()> {
        let inner = self.app().inner();
        let session = inner.household.read(|view| view.session(self.session()))?;
        let device = crate::Device { label: session.label, address: session.address };
        match self.app().guest().identify_at(self.name(), password, &device) {
            Ok(_again) => {}
            Err(Error::Refused(Refusal::WrongPassword)) => {
                return Err(Error::invalid("password", Reason::DoesNotMatch));
            }
            Err(other) => return Err(other),
        }
        let now = inner.clock.now();
        Ok(inner.household.write(|edit| edit.confirm_session(session.id, now))?)
    }
}
