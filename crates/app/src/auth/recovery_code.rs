//! Shows the recovery code once and asks for two of its groups, to make sure that it was written down.

use pecule_keys::RecoveryCode;
use pecule_keys::auth::slots;
use pecule_keys::auth::slots::Context;
use pecule_store::household::auth::slots::{Slot, SlotKind};
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::error::{Error, Reason, Result};

impl Person {
    /// Whether the recovery code was typed back or is kept in a file.
    pub fn has_confirmed_recovery(&self) -> bool {
        self.preferences().recovery_confirmed
    }

    /// Returns the groups of the code that is to be confirmed; a new code if none is in memory.
    pub fn recovery_to_confirm(&self) -> Result<Vec<Zeroizing<String>>> {
        if let Some(code) = self.app().inner().shown.all().get(&self.id()) {
            return Ok(code.groups());
        }
        self.replace_recovery()
    }

    /// Replaces the recovery code. The new one can be shown until it is confirmed.
    pub(crate) fn replace_recovery(&self) -> Result<Vec<Zeroizing<String>>> {
        let code = RecoveryCode::generate()?;
        self.seal_recovery(&code)?;
        let groups = code.groups();
        self.app().inner().shown.put(self.id(), code);
        Ok(groups)
    }

    /// Confirms the code with two groups that were typed back, each with its position from 0.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] names each wrong group, [`Error::NotFound`] means that no code waits.
    pub fn confirm_recovery(&mut self, typed: [(usize, &str); 2]) -> Result<()> {
        let faults: Vec<_> = {
            let shown = self.app().inner().shown.all();
            let code = shown.get(&self.id()).ok_or(Error::NotFound)?;
            let wrong = typed.iter().filter(|(place, group)| !code.matches_group(*place, group));
            wrong.map(|(place, _)| format!("group-{place}")).collect()
        };
        if !faults.is_empty() {
            let problem = |field| crate::error::Problem {
                field,
                reason: Reason::DoesNotMatch,
                detail: String::new(),
            };
            return Err(Error::Invalid(faults.into_iter().map(problem).collect()));
        }
        self.set_preferences(|preferences| preferences.recovery_confirmed = true)?;
        self.app().inner().shown.all().remove(&self.id());
        Ok(())
    }

    /// Replaces the slot of the recovery code.
    fn seal_recovery(&self, code: &RecoveryCode) -> Result<()> {
        self.require_oneself()?;
        let inner = self.app().inner();
        let key_id = self.app().draw(|uuid| uuid)?.to_string();
        let bytes = self.id().uuid().into_bytes();
        let context = Context { install: inner.keyring.install(), person: &bytes, key_id: &key_id };
        let sealed = slots::seal_with_code(self.identity(), code, &context)
            .map_err(|error| Error::Installation(error.to_string()))?;
        let slot = Slot {
            person: self.id(),
            kind: SlotKind::Recovery,
            key_id,
            sealed,
            created_at: inner.clock.now(),
        };
        inner.household.write(|edit| edit.put_slot(&slot))?;
        Ok(())
    }
}
