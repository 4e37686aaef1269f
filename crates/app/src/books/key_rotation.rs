//! Rotates the key of books, so that holders of the previous key cannot read later content.
//!
//! The next key is sealed to every person with access and stored as pending. Then the file is replaced,
//! and the pending grants become the current ones. Opening tries the current key and then the pending
//! one, so that a power cut at any point locks no person out.

use jiff::Timestamp;
use pecule_domain::id::BooksId;
use pecule_keys::books::grants;
use pecule_keys::crypto::mac::JournalKey;
use pecule_keys::{BooksKey, Identity, PublicKey};
use pecule_store::audit::entry::{Entry, Head};
use pecule_store::books::Books;
use pecule_store::household::books::key_rotations::WrappedNextKeys;
use pecule_store::household::books::list::{Access, BooksState, Grant};
use pecule_store::household::books::unattended::Unattended;
use pecule_store::key_rotation::{HeldFile, Note, PendingFile};
use pecule_store::{FileKey, KeyProof, key_rotation};

use crate::actors::person::Person;
use crate::app::App;
use crate::audit_event::AuditEvent;
use crate::books::pinned_keys::Recipients;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::installation::ids::uuid_of;
use crate::retry::Wait;

/// The audit event of a rotated key, in both audit logs.
const RENEWED: &str = "books-key-renewed";

/// A rotation in progress: the current key and the next.
struct Renewal<'a> {
    person: &'a Person,
    books: BooksId,
    present: BooksKey,
    next: BooksKey,
}

/// The parameters for opening a books file that may have the pending key.
struct Opening<'a> {
    books: BooksId,
    /// The audit event to record if opening completes a rotation.
    deed: AuditEvent<'a>,
    /// The pending key, if a rotation was interrupted.
    next: &'a dyn Fn() -> Result<Option<BooksKey>>,
    /// Whether the grant is still the one that the current key was read from.
    stands: &'a dyn Fn() -> Result<bool>,
}

impl Person {
    /// Rotates the key of books that the person owns. All grants are renewed.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if the person is no owner, [`Unavailable::Busy`] while the books are in use.
    pub fn rotate_books(&self, books: BooksId) -> Result<()> {
        self.require_confirmed()?;
        self.renew_books_key(books)
    }

    /// As [`Person::rotate_books`], for callers that checked the password already.
    ///
    /// The caller must have closed the books before.
    pub(crate) fn renew_books_key(&self, books: BooksId) -> Result<()> {
        self.renew_with(books, Wait::Some)
    }

    fn renew_with(&self, books: BooksId, patience: Wait) -> Result<()> {
        let trusted = self.recipients(books)?;
        let _withheld = self.app().close_exclusively(books, patience)?;
        // The books are closed for others only now; opening them may have completed an earlier rotation.
        let grant = self.owned(books)?;
        let renewal = Renewal {
            person: self,
            books,
            present: unseal(self.identity(), &grant.sealed)?,
            next: BooksKey::generate()?,
        };
        let held = patience.with(|| renewal.hold())?;
        renewal.begin(&trusted)?;
        let draft = renewal.draft(&held)?;
        let (head, digest) = (draft.head, draft.digest);
        held.replace(draft)?;
        let settled = Some((digest, self.app().clock().now()));
        let object = books.to_string();
        self.app().end_renewal(&AuditEvent::of(self, RENEWED, &object), books, head, settled)
    }

    /// Rotates the keys that are due, at sign-in, because it takes an owner's password.
    ///
    /// Books in use are left for the next sign-in.
    pub(crate) fn renew_what_is_due(&self) {
        let inner = self.app().inner();
        let due = inner.household.read(|view| view.rotations_due(self.id())).unwrap_or_default();
        for books in due {
            let renewed = self.pin_own_key(books).and_then(|()| self.renew_with(books, Wait::None));
            if let Err(error) = renewed {
                tracing::warn!(%books, %error, "the key of these books is still to be renewed");
            }
        }
    }

