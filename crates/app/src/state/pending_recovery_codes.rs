//! Recovery codes that were shown and await confirmation.

use pecule_domain::id::PersonId;
use pecule_keys::RecoveryCode;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// Codes that were shown and not confirmed yet. A restart forgets them, and a new code is made.
#[derive(Default)]
pub(crate) struct PendingRecoveryCodes(Mutex<BTreeMap<PersonId, RecoveryCode>>);

impl PendingRecoveryCodes {
    pub(crate) fn all(&self) -> MutexGuard<'_, BTreeMap<PersonId, RecoveryCode>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, person: PersonId, code: RecoveryCode) {
        self.all().insert(person, code);
    }
}
