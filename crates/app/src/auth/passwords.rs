//! Changes a password, and replaces a forgotten one with the recovery code.

use std::sync::Arc;

use pecule_keys::auth::slots;
use pecule_keys::auth::slots::Context;
use pecule_keys::{Identity, RecoveryCode};
use pecule_store::household::auth::slots::{Slot, SlotKind};
use pecule_store::household::people::persons::{Person as Row, folded};

use crate::actors::device::Device;
use crate::actors::person::Person;
use crate::app::{App, Guest};
use crate::audit_event::AuditEvent;
use crate::error::{Error, Reason, Refusal, Result};

impl Person {
    /// Changes the password. The identity is sealed under the new one, and every other session ends.
    pub fn change_password(&self, present: &str, new: &str) -> Result<()> {
        self.require_oneself()?;
        let inner = self.app().inner();
        match self.app().guest().identify_at(self.name(), present, &self.device()?) {
            Ok(_again) => {}
            Err(Error::Refused(Refusal::WrongPassword)) => {
                return Err(Error::invalid("present", Reason::DoesNotMatch));
            }
            Err(other) => return Err(other),
        }
        self.app().check_password(new, self.name(), self.has_second_factor()?)?;
        self.app().put_password(self.row(), self.identity(), new, "password-changed")?;
        self.clone().note_length(new)?;
        let now = inner.clock.now();
        for session in inner.household.read(|view| view.sessions_of(self.id(), now))? {
            if session.id != self.session() {
                self.app().end_session(session.id)?;
            }
        }
        Ok(())
    }
}

impl Guest<'_> {
    /// Sets a new password with the recovery code and replaces that code. The new code is shown at the
    /// next sign-in.
    ///
    /// Every session of the person ends. A wrong name and a wrong code give the same error.
    pub fn recover(self, name: &str, code: &str, new: &str, device: &Device) -> Result<()> {
        let folded: String = folded(name).chars().take(200).collect();
        self.check_throttle(&folded, device)?;
        let row = self.app.inner().household.read(|view| view.find_person(&folded))?;
        let opened =
            RecoveryCode::parse(code).ok().zip(row.filter(|row| row.disabled_at.is_none()));
        let opened = match opened {
            Some((code, row)) => {
                self.app.open_recovery(&row, &code)?.map(|identity| (row, identity))
            }
            None => None,
        };
        let Some((row, identity)) = opened else {
            self.count_failure(&folded, None, device)?;
            return Err(Refusal::WrongPassword.into());
        };
        self.app.check_password(new, &row.name, false)?;
        self.app.put_password(&row, &identity, new, "password-recovered")?;
        let session = self.app.draw(pecule_domain::id::SessionId::new)?;
        let mut person = Person::new(self.app.clone(), row, session, Arc::new(identity));
        person.set_preferences(|preferences| preferences.recovery_confirmed = false)?;
        person.note_length(new)?;
        person.replace_recovery()?;
        for session in person.sessions()? {
            self.app.end_session(session.id)?;
        }
        Ok(())
    }
}

impl App {
    /// Opens the identity with a recovery code, or returns `None` if the code is wrong or there is none.
    fn open_recovery(&self, row: &Row, code: &RecoveryCode) -> Result<Option<Identity>> {
        let inner = self.inner();
        let slot = inner.household.read(|view| view.find_slot(row.id, SlotKind::Recovery))?;
        let Some(slot) = slot else { return Ok(None) };
        let bytes = row.id.uuid().into_bytes();
        let context =
            Context { install: inner.keyring.install(), person: &bytes, key_id: &slot.key_id };
        match slots::open_with_code(&slot.sealed, code, &context) {
            Ok(identity) => Ok(Some(identity)),
            Err(slots::SlotError::WrongSecret) => Ok(None),
            Err(other) => Err(Error::Installation(other.to_string())),
        }
    }

    /// Replaces the password slot and records it in the audit log.
    fn put_password(
        &self,
        row: &Row,
        identity: &Identity,
        password: &str,
        action: &str,
    ) -> Result<()> {
        let inner = self.inner();
        let key_id = self.draw(|uuid| uuid)?.to_string();
        let bytes = row.id.uuid().into_bytes();
        let context = Context { install: inner.keyring.install(), person: &bytes, key_id: &key_id };
        let sealed = {
            let _turn = inner.turnstile.enter()?;
            slots::seal_with_password(identity, password, &context, &inner.master, inner.cost)
                .map_err(|error| Error::Installation(error.to_string()))?
        };
        let now = inner.clock.now();
        let slot =
            Slot { person: row.id, kind: SlotKind::Password, key_id, sealed, created_at: now };
        let deed = AuditEvent::new(action, "").by(row.id, None);
        self.change_household(&deed, |edit| {
            edit.put_slot(&slot)?;
            Ok(edit.forget_awaited(row.id)?)
        })
    }
}