    /// Pins the person's own key inside books that they own, if another one is pinned.
    fn pin_own_key(&self, books: BooksId) -> Result<()> {
        let trust = self.trust_as_owner(books)?;
        let own = self.identity().public().fingerprint();
        let pin = trust.pair(self.id()).and_then(|pair| pair.pin.as_ref());
        if pin.is_some_and(|pin| pin.fingerprint == own) {
            return Ok(());
        }
        trust.pin(self, "own-key-pinned", &self.id().to_string(), |_pinning| Ok(()))
    }

    /// Returns the books that the person owns, oldest first, with their titles.
    pub fn owned_books(&self) -> Result<Vec<(BooksId, String)>> {
        let owned = self.grants()?.into_iter().filter(|grant| grant.access == Access::Own);
        let household = &self.app().inner().household;
        owned
            .map(|grant| {
                let shelf = household.read(|view| view.shelf(grant.books))?;
                Ok((grant.books, shelf.title))
            })
            .collect()
    }

    /// Returns the person's grant on books that they own.
    fn owned(&self, books: BooksId) -> Result<Grant> {
        let grant = self.app().inner().household.read(|view| view.find_grant(books, self.id()))?;
        grant.filter(|grant| grant.access == Access::Own).ok_or(Error::NotFound)
    }

    /// Opens a books file with the current key, or with the pending one after an interrupted rotation.
    pub(crate) fn open_file(&self, grant: &Grant, present: BooksKey) -> Result<(Books, BooksKey)> {
        let app = self.app();
        let household = &app.inner().household;
        let pending = household.read(|view| view.find_pending_grant(grant.books, self.id()))?;
        // A personal token never uses the pending key.
        let pending = pending.filter(|_wrap| self.only().is_none());
        let stands = || {
            let now = household.read(|view| view.find_grant(grant.books, self.id()))?;
            Ok(self.only().is_some() || now.is_some_and(|now| now.sealed == grant.sealed))
        };
        let object = grant.books.to_string();
        let deed = AuditEvent::of(self, RENEWED, &object);
        let next = || pending.as_deref().map(|wrap| unseal(self.identity(), wrap)).transpose();
        app.open_either(
            present,
            &Opening { books: grant.books, deed, next: &next, stands: &stands },
        )
    }
}

impl App {
    /// As [`Person::open_file`], with the machine identity.
    pub(crate) fn open_file_alone(
        &self,
        row: &Unattended,
        present: BooksKey,
        identity: &Identity,
    ) -> Result<(Books, BooksKey)> {
        let household = &self.inner().household;
        let pending = household.read(|view| view.find_pending_unattended(row.books))?;
        let stands = || {
            let now = household.read(|view| view.find_unattended(row.books))?;
            Ok(now.is_some_and(|now| now.sealed == row.sealed))
        };
        let object = row.books.to_string();
        let deed = AuditEvent::new(RENEWED, &object);
        let next = || pending.as_deref().map(|wrap| unseal(identity, wrap)).transpose();
        self.open_either(present, &Opening { books: row.books, deed, next: &next, stands: &stands })
    }

    /// Opens a books file with the current key or the pending one, and completes the rotation in that
    /// case.
    fn open_either(&self, present: BooksKey, opening: &Opening<'_>) -> Result<(Books, BooksKey)> {
        let books = opening.books;
        let tell = |error| self.tell_of_file(books, error);
        let opened = self.open_books_file(books, &present, KeyProof::Unchecked);
        let Err(pecule_store::Error::WrongKey(path)) = opened else {
            return Ok((opened.map_err(tell)?, present));
        };
        // Another process may have rotated the key since the grant was read.
        if !(opening.stands)()? {
            return Err(Unavailable::Busy.into());
        }
        let Some(next) = (opening.next)()? else {
            // The grant is authentic, so the key is right and the file is damaged.
            return Err(tell(pecule_store::Error::Damaged(path)).into());
        };
        let opened = self.open_books_file(books, &next, KeyProof::Checked).map_err(tell)?;
        let head = opened.read(|view| view.audit_head())?;
        self.end_renewal(&opening.deed, books, head, None)?;
        Ok((opened, next))
    }

