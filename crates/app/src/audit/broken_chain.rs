//! Raises an alert for a broken audit chain, and makes the file read-only until it is acknowledged.
//!
//! An owner acknowledges for books, the operator for the household. A new chain then starts with an
//! entry that records the break.

use pecule_domain::id::{BooksId, PersonId};
use pecule_store::audit::entry::{Entry, Head};
use pecule_store::audit::verify::{Break, Broken};
use pecule_store::household::audit::ChainVerdict;
use pecule_store::household::books::list::Access;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actors::books_filter::BooksQuery;
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::alert::catalogue::Rule;
use crate::alert::raised_alert::Alert;
use crate::app::App;
use crate::audit::anchors::{Anchor, HOUSEHOLD};
use crate::audit::verify::{BrokenLine, JournalCheck};
use crate::audit_event::AuditEvent;
use crate::error::unavailable::Unavailable;
use crate::error::{Error, Result};
use crate::installation::ids::uuid_of;
use crate::state::books_cache::OpenBooks;

/// Action of the first entry of the new chain.
const RESUMED: &str = "journal-resumed";

/// A file that is closed to changes because of a break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedJournal {
    /// `household`, or the identity of books.
    pub file: String,
    /// First invalid entry.
    pub seq: i64,
    /// Kind of break, see [`BrokenLine::how`].
    pub how: String,
}

impl App {
    /// Whether the household's file is closed to changes, because its chain is broken or the file
    /// damaged.
    ///
    /// A disk that is full or fails for a while does not close it.
    pub fn is_closed_to_changes(&self) -> bool {
        let file = self.inner().household.file();
        file.is_damaged() || file.is_audit_chain_broken()
    }

    /// Fails if the household's file is closed to changes; every change of the household or of books
    /// requires it.
    pub(crate) fn require_changes(&self) -> Result<()> {
        let file = self.inner().household.file();
        match (file.is_damaged(), file.is_audit_chain_broken()) {
            (true, _) => Err(Unavailable::ReadOnly.into()),
            (false, true) => Err(Unavailable::JournalBroken.into()),
            (false, false) => Ok(()),
        }
    }

    /// Returns the unacknowledged break of the household's chain, if any.
    pub fn closed_household(&self) -> Result<Option<ClosedJournal>> {
        let note = self.note_of(self.household_id())?;
        Ok(note.and_then(|note| closed(HOUSEHOLD, &note)))
    }

    fn household_id(&self) -> Uuid {
        uuid_of(self.inner().keyring.install())
    }

    pub(crate) fn note_of(&self, file: Uuid) -> Result<Option<ChainVerdict>> {
        Ok(self.inner().household.read(|view| view.find_audit_verdict(file))?)
    }

    /// Stores the verdict on a chain. A failure is only logged, since the next check finds the same.
    pub(crate) fn put_note(&self, file: Uuid, note: &ChainVerdict) {
        let written =
            self.inner().household.write_anyway(|edit| edit.put_audit_verdict(file, note));
        if let Err(error) = written {
            tracing::warn!(%error, "how a journal was found could not be noted");
        }
    }

    /// Closes or reopens the household's file according to the verdict stored by any process.
    ///
    /// A break that could not be stored keeps the file closed until a check finds the chain intact.
    pub(crate) fn apply_stored_verdict(&self) -> Result<()> {
        let noted = self.note_of(self.household_id())?.is_some_and(|note| note.broken.is_some());
        let file = self.inner().household.file();
        if file.is_audit_chain_broken() && !noted {
            let check = self.verify_household_audit_log(&[])?;
            if let Some(broken) = &check.broken {
                self.close_household(broken)?;
                return Ok(());
            }
        }
        file.set_audit_chain_broken(noted);
        Ok(())
    }

    /// Closes the household's file to changes.
    pub(crate) fn close_household(&self, broken: &BrokenLine) -> Result<()> {
        tracing::error!(entry = broken.seq, how = broken.how, "the household's journal is broken");
        self.inner().household.file().set_audit_chain_broken(true);
        let file = self.household_id();
        let note = self.note_of(file)?;
        if note.as_ref().is_none_or(|note| note.broken.is_none()) {
            self.put_note(file, &noted(note, broken));
        }
        Ok(())
    }

