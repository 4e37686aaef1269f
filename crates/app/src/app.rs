//! The open installation: shared state, clock, and the entry point for guests.

use crate::clock::Clock;
use crate::config::data_location;
use crate::error::Result;
use crate::state::access_token_keys;
use crate::state::books_cache;
use crate::state::hashing_slots;
use crate::state::pending_recovery_codes;
use crate::state::restore;
use crate::state::sessions;
use crate::state::upload::UploadState;
use crate::state::watch;
use pecule_keys::Keyring;
use pecule_keys::MasterKey;
use pecule_keys::auth::password::breached::Breached;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::crypto::mac::JournalKey;
use pecule_store::Folder;
use pecule_store::Household;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// An open installation; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

/// The state of an open installation.
pub(crate) struct Inner {
    pub(crate) folder: Folder,
    pub(crate) master: MasterKey,
    /// The keyring at start-up; use `App::read_keyring` for the parts that commands may change.
    pub(crate) keyring: Keyring,
    pub(crate) household: Household,
    pub(crate) journal: JournalKey,
    pub(crate) tokens: access_token_keys::AccessTokenKeys,
    pub(crate) clock: Arc<dyn Clock>,
    /// List of compromised passwords, if configured.
    pub(crate) breached: Option<Breached>,
    /// Cost of hashing a password.
    pub(crate) cost: Cost,
    pub(crate) turnstile: hashing_slots::HashingSlots,
    pub(crate) live: sessions::SessionCache,
    pub(crate) shelf: books_cache::BooksCache,
    pub(crate) shown: pending_recovery_codes::PendingRecoveryCodes,
    pub(crate) vigilance: watch::WatchState,
    pub(crate) board: UploadState,
    /// Location of this installation.
    pub(crate) place: data_location::DataLocation,
    pub(crate) desk: restore::RestoreState,
    /// Whether this process holds the lock of the data folder.
    pub(crate) serves: AtomicBool,
}

/// A client that has not signed in.
#[derive(Clone, Copy)]
pub struct Guest<'a> {
    pub(crate) app: &'a App,
}

impl App {
    /// Returns the operations of a client that has not signed in.
    pub const fn guest(&self) -> Guest<'_> {
        Guest { app: self }
    }

    /// The clock of this installation.
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// Creates the identity of a new record: a UUID version 7 of the present time.
    pub(crate) fn draw<T>(&self, make: impl FnOnce(uuid::Uuid) -> T) -> Result<T> {
        let now = self.inner.clock.now();
        let mut random = [0_u8; 10];
        random.copy_from_slice(&pecule_keys::crypto::random::bytes::<10>()?);
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Ok(make(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()))
    }
}
