//! Step-up: what is serious asks for the password again, unless it was given within ten minutes.

use jiff::{SignedDuration, Timestamp};
use pecule_store::household::auth::sessions::SessionKind;
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::audit_event::Deed;
use crate::auth::throttle::Device;
use crate::error::{Error, Reason, Refusal, Result};

/// How long a password that was given counts for what is serious.
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);

impl Person {
    /// Refuses what is serious unless the password was given within ten minutes.
    ///
    /// A command gives the password each time it runs and has no session: it has just been given.
    pub fn require_confirmed(&self) -> Result<()> {
        self.require_oneself()?;
        if self.was_confirmed(self.app().inner().clock.now())? {
            return Ok(());
        }
        Err(Refusal::ConfirmFirst.into())
    }

    /// Refuses whoever came with a personal token: it reads books, whatever its owner confirmed elsewhere.
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
        // A clock that was set back makes the moment lie ahead: that counts as long ago.
        let since = confirmed_at.map(|at| now.duration_since(at));
        Ok(since.is_some_and(|since| !since.is_negative() && since < LIFE))
    }

    /// Takes the password again; wrong ones count as failed sign-ins do.
    ///
    /// A browser gets a new secret, and the one before opens nothing; a program goes on with what it has.
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
                let (deed, now) = (Deed::of(self, "password-confirmed", ""), inner.clock.now());
                self.app()
                    .change_household(&deed, |edit| Ok(edit.confirm_session(session.id, now)?))?;
                Ok(None)
            }
        }
    }

    /// Where this person is signed in, as failures are counted.
    pub(crate) fn device(&self) -> Result<Device> {
        let session = self.app().inner().household.read(|view| view.session(self.session()));
        match session {
            Ok(session) => Ok(Device::of(session)),
            Err(pecule_store::Error::NotFound) => Ok(Device::command_line(self.name())),
            Err(other) => Err(other.into()),
        }
    }
}