    /// Closes books to changes because their chain is broken, and alerts their owners.
    ///
    /// Call it only for a chain that was read and is invalid. An unreadable page or a failing disk is
    /// no break.
    pub(crate) fn close_books(&self, open: &OpenBooks, broken: &BrokenLine) -> Result<()> {
        let id = open.books.id();
        tracing::error!(books = %id, entry = broken.seq, how = broken.how, "a journal of books is broken");
        open.books.file().set_audit_chain_broken(true);
        let note = self.note_of(id.uuid())?;
        if note.as_ref().is_none_or(|note| note.broken.is_none()) {
            for owner in self.owners_of(id)? {
                let place = json!({ "seq": broken.seq, "how": broken.how });
                let alarm = Alert::new(Rule::JournalBroken, Some(owner));
                self.tell_if_possible(&alarm.at(self.clock().now()).with(place));
            }
            self.put_note(id.uuid(), &noted(note, broken));
        }
        Ok(())
    }

    fn owners_of(&self, books: BooksId) -> Result<Vec<PersonId>> {
        let grants = self.inner().household.read(|view| view.grants_on(books))?;
        let own = grants.into_iter().filter(|grant| grant.access == Access::Own);
        Ok(own.map(|grant| grant.person).collect())
    }

    /// Raises an alert; if the household's file is closed to changes, only logs it.
    pub(crate) fn tell_if_possible(&self, alarm: &Alert) {
        if let Err(error) = self.raise(alarm) {
            tracing::error!(%error, rule = alarm.rule().key(), "what was noticed could not be entered");
        }
    }

    /// Acknowledges a break of the household's chain, for a command of the operator.
    ///
    /// Keeps the existing entries, starts a new chain, and reopens the file to changes.
    pub fn restart_household_audit_chain(&self, anchors: &[Anchor]) -> Result<JournalCheck> {
        let file = self.household_id();
        let check = self.verify_household_audit_log(anchors)?;
        let note = self.note_of(file)?;
        let known = anchors.iter().filter(|anchor| anchor.file == HOUSEHOLD).map(|one| one.seq);
        let beyond = known.chain(note.iter().map(|note| note.head.seq)).max().unwrap_or_default();
        if check.whole && note.is_none_or(|note| note.broken.is_none()) {
            return Err(Error::Installation(
                "this journal is whole: nothing was changed".to_owned(),
            ));
        }
        let inner = self.inner();
        let (entry_at, details) = (inner.clock.now(), told(check.broken.as_ref()));
        let entry = Entry {
            at: entry_at,
            actor: None,
            session: None,
            action: RESUMED,
            object: HOUSEHOLD,
            outcome: "done",
            details: &details,
        };
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        inner.household.write_anyway(|edit| {
            let head = match &check.broken {
                Some(broken) => edit.begin_journal_anew(place(broken), beyond, entry, &mac)?,
                None => edit.record(entry, &mac)?,
            };
            edit.put_audit_verdict(file, &sound(head, Some(entry_at)))
        })?;
        inner.household.file().set_audit_chain_broken(false);
        self.verify_household_audit_log(&[])
    }
}

impl Person {
    /// Returns the unacknowledged break of the household's chain, if any.
    pub fn closed_household(&self) -> Result<Option<ClosedJournal>> {
        self.app().closed_household()
    }

