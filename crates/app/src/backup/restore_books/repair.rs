//! Replaces the damaged file of books with the one of a backup; the damaged file is kept.

use std::sync::Arc;

use pecule_domain::id::BooksId;
use pecule_keys::BooksKey;
use pecule_keys::crypto::mac::JournalKey;
use pecule_store::audit::entry::{Entry, Head};
use pecule_store::audit::verify::{Break, Broken};
use pecule_store::books::Books;
use pecule_store::file::replace_damaged::put_in_place_of;
use pecule_store::household::books::list::{Access, BooksState, Grant};
use pecule_store::key_rotation::Note;
use pecule_store::{FileKey, KeyProof, key_rotation};
use serde_json::json;

use crate::actors::person::Person;
use crate::audit::broken_chain::sound;
use crate::audit_event::AuditEvent;
use crate::backup::restore_books::compare::Comparison;
use crate::backup::restore_books::extract;
use crate::backup::restore_books::run::{BackupCopy, RestoreSource};
use crate::error::conflict::Conflict;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::installation::ids::uuid_of;
use crate::retry::Wait;
use crate::state::books_cache::OpenBooks;
use crate::state::closed_books::CloseGuard;

/// Action of the audit event.
const PUT_BACK: &str = "books-put-back";

impl Person {
    /// Opens books that this person owns; `None` if their file is damaged.
    pub(crate) fn sound_books(&self, books: BooksId) -> Result<Option<Arc<OpenBooks>>> {
        let today = self.app().clock().today();
        // Damage may appear at opening, or only when everything is read.
        let read = self.own_books(books).and_then(|open| {
            open.picture(today)?;
            Ok(open)
        });
        match read {
            Err(Error::Installation(_)) => self.own_grant(books).map(|_own| None),
            read => read.map(Some),
        }
    }

    /// Returns the title of books that this person owns, whether or not their file is readable.
    pub fn title_of_own(&self, books: BooksId) -> Result<String> {
        self.require_oneself()?;
        self.own_grant(books)?;
        Ok(self.app().inner().household.read(|view| view.shelf(books))?.title)
    }

    fn own_grant(&self, books: BooksId) -> Result<Grant> {
        let grant = self.app().inner().household.read(|view| view.find_grant(books, self.id()))?;
        grant.filter(|grant| grant.access == Access::Own).ok_or(Error::NotFound)
    }

    /// Replaces a damaged file with the one of a backup; refuses readable books.
    pub fn repair_books(&self, books: BooksId, from: &RestoreSource) -> Result<Comparison> {
        if self.sound_books(books)?.is_some() {
            return Err(Conflict::ChangedSince.into());
        }
        self.put_back(books, from)
    }

    /// Replaces a damaged file with the older copy and keeps it beside under another name.
    ///
    /// The audit chain of the books restarts after a gap, with an entry that records the replacement.
    pub(crate) fn put_back(&self, books: BooksId, from: &RestoreSource) -> Result<Comparison> {
        self.require_confirmed()?;
        let app = self.app();
        app.require_changes()?;
        if app.is_locked_by_another_process() {
            return Err(Unavailable::Busy.into());
        }
        let _turn = app.turn()?;
        let then = self.open_then(books, from)?;
        let key = extract::open_then(self.identity(), &self.own_grant(books)?.sealed)?;
        // Other members were granted today's key, which would not open the older file.
        let then = if key == then.key { then } else { self.under_todays_key(books, then, key)? };
        let compared = self.set_beside(books, None, &then)?;
        let head = self.go_on_behind_a_gap(books, &then)?;
        let (path, BackupCopy { books: file, _shop, .. }) =
            (then.books.file().path().to_owned(), then);
        let digest = file.settle()?;
        let withheld = self.off_the_shelf(books)?;
        let (now, live) = (app.clock().now(), app.inner().folder.books(books));
        let moment = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let aside = put_in_place_of(&live, &path, &moment)?;
        tracing::warn!(%books, aside = ?aside, "a damaged file of books was replaced out of a backup");
        let object = books.to_string();
        app.change_household(&AuditEvent::of(self, PUT_BACK, &object), |edit| {
            edit.advance_books(books, head)?;
            edit.set_books_state(books, BooksState::Settled, Some((digest, now)))?;
            Ok(edit.put_audit_verdict(books.uuid(), &sound(head, Some(now)))?)
        })?;
        drop(withheld);
        app.forget_pictures(books);
        self.own_books(books)?;
        Ok(compared)
    }

    /// Encrypts the older copy anew under today's key.
    fn under_todays_key(
        &self,
        id: BooksId,
        then: BackupCopy,
        today: BooksKey,
    ) -> Result<BackupCopy> {
        let BackupCopy { books, key: before, made_at, _shop: shop } = then;
        let path = books.file().path().to_owned();
        books.settle()?;
        let install = uuid_of(self.app().inner().keyring.install());
        let key = FileKey::new(*today.bytes());
        let held = key_rotation::hold_books(&path, &FileKey::new(*before.bytes()), install, id)?;
        let chained = JournalKey::books(&before);
        let draft = held.draft(&key, Note { entry: None, old_key: Some(chained.bytes()) })?;
        held.replace(draft)?;
        let books = Books::open(&path, &key, KeyProof::Checked, install, id)?;
        Ok(BackupCopy { books, key: today, made_at, _shop: shop })
    }

    /// Appends an entry to the chain of the older copy, with a number above all that the household
    /// knows.
    fn go_on_behind_a_gap(&self, books: BooksId, then: &BackupCopy) -> Result<Head> {
        let app = self.app();
        let known = app.inner().household.read(|view| view.shelf(books))?.head.seq;
        let noted = app.note_of(books.uuid())?.map_or(0, |note| note.head.seq);
        let found = then.books.read(|view| view.audit_head())?;
        let (object, details) = (books.to_string(), json!({ "made_at": then.made_at }).to_string());
        let entry = Entry {
            at: app.clock().now(),
            actor: Some(self.id()),
            session: Some(self.session()),
            action: PUT_BACK,
            object: &object,
            outcome: "done",
            details: &details,
        };
        let journal = JournalKey::books(&then.key);
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| journal.chain(previous, fields);
        let gap = Broken { seq: found.seq.saturating_add(1), how: Break::Cut };
        Ok(then.books.begin_journal_anew(gap, known.max(noted), entry, &mac)?)
    }

    /// Closes damaged books. Closing may fail once because of the damage, so it is tried again.
    fn off_the_shelf(&self, books: BooksId) -> Result<CloseGuard<'_>> {
        match self.app().close_exclusively(books, Wait::Some) {
            Err(Error::Installation(_)) => self.app().close_exclusively(books, Wait::Some),
            withheld => withheld,
        }
    }
}