    /// Makes the pending key the current one; does nothing if that is done already.
    fn end_renewal(
        &self,
        deed: &AuditEvent<'_>,
        books: BooksId,
        head: Head,
        settled: Option<([u8; 32], Timestamp)>,
    ) -> Result<()> {
        let now = self.clock().now();
        let state = if settled.is_some() { BooksState::Settled } else { BooksState::Open };
        let ended = self.change_household(deed, |edit| {
            if !edit.end_rotation(books, now)? {
                return Err(Error::NotFound);
            }
            match edit.advance_books(books, head) {
                Ok(()) | Err(pecule_store::Error::Conflict) => {}
                Err(other) => return Err(other.into()),
            }
            Ok(edit.set_books_state(books, state, settled)?)
        });
        if matches!(ended, Err(Error::NotFound)) { Ok(()) } else { ended }
    }
}

impl Renewal<'_> {
    fn hold(&self) -> Result<HeldFile> {
        let inner = self.person.app().inner();
        let (path, key) = (inner.folder.books(self.books), FileKey::new(*self.present.bytes()));
        let install = uuid_of(inner.keyring.install());
        match key_rotation::hold_books(&path, &key, install, self.books) {
            // The books opened with this key just now, so another process rotated it since.
            Err(pecule_store::Error::WrongKey(_)) => Err(Unavailable::Busy.into()),
            held => Ok(held?),
        }
    }

    /// Seals the next key to every recipient and stores the grants as pending.
    ///
    /// A grant that is not pinned in the books is removed: an attacker with write access to
    /// `household.db` could have added it.
    fn begin(&self, trusted: &Recipients) -> Result<()> {
        let app = self.person.app();
        let seal = |key: &PublicKey| grants::grant(&self.next, key).map_err(Error::internal);
        let mut wraps = WrappedNextKeys::default();
        for (person, key) in &trusted.people {
            wraps.people.push((*person, seal(key)?));
        }
        if let Some(pinned) = &trusted.machine {
            let machine = app.machine()?.public();
            if *pinned == machine.fingerprint() {
                wraps.machine = Some(seal(&machine)?);
            }
        }
        let object = self.books.to_string();
        let details = serde_json::json!({ "strangers": trusted.strangers.len() }).to_string();
        let deed = AuditEvent::of(self.person, "books-key-renewal-begun", &object).with(&details);
        app.change_household(&deed, |edit| {
            for stranger in &trusted.strangers {
                edit.remove_grant(self.books, *stranger)?;
            }
            if edit.find_unattended(self.books)?.is_none() {
                wraps.machine = None;
            } else if wraps.machine.is_none() {
                edit.remove_unattended(self.books)?;
            }
            edit.set_books_state(self.books, BooksState::Open, None)?;
            Ok(edit.begin_rotation(self.books, &wraps)?)
        })
    }

    /// Writes the new file, with the rotation in its audit log under the key that chains from now on.
    fn draft(&self, held: &HeldFile) -> Result<PendingFile> {
        let object = self.books.to_string();
        let entry = Entry {
            at: self.person.app().clock().now(),
            actor: Some(self.person.id()),
            session: Some(self.person.session()),
            action: RENEWED,
            object: &object,
            outcome: "done",
            details: "{}",
        };
        let (before, after) = (JournalKey::books(&self.present), JournalKey::books(&self.next));
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| after.chain(previous, fields);
        let note = Note { entry: Some((entry, &mac)), old_key: Some(before.bytes()) };
        Ok(held.draft(&FileKey::new(*self.next.bytes()), note)?)
    }
}

impl App {
    pub(crate) fn open_books_file(
        &self,
        books: BooksId,
        key: &BooksKey,
        proof: KeyProof,
    ) -> Result<Books, pecule_store::Error> {
        let inner = self.inner();
        let install = uuid_of(inner.keyring.install());
        let key = FileKey::new(*key.bytes());
        Books::open(&inner.folder.books(books), &key, proof, install, books)
    }
}

fn unseal(identity: &Identity, sealed: &[u8]) -> Result<BooksKey> {
    grants::open_grant(identity, sealed).map_err(|error| Error::Installation(error.to_string()))
}