    /// Acknowledges every break in books that this person owns, see [`Member::restart_audit_chain`].
    pub fn restart_books_audit_chains(&self) -> Result<Vec<JournalCheck>> {
        let mut resumed = Vec::new();
        for shelf in self.shelves()? {
            let member =
                self.member_at(&BooksQuery { books: Some(shelf.id), ..BooksQuery::default() })?;
            match member.restart_audit_chain() {
                Ok(check) => resumed.push(check),
                // Intact, or not owned by this person.
                Err(Error::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
        if resumed.is_empty() { Err(Error::NotFound) } else { Ok(resumed) }
    }
}

impl Member<'_> {
    /// Returns the unacknowledged break of these books, if any.
    pub fn broken_audit_chain(&self) -> Result<Option<ClosedJournal>> {
        let id = self.open().books.id();
        let note = self.person().app().note_of(id.uuid())?;
        Ok(note.and_then(|note| closed(&id.to_string(), &note)))
    }

    /// Acknowledges, as an owner, a break in the chain of these books.
    ///
    /// Keeps the existing entries, starts a new chain, and reopens the books to changes. Changes whose
    /// records were altered can no longer be undone.
    pub fn restart_audit_chain(&self) -> Result<JournalCheck> {
        self.person().require_confirmed()?;
        self.require_right()?;
        let (app, open) = (self.person().app(), self.open());
        let id = open.books.id();
        let (note, shelf) =
            (app.note_of(id.uuid())?, app.inner().household.read(|view| view.shelf(id))?);
        let check = self.examine_journal(&[])?;
        if check.whole && note.as_ref().is_none_or(|note| note.broken.is_none()) {
            return Err(Error::NotFound);
        }
        let beyond = note.map_or(0, |note| note.head.seq).max(shelf.head.seq);
        let (now, object) = (app.clock().now(), id.to_string());
        let details = told(check.broken.as_ref());
        let entry = Entry {
            at: now,
            actor: Some(self.person().id()),
            session: Some(self.person().session()),
            action: RESUMED,
            object: &object,
            outcome: "done",
            details: &details,
        };
        let head = match &check.broken {
            Some(broken) => {
                let mac =
                    |previous: &[u8; 32], fields: &[&[u8]]| open.journal.chain(previous, fields);
                let head = open.books.begin_journal_anew(place(broken), beyond, entry, &mac)?;
                app.advance(id, head)?;
                head
            }
            None => open.books.read(|view| view.audit_head())?,
        };
        app.change_household(&AuditEvent::of(self.person(), RESUMED, &object), |edit| {
            Ok(edit.put_audit_verdict(id.uuid(), &sound(head, Some(now)))?)
        })?;
        open.books.file().set_audit_chain_broken(false);
        app.forget_pictures(id);
        self.examine_journal(&[])
    }

    /// Fails if this person may not change the books, or if a file involved is closed to changes.
    pub(crate) fn require_writing(&self) -> Result<()> {
        self.require_right()?;
        if !self.open().books.file().is_audit_chain_broken() {
            return Ok(());
        }
        let cut = self.broken_audit_chain()?.is_some_and(|closed| closed.how == Break::Cut.word());
        Err(if cut { Unavailable::RolledBack } else { Unavailable::JournalBroken }.into())
    }

    fn require_right(&self) -> Result<()> {
        if !self.may_write {
            // For a reader the record to change does not exist.
            return Err(Error::NotFound);
        }
        self.person().app().require_changes()
    }
}

fn closed(file: &str, note: &ChainVerdict) -> Option<ClosedJournal> {
    let (seq, how) = note.broken.clone()?;
    Some(ClosedJournal { file: file.to_owned(), seq, how })
}

/// The verdict on a chain that is intact up to an entry.
pub(crate) fn sound(head: Head, full_at: Option<jiff::Timestamp>) -> ChainVerdict {
    ChainVerdict { head, full_at, broken: None }
}

fn noted(note: Option<ChainVerdict>, broken: &BrokenLine) -> ChainVerdict {
    let head = note.as_ref().map_or(Head { seq: 0, mac: [0; 32] }, |note| note.head);
    ChainVerdict {
        head,
        full_at: note.and_then(|note| note.full_at),
        broken: Some((broken.seq, broken.how.clone())),
    }
}

fn told(broken: Option<&BrokenLine>) -> String {
    match broken {
        Some(broken) => json!({ "broken": broken.seq, "how": broken.how }),
        None => json!({}),
    }
    .to_string()
}

fn place(broken: &BrokenLine) -> Broken {
    Broken { seq: broken.seq, how: broken.how.parse().unwrap_or(Break::Code) }
}
