//! Requires the password again for sensitive actions, unless it was typed in the last ten minutes.

use jiff::{SignedDuration, Timestamp};
use pecule_store::household::auth::sessions::SessionKind;
use zeroize::Zeroizing;

use crate::actors::device::Device;
use crate::actors::person::Person;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Refusal, Result};

/// How long a reauthentication is valid.
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);

impl Person {
    /// Refuses a sensitive action without a reauthentication in the last ten minutes.
    ///
    /// A command gives the password each time and has no session, so it always passes.
    pub fn require_confirmed(&self) -> Result<()> {
        self.require_oneself()?;
        if self.was_confirmed(self.app().inner().clock.now())? {
            return Ok(());
        }
        Err(Refusal::ConfirmFirst.into())
    }

    /// Refuses personal tokens, which may only read books.
    pub(crate) fn require_oneself(&self) -> Result<()> {
        if self.only().is_some() { Err(Error::NotFound) } else { Ok(()) }
    }

    fn was_confirmed(&self, now: Timestamp) -> Result<bool> {
        let session = self.app().inner().household.read(|view| view.session(self.session()));
        let confirmed_at = match session {
            Ok(session) => session.confirmed_at,
            Err(pecule_store::Error::NotFound) => return Ok(true),
            Err(other) => return Err(other.into()),
        };
        // A time in the future comes from a clock that was set back and counts as long ago.
        let since = confirmed_at.map(|at| now.duration_since(at));
        Ok(since.is_some_and(|since| !since.is_negative() && since < LIFE))
    }

    /// Checks the password again; wrong ones count as failed sign-ins.
    ///
    /// A browser gets a new secret, which replaces its cookie; a program keeps its tokens.
    pub fn confirm(&self, password: &str) -> Result<Option<Zeroizing<String>>> {
        let inner = self.app().inner();
        let session = inner.household.read(|view| view.session(self.session()))?;
        let device = Device::of(session.clone());
        match self.app().guest().identify_at(self.name(), password, &device) {
            Ok(_again) => {}
            Err(Error::Refused(Refusal::WrongPassword)) => {
                return Err(Error::invalid("password", Reason::DoesNotMatch));
            }
            Err(other) => return Err(other),
        }
        match session.kind {
            SessionKind::Browser => {
                self.app().renew(&session, self, "password-confirmed").map(Some)
            }
            SessionKind::Api => {
                let (deed, now) =
                    (AuditEvent::of(self, "password-confirmed", ""), inner.clock.now());
                self.app()
                    .change_household(&deed, |edit| Ok(edit.confirm_session(session.id, now)?))?;
                Ok(None)
            }
        }
    }

    /// Returns the device of this session, for counting failures.
    pub(crate) fn device(&self) -> Result<Device> {
        let session = self.app().inner().household.read(|view| view.session(self.session()));
        match session {
            Ok(session) => Ok(Device::of(session)),
            Err(pecule_store::Error::NotFound) => Ok(Device::command_line(self.name())),
            Err(other) => Err(other.into()),
        }
    }
}
