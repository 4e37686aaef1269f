//! Opens books without a signed-in person, if an owner allows it, to record days at night.
//!
//! Who controls the machine can then read these books too.

use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::id::BooksId;
use pecule_keys::Identity;
use pecule_keys::books::grants;
use pecule_keys::installation::machine_identity;
use pecule_store::household::books::unattended::Unattended as Row;

use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::books::list::BooksView;
use crate::error::{Error, Result};
use crate::state::books_cache::OpenBooks;
use crate::wealth::snapshot::Snapshot;

/// The setting that holds the machine identity, wrapped by the master key.
pub const MACHINE: &str = "machine-identity";

/// Books opened with the machine identity.
pub struct Unattended<'a> {
    app: &'a App,
    open: Arc<OpenBooks>,
}

impl Person {
    /// Allows or ends unattended access to books.
    ///
    /// Ending it rotates the key, because the machine may have kept the old one.
    pub fn set_unattended(&self, books: BooksId, on: bool) -> Result<BooksView> {
        self.require_confirmed()?;
        let trust = self.trust_as_owner(books)?;
        let app = self.app();
        let now = app.clock().now();
        let object = books.to_string();
        let identity = app.machine()?;
        let fingerprint = identity.public().fingerprint();
        let row = if on {
            let sealed = grants::grant(&trust.key(self)?, &identity.public());
            let sealed = sealed.map_err(Error::internal)?;
            Some(Row { books, sealed, fingerprint: fingerprint.clone(), created_at: now })
        } else {
            None
        };
        let action = if on { "books-unattended" } else { "books-attended" };
        trust.pin(self, action, "machine", |pinning| {
            Ok(pinning.set_machine(on.then_some(fingerprint.as_str()), now)?)
        })?;
        app.change_household(&AuditEvent::of(self, action, &object), |edit| {
            if let Some(row) = &row {
                return Ok(edit.put_unattended(row)?);
            }
            edit.remove_unattended(books)?;
            Ok(edit.set_rotation_due(books)?)
        })?;
        if !on {
            // Rotation requires that the books are closed.
            drop(trust);
            self.renew_key(books);
        }
        self.books(books)
    }
}

impl Unattended<'_> {
    /// Returns the open books.
    pub(crate) fn open(&self) -> &OpenBooks {
        &self.open
    }
}

impl App {
    /// Opens books with the machine identity.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if no owner allowed it.
    pub fn open_unattended(&self, books: BooksId) -> Result<Unattended<'_>> {
        let inner = self.inner();
        let (row, kept) = inner.household.read(|view| {
            Ok::<_, pecule_store::Error>((
                view.find_unattended(books)?,
                view.find_setting(MACHINE)?,
            ))
        })?;
        let (Some(row), Some(kept)) = (row, kept) else { return Err(Error::NotFound) };
        let identity = machine_identity::open(&kept, &inner.master, inner.keyring.install())
            .map_err(|error| Error::Installation(error.to_string()))?;
        let key = grants::open_grant(&identity, &row.sealed)
            .map_err(|error| Error::Installation(error.to_string()))?;
        let open = self.open_with(books, || self.open_file_alone(&row, key.clone(), &identity))?;
        if open.key != key {
            // The key may have been rotated since the row was read. Otherwise the row is forged.
            let now = self.inner().household.read(|view| view.find_unattended(books))?;
            let now = now.and_then(|now| grants::open_grant(&identity, &now.sealed).ok());
            if now.is_none_or(|now| open.key != now) {
                return Err(Error::NotFound);
            }
        }
        Ok(Unattended { app: self, open })
    }

    /// Returns the books with unattended access.
    pub fn unattended(&self) -> Result<Vec<BooksId>> {
        let rows = self.inner().household.read(|view| view.unattended())?;
        Ok(rows.into_iter().map(|row| row.books).collect())
    }

    /// Records the past day in all books with unattended access, once a day and at start-up.
    ///
    /// Returns the number of recorded days.
    pub fn run_nightly(&self) -> Result<usize> {
        let today = self.clock().today();
        if self.is_closed_to_changes() || !self.inner().shelf.begin_eviction(today) {
            return Ok(0);
        }
        let mut recorded = 0;
        for books in self.unattended()? {
            match self.open_unattended(books).and_then(|open| open.record_days(today)) {
                Ok(days) => recorded += days,
                Err(error) => {
                    tracing::error!(%error, %books, "these books could not be opened by night");
                }
            }
        }
        Ok(recorded)
    }

    /// Returns the machine identity, to which owners seal keys. It is created on first use.
    pub(crate) fn machine(&self) -> Result<Identity> {
        let inner = self.inner();
        let install = inner.keyring.install();
        let open = |kept: &str| {
            machine_identity::open(kept, &inner.master, install)
                .map_err(|error| Error::Installation(error.to_string()))
        };
        if let Some(kept) = inner.household.read(|view| view.find_setting(MACHINE))? {
            return open(&kept);
        }
        let deed = AuditEvent::new("machine-identity-made", "machine");
        self.change_household(&deed, |edit| {
            // Another process may have created it meanwhile.
            if let Some(kept) = edit.find_setting(MACHINE)? {
                return open(&kept);
            }
            let (identity, kept) = machine_identity::make(&inner.master, install)?;
            edit.put_setting(MACHINE, &kept)?;
            Ok(identity)
        })
    }
}

impl Unattended<'_> {
    /// Returns the snapshot of a day of these books, whole and in their own currency.
    pub fn picture(&self, on: Date) -> Result<Arc<Snapshot>> {
        self.open.picture(on)
    }

    /// Records the day of the last change and yesterday, unless recorded, and returns how many.
    fn record_days(&self, today: Date) -> Result<usize> {
        let last = self.app.record_last_day(&self.open)?;
        let Ok(yesterday) = today.yesterday() else { return Ok(usize::from(last)) };
        let day = self.app.record_day(&self.open, yesterday)?;
        Ok(usize::from(last) + usize::from(day))
    }
}
