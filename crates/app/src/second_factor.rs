//! The second factor: codes of an authenticator beside the password.

use jiff::Timestamp;
use pecule_keys::totp::TotpSecret;
use pecule_store::household::persons::Person as Row;
use pecule_store::household::second_factor::Totp;
use zeroize::Zeroizing;

use crate::App;
use crate::error::{Error, Reason, Refusal, Result};
use crate::person::Person;

/// What an authenticator is to be taught, shown once.
pub struct Enrolment {
    /// The address that authenticators read from a QR code.
    pub uri: Zeroizing<String>,
    /// The secret, to type where no camera is.
    pub secret: Zeroizing<String>,
}

impl App {
    /// Demands a code once the person has an authenticator; each code counts once.
    pub(crate) fn check_second_factor(&self, person: &Row, code: Option<&str>) -> Result<()> {
        let inner = self.inner();
        let totp = inner.household.read(|view| view.find_totp(person.id))?;
        let Some(totp) = totp.filter(|totp| totp.enrolled_at.is_some()) else { return Ok(()) };
        let code = code
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .ok_or(Refusal::SecondFactorNeeded)?;
        self.use_code(&totp, code)
    }

    fn use_code(&self, totp: &Totp, code: &str) -> Result<()> {
        let inner = self.inner();
        let bytes = totp.person.uuid().into_bytes();
        let secret =
            TotpSecret::unwrap(&totp.wrapped, &inner.master, inner.keyring.install(), &bytes)
                .map_err(|damaged| Error::Installation(damaged.to_string()))?;
        let now = inner.clock.now().as_second();
        let last = (totp.last_step > 0).then_some(totp.last_step);
        let step = secret.verify(code, now, last).ok_or(Refusal::WrongCode)?;
        match inner.household.write(|edit| edit.use_totp_step(totp.person, step)) {
            Ok(()) => Ok(()),
            Err(pecule_store::Error::Conflict) => Err(Refusal::WrongCode.into()),
            Err(other) => Err(other.into()),
        }
    }
}

impl Person {
    /// Whether codes are demanded at sign-in.
    pub fn has_second_factor(&self) -> Result<bool> {
        let totp = self.app().inner().household.read(|view| view.find_totp(self.id()))?;
        Ok(totp.is_some_and(|totp| totp.enrolled_at.is_some()))
    }

    /// Draws a secret for an authenticator; it counts once a first code of it was given.
    pub fn begin_second_factor(&self) -> Result<Enrolment> {
        if self.has_second_factor()? {
            return Err(Error::invalid("code", Reason::Taken));
        }
        let inner = self.app().inner();
        let secret = TotpSecret::generate()?;
        let bytes = self.id().uuid().into_bytes();
        let wrapped = secret.wrap(&inner.master, inner.keyring.install(), &bytes)?;
        self.keep_totp(wrapped, None)?;
        Ok(Enrolment { uri: secret.uri("Pécule", self.name()), secret: secret.base32() })
    }

    /// Takes the first code, from which on codes are demanded.
    pub fn confirm_second_factor(&self, code: &str) -> Result<()> {
        let inner = self.app().inner();
        let totp =
            inner.household.read(|view| view.find_totp(self.id()))?.ok_or(Error::NotFound)?;
        self.app().use_code(&totp, code.trim())?;
        let enrolled = Totp { enrolled_at: Some(inner.clock.now()), ..totp };
        inner.household.write(|edit| {
            let used = edit.find_totp(self.id())?.map_or(0, |totp| totp.last_step);
            edit.put_totp(&Totp { last_step: used, ..enrolled.clone() })
        })?;
        Ok(())
    }

    fn keep_totp(&self, wrapped: Vec<u8>, enrolled_at: Option<Timestamp>) -> Result<()> {
        let totp = Totp { person: self.id(), wrapped, last_step: 0, enrolled_at };
        self.app().inner().household.write(|edit| edit.put_totp(&totp))?;
        Ok(())
    }
}
