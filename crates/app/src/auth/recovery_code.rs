//! The recovery code: shown once, then typed back, so that it is known to be written down.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pecule_domain::id::PersonId;
use pecule_keys::RecoveryCode;
use pecule_keys::auth::slots;
use pecule_keys::auth::slots::Context;
use pecule_store::household::auth::slots::{Slot, SlotKind};
use zeroize::Zeroizing;

use crate::actors::person::Person;
use crate::error::{Error, Reason, Result};

/// Codes that were shown and not typed back yet; a restart forgets them, and a new one is made.
#[derive(Default)]
pub(crate) struct Shown(Mutex<BTreeMap<PersonId, RecoveryCode>>);

impl Shown {
    fn all(&self) -> MutexGuard<'_, BTreeMap<PersonId, RecoveryCode>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, person: PersonId, code: RecoveryCode) {
        self.all().insert(person, code);
    }
}

impl Person {
    /// Whether the recovery code was typed back, or is kept in a file.
    pub fn has_confirmed_recovery(&self) -> bool {
        self.preferences().recovery_confirmed
    }

    /// The groups of the code that is to be typed back; a new code where none is remembered.
    pub fn recovery_to_confirm(&self) -> Result<Vec<Zeroizing<String>>> {
        if let Some(code) = self.app().inner().shown.all().get(&self.id()) {
            return Ok(code.groups());
        }
        self.replace_recovery()
    }

    /// Makes a new code in the place of the one before; it is shown until it was typed back.
    pub(crate) fn replace_recovery(&self) -> Result<Vec<Zeroizing<String>>> {
        let code = RecoveryCode::generate()?;
        self.seal_recovery(&code)?;
        let groups = code.groups();
        self.app().inner().shown.put(self.id(), code);
        Ok(groups)
    }

    /// Takes two groups that were typed back, each with its place from 0.
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
        self.prefer(|preferences| preferences.recovery_confirmed = true)?;
        self.app().inner().shown.all().remove(&self.id());
        Ok(())
    }

    /// Puts a slot for a new code in the place of the one before.
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
