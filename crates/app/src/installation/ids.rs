//! The installation's identity and the key of its household file, as the store takes them.

use pecule_keys::HouseholdKey;
use pecule_keys::Install;
use pecule_store::FileKey;
use uuid::Uuid;

/// The installation's identity as a UUID, as databases store it.
pub(crate) fn uuid_of(install: &Install) -> Uuid {
    Uuid::from_bytes(*install.as_bytes())
}

pub(crate) fn file_key(key: &HouseholdKey) -> FileKey {
    FileKey::new(*key.bytes())
}
