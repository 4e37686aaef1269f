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

pub mod accounts;
pub mod admin;
pub mod analysis;
pub mod asset_sheet;
pub mod assets;
mod authority;
pub mod awaiting_code;
pub mod backup;
pub mod backup_status;
pub mod banks;
mod batch;
mod beside_damage;
pub mod bill;
pub mod books_then;
pub mod carrying;
pub mod checklist;
pub mod clock;
mod combined;
pub mod compositions;
mod credentials;
mod csv;
pub mod dashboard;
mod deed;
pub mod demo;
pub mod departure;
pub mod doctor;
pub mod drill;
pub mod error;
pub mod figures;
pub mod findings;
pub mod haste;
pub mod history;
pub mod holdings;
mod household_key;
pub mod idle;
pub mod import;
pub mod import_composition;
pub mod import_legacy;
pub mod import_portfolio;
pub mod import_quotes;
pub mod import_rates;
pub mod installation;
pub mod invitations;
pub mod journal;
pub mod keys_status;
pub mod leaked;
pub mod member;
pub mod messages;
pub mod my_books;
pub mod notes;
pub mod notices;
pub mod operations;
pub mod own_books;
pub mod passwords;
pub mod people;
pub mod person;
pub mod personal_tokens;
pub mod picture;
pub mod quotes;
pub mod rates;
pub mod readable;
pub mod recent_sign_ins;
pub mod reception;
pub mod recovery;
pub mod removal;
pub mod restore;
pub mod retention;
pub mod rewrapping;
pub mod rotation;
pub mod rounds;
pub mod schedule;
pub mod second_factor;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod sharing;
pub mod shelf;
pub mod signing_in;
pub mod step_up;
pub mod targets;
pub mod tasks;
pub mod taxonomies;
pub mod text;
pub mod together;
mod token_keys;
mod turnstile;
pub mod unattended;
pub mod unlocking;
pub mod wealth;
pub mod wealth_table;
pub mod whose;
mod withheld;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pecule_keys::mac::JournalKey;
use pecule_keys::password::breached::Breached;
use pecule_keys::slots::Cost;
use pecule_keys::{Keyring, MasterKey};
use pecule_store::{Folder, Household};

pub use admin::Admin;
pub use clock::{Clock, FixedClock, SystemClock};
pub use error::{Conflict, Error, Problem, Reason, Refusal, Result, Unavailable};
pub use haste::Device;
pub use installation::{KitPage, Status};
pub use member::Member;
pub use pecule_formats::legacy::LegacyFiles;
pub use person::Person;

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
    pub(crate) tokens: token_keys::TokenKeys,
    pub(crate) clock: Arc<dyn Clock>,
    /// List of compromised passwords, if configured.
    pub(crate) breached: Option<Breached>,
    /// Cost of hashing a password.
    pub(crate) cost: Cost,
    pub(crate) turnstile: turnstile::Turnstile,
    pub(crate) live: sessions::Live,
    pub(crate) shelf: shelf::Shelf,
    pub(crate) shown: recovery::Shown,
    pub(crate) vigilance: findings::Vigilance,
    pub(crate) board: carrying::Board,
    /// Location of this installation.
    pub(crate) place: installation::Place,
    pub(crate) desk: restore::desk::Desk,
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
        random.copy_from_slice(&pecule_keys::random::bytes::<10>()?);
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Ok(make(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()))
    }
}
