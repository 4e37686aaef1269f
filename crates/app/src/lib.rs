//! Implements the use cases, one method for each operation of a guest, person, member or administrator.
//!
//! | type | obtained by | operations |
//! |---|---|---|
//! | [`Guest`] | [`App::guest`] | create the first person, accept an invitation, sign in |
//! | [`Person`] | [`App::resume`], [`App::bearer`] | own account: language, sessions, second factor |
//! | a read-only [`Person`] | [`App::read_with`] | the books of one personal token, no account |
//! | [`Admin`] | [`Person::admin`] | the people of the household; never wealth, no books needed |
//! | [`Member`] | [`Person::member`] | the wealth in the books that the person may open |
//!
//! Holding a [`Member`] proves the right and defines the scope of the data: there is no other access to
//! wealth. A method loads, computes, and saves with its audit event in one transaction.

pub mod actors;
pub mod alert;
pub mod audit;
pub(crate) mod audit_event;
pub mod auth;
pub mod backup;
pub mod books;
pub mod clock;
pub mod config;
mod csv;
pub mod error;
pub mod installation;
pub mod monitoring;
pub mod people;
pub mod startup;
pub mod state;
pub mod uploaded_file;
pub mod validate;
pub mod wealth;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pecule_keys::auth::password::breached::Breached;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::{Keyring, MasterKey};
use pecule_store::{Folder, Household};

use crate::auth::{access_tokens, recovery_code, sessions};
use crate::backup::upload;
use crate::books::open;
use crate::monitoring::alerts::watch;
use crate::state::{hashing_slots, restore};

pub use crate::actors::admin::Admin;
pub use crate::actors::member::Member;
pub use crate::actors::person::Person;
pub use crate::auth::throttle::Device;
pub use crate::clock::{Clock, FixedClock, SystemClock};
pub use crate::error::conflict::Conflict;
pub use crate::error::unavailable::Unavailable;
pub use crate::error::{Error, Problem, Reason, Refusal, Result};
pub use crate::installation::open::{KitPage, Status};
pub use pecule_formats::legacy::LegacyFiles;

/// An open installation; cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

/// The state of an open installation.
pub(crate) struct Inner {
    pub(crate) folder: Folder,
    pub(crate) master: MasterKey,
    /// The keyring at start-up; use `App::read_keyring` for the parts that commands may change.
    pub(crate) keyring: Keyring,
    pub(crate) household: Household,
    pub(crate) journal: JournalKey,
    pub(crate) tokens: access_tokens::AccessTokenKeys,
    pub(crate) clock: Arc<dyn Clock>,
    /// List of compromised passwords, if configured.
    pub(crate) breached: Option<Breached>,
    /// Cost of hashing a password.
    pub(crate) cost: Cost,
    pub(crate) turnstile: hashing_slots::HashingSlots,
    pub(crate) live: sessions::SessionCache,
    pub(crate) shelf: open::BooksCache,
    pub(crate) shown: recovery_code::PendingRecoveryCodes,
    pub(crate) vigilance: watch::WatchState,
    pub(crate) board: upload::UploadState,
    /// Location of this installation.
    pub(crate) place: installation::open::DataLocation,
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
