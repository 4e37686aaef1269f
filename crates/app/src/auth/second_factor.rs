//! Manages the second factor, codes of an authenticator or one-time codes.

use pecule_domain::id::PersonId;
use pecule_keys::OneTimeCode;
use pecule_keys::auth::password::LEAST;
use pecule_keys::auth::totp::TotpSecret;
use pecule_store::household::View;
use pecule_store::household::auth::second_factor::Totp;
use pecule_store::household::people::persons::{Person as Row, folded};
use zeroize::Zeroizing;

use crate::actors::admin::Admin;
use crate::actors::person::Person;
use crate::app::{App, Guest};
use crate::audit_event::AuditEvent;
use crate::auth::account_notices::{NoticeKind, tell};
use crate::auth::required_step::RequiredStep;
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Refusal, Result};

/// The setting that requires a second factor of every person.
const REQUIRED: &str = "second-factor-required";

/// The secret of a new authenticator, shown once.
pub struct Enrolment {
    /// The `otpauth` address, for a QR code.
    pub uri: Zeroizing<String>,
    /// The secret, for typing it without a camera.
    pub secret: Zeroizing<String>,
}

/// New one-time codes, as hashes to store and as texts to show once.
#[derive(Default)]
struct NewOneTimeCodes {
    hashes: Vec<[u8; 32]>,
    texts: Vec<Zeroizing<String>>,
}

/// Whether a password is too short to be used without a second factor.
pub(crate) fn is_short_alone(password: &str) -> bool {
    password.chars().count() < LEAST
}

/// Whether the household requires a second factor of every person.
pub(crate) fn is_required(view: View<'_>) -> pecule_store::Result<bool> {
    Ok(view.find_setting(REQUIRED)?.as_deref() == Some("yes"))
}

/// Whether a person has a second factor.
fn is_enrolled(view: View<'_>, person: PersonId) -> pecule_store::Result<bool> {
    Ok(view.find_totp(person)?.is_some_and(|totp| totp.enrolled_at.is_some()))
}

impl Guest<'_> {
    /// Requires a code if the person has an authenticator. Each code works once.
    pub(crate) fn check_second_factor(self, person: &Row, code: Option<&str>) -> Result<()> {
        let Some(totp) = self.app.find_enrolled(person.id)? else { return Ok(()) };
        let code = code
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .ok_or(Refusal::SecondFactorNeeded)?;
        self.app.use_code(&totp, code)
    }
}

impl App {
    /// Returns the authenticator of a person, once it is enrolled.
    pub(crate) fn find_enrolled(&self, person: PersonId) -> Result<Option<Totp>> {
        let totp = self.inner().household.read(|view| view.find_totp(person))?;
        Ok(totp.filter(|totp| totp.enrolled_at.is_some()))
    }

    /// Uses up a code of the authenticator or a one-time code.
    ///
    /// # Errors
    ///
    /// [`Refusal::WrongCode`] if the code is wrong or was used before.
    pub(crate) fn use_code(&self, totp: &Totp, code: &str) -> Result<()> {
        let used = match OneTimeCode::parse(code) {
            Some(code) => self.use_one_time_code(totp.person, &code),
            None => self.use_totp_code(totp, code),
        };
        match used {
            Err(Error::Conflict(Conflict::ChangedSince)) => Err(Refusal::WrongCode.into()),
            other => other,
        }
    }

    fn use_totp_code(&self, totp: &Totp, code: &str) -> Result<()> {
        let inner = self.inner();
        let bytes = totp.person.uuid().into_bytes();
        let secret =
            TotpSecret::unwrap(&totp.wrapped, &inner.master, inner.keyring.install(), &bytes)
                .map_err(|damaged| Error::Installation(damaged.to_string()))?;
        let now = inner.clock.now().as_second();
        let last = (totp.last_step > 0).then_some(totp.last_step);
        let step = secret.verify(code, now, last).ok_or(Refusal::WrongCode)?;
        Ok(inner.household.write(|edit| edit.use_totp_step(totp.person, step))?)
    }

    fn use_one_time_code(&self, person: PersonId, code: &OneTimeCode) -> Result<()> {
        let (hash, now) = (code.hash(&person.uuid().into_bytes()), self.clock().now());
        let notice = self.notice(person, NoticeKind::OneTimeCodeUsed)?;
        let deed = AuditEvent::new("one-time-code-used", "").by(person, None);
        self.change_household(&deed, |edit| {
            edit.use_one_time_code(person, &hash, now)?;
            tell(edit, &notice)
        })
    }
}

impl Person {
    /// Whether sign-in requires a code.
    pub fn has_second_factor(&self) -> Result<bool> {
        Ok(self.app().inner().household.read(|view| is_enrolled(view, self.id()))?)
    }

    /// Whether the household requires a second factor that the person lacks.
    pub fn must_enrol(&self) -> Result<bool> {
        Ok(self.app().inner().household.read(|view| {
            Ok::<_, pecule_store::Error>(is_required(view)? && !is_enrolled(view, self.id())?)
        })?)
    }

    /// Returns the step that must be completed before anything else.
    pub fn required_step(&self) -> Result<Option<RequiredStep>> {
        if self.must_enrol()? {
            return Ok(Some(RequiredStep::Enrol));
        }
        let is_short = self.preferences().short_password && !self.has_second_factor()?;
        Ok(is_short.then_some(RequiredStep::Lengthen))
    }

    /// Stores whether the password is too short alone. Its length is only known while it is typed.
    pub(crate) fn note_length(&mut self, password: &str) -> Result<()> {
        let is_short = is_short_alone(password);
        if self.preferences().short_password == is_short {
            return Ok(());
        }
        self.set_preferences(|preferences| preferences.short_password = is_short)
    }

    /// Whether the household requires a second factor of every person.
    pub fn second_factor_is_required(&self) -> Result<bool> {
        Ok(self.app().inner().household.read(is_required)?)
    }

    /// Returns the number of unused one-time codes.
    pub fn one_time_codes_left(&self) -> Result<u64> {
        Ok(self.app().inner().household.read(|view| view.one_time_codes_left(self.id()))?)
    }

    /// Creates the secret of an authenticator. It takes effect once a first code was confirmed.
    pub fn begin_second_factor(&self) -> Result<Enrolment> {
        self.require_confirmed()?;
        if self.has_second_factor()? {
            return Err(Error::invalid("code", Reason::Taken));
        }
        let inner = self.app().inner();
        let secret = TotpSecret::generate()?;
        let bytes = self.id().uuid().into_bytes();
        let wrapped = secret.wrap(&inner.master, inner.keyring.install(), &bytes)?;
        let totp = Totp { person: self.id(), wrapped, last_step: 0, enrolled_at: None };
        inner.household.write(|edit| edit.put_totp(&totp))?;
        Ok(Enrolment { uri: secret.uri("Pécule", self.name()), secret: secret.base32() })
    }

    /// Confirms the first code, from which on sign-in requires codes. Returns the one-time codes.
    pub fn confirm_second_factor(&self, code: &str) -> Result<Vec<Zeroizing<String>>> {
        let totp = self.totp()?.ok_or(Error::NotFound)?;
        if totp.enrolled_at.is_some() {
            return Err(Error::invalid("code", Reason::Taken));
        }
        self.app().use_totp_code(&totp, code.trim())?;
        let NewOneTimeCodes { hashes, texts } = self.draw_codes()?;
        let now = self.app().clock().now();
        self.app().change_household(
            &AuditEvent::of(self, "second-factor-enrolled", ""),
            |edit| {
                let used = edit.find_totp(self.id())?.map_or(0, |totp| totp.last_step);
                edit.put_totp(&Totp { last_step: used, enrolled_at: Some(now), ..totp })?;
                Ok(edit.put_one_time_codes(self.id(), &hashes)?)
            },
        )?;
        Ok(texts)
    }

    /// Replaces all one-time codes.
    pub fn renew_one_time_codes(&self) -> Result<Vec<Zeroizing<String>>> {
        self.require_confirmed()?;
        if !self.has_second_factor()? {
            return Err(Error::NotFound);
        }
        let NewOneTimeCodes { hashes, texts } = self.draw_codes()?;
        self.app()
            .change_household(&AuditEvent::of(self, "one-time-codes-renewed", ""), |edit| {
                Ok(edit.put_one_time_codes(self.id(), &hashes)?)
            })?;
        Ok(texts)
    }

    /// Removes the second factor, given the password and a code.
    ///
    /// # Errors
    ///
    /// [`Conflict::SecondFactorRequired`] if the household requires one, [`Error::Invalid`] for a wrong
    /// password or one that is too short alone, [`Refusal::WrongCode`].
    pub fn remove_second_factor(&self, password: &str, code: &str) -> Result<()> {
        self.require_confirmed()?;
        if self.second_factor_is_required()? {
            return Err(Conflict::SecondFactorRequired.into());
        }
        let totp = self.app().find_enrolled(self.id())?.ok_or(Error::NotFound)?;
        let (guest, device) = (self.app().guest(), self.device()?);
        match guest.unseal(self.name(), password, &device) {
            Ok(_again) => {}
            Err(Error::Refused(Refusal::WrongPassword)) => {
                return Err(Error::invalid("password", Reason::DoesNotMatch));
            }
            Err(other) => return Err(other),
        }
        if is_short_alone(password) {
            return Err(Error::invalid("password", Reason::PasswordTooShortAlone));
        }
        match self.app().use_code(&totp, code.trim()) {
            Ok(()) => guest.reset_failures(&folded(self.name()), &device)?,
            Err(Error::Refused(Refusal::WrongCode)) => {
                guest.count_failure(&folded(self.name()), Some(self.id()), &device)?;
                return Err(Refusal::WrongCode.into());
            }
            Err(other) => return Err(other),
        }
        let notice = self.app().notice(self.id(), NoticeKind::SecondFactorRemoved)?;
        self.app().change_household(&AuditEvent::of(self, "second-factor-removed", ""), |edit| {
            edit.remove_totp(self.id())?;
            edit.remove_one_time_codes(self.id())?;
            tell(edit, &notice)
        })
    }

    /// Proposes a second factor again at each sign-in of an administrator who has none.
    pub(crate) fn propose_again(&mut self) -> Result<()> {
        if self.is_admin() && self.preferences().second_factor_declined {
            self.set_preferences(|preferences| preferences.second_factor_declined = false)?;
        }
        Ok(())
    }

    fn totp(&self) -> Result<Option<Totp>> {
        Ok(self.app().inner().household.read(|view| view.find_totp(self.id()))?)
    }

    fn draw_codes(&self) -> Result<NewOneTimeCodes> {
        let person = self.id().uuid().into_bytes();
        let mut drawn = NewOneTimeCodes::default();
        for _ in 0..OneTimeCode::SET {
            let code = OneTimeCode::generate()?;
            drawn.hashes.push(code.hash(&person));
            drawn.texts.push(code.text());
        }
        Ok(drawn)
    }
}

impl Admin<'_> {
    /// Requires a second factor of every person, or ends that requirement.
    pub fn require_second_factor(self, required: bool) -> Result<()> {
        self.person().require_confirmed()?;
        let object = if required { "yes" } else { "no" };
        self.change(&AuditEvent::of(self.person(), "second-factor-required", object), |edit| {
            Ok(edit.put_setting(REQUIRED, object)?)
        })
    }

    /// Resets a person's second factor if it is lost. A notice tells them at the next sign-in.
    pub fn reset_second_factor(self, id: PersonId) -> Result<()> {
        self.person().require_confirmed()?;
        let object = id.to_string();
        let notice = self.app().notice(id, NoticeKind::SecondFactorReset)?;
        self.change(&AuditEvent::of(self.person(), "second-factor-reset", &object), |edit| {
            edit.remove_totp(id)?;
            edit.remove_one_time_codes(id)?;
            tell(edit, &notice)
        })
    }
}
