//! Books' journals checked without being asked: what is new at each opening and as it comes, the whole once a day
//! while the books are open or the machine may open them.
//!
//! Books are closed to changes for one reason alone: their journal was read, and it does not follow. What could not
//! be read says nothing: a damaged page is told as damage, a disk that fails is tried again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::BooksId;
use pecule_store::audit::verify::Break;
use pecule_store::household::audit::JournalNote;

use crate::App;
use crate::audit::broken_chain::sound;
use crate::audit::verify::BrokenLine;
use crate::books::open::OpenBooks;
use crate::error::Result;

/// How often the whole journal of some books is checked.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Looks at books that were just opened: whether they are behind what was seen of them, and whether what is new
    /// in their journal follows.
    pub(crate) fn look_at_opened(&self, open: &OpenBooks) -> Result<()> {
        let looked = self.look_at_just_opened(open);
        match looked {
            Err(error) if open.books.file().is_damaged() => {
                // What can still be read of them is, and nothing more is written.
                tracing::error!(%error, books = %open.books.id(), "damage was met in a journal");
                self.saw_damage(open.books.id());
                Ok(())
            }
            other => other,
        }
    }

    fn look_at_just_opened(&self, open: &OpenBooks) -> Result<()> {
        let id = open.books.id();
        let note = self.note_of(id.uuid())?;
        if note.as_ref().is_some_and(|note| note.broken.is_some()) {
            open.books.file().set_journal_broken(true);
            return Ok(());
        }
        // Read before the books are: their head is noted after each change, so that they may be ahead of it.
        let known = self.inner().household.read(|view| view.shelf(id))?.head;
        let found = open.books.read(|view| view.journal_head())?;
        if found.seq >= known.seq {
            return self.look_at_new(open, note.as_ref());
        }
        if !self.is_closed_to_changes() {
            self.saw("books-rolled-back", &id.to_string(), 1)?;
        }
        let (seq, how) = (found.seq.saturating_add(1), Break::Cut.word().to_owned());
        self.close_books(open, &BrokenLine { seq, how, after: None })
    }

    /// Checks what is new in the journal of open books since it was last checked.
    fn look_at_new(&self, open: &OpenBooks, last: Option<&JournalNote>) -> Result<()> {
        let since = last.map(|note| note.head).filter(|head| head.seq > 0);
        match open.verify_since(since) {
            Ok(head) if Some(head) == since || head.seq == 0 => {}
            Ok(head) => {
                let full_at = last.and_then(|note| note.full_at);
                self.put_note(open.books.id().uuid(), &sound(head, full_at));
            }
            Err(pecule_store::Error::BrokenChain(seq)) => {
                let check = self.examine_books(open, &[])?;
                // What was sound when it was last checked is another now, if the whole says nothing.
                let how = Break::Anchor.word().to_owned();
                let broken = check.broken.unwrap_or(BrokenLine { seq, how, after: None });
                self.close_books(open, &broken)?;
            }
            Err(other) => return Err(other.into()),
        }
        Ok(())
    }

    /// Checks the journals of books that are open, and of those that the machine may open: what is new each time,
    /// the whole once a day. Books that cannot be read keep nobody from looking at the others.
    pub(crate) fn look_at_books(&self) -> Result<()> {
        let open: Vec<Arc<OpenBooks>> = self.inner().shelf.all().values().map(Arc::clone).collect();
        let mut there: Vec<BooksId> = Vec::new();
        for open in open {
            there.push(open.books.id());
            self.look_if_possible(&open);
        }
        for books in self.unattended()?.into_iter().filter(|books| !there.contains(books)) {
            let now = self.clock().now();
            if Self::is_whole_due(self.note_of(books.uuid())?.as_ref(), now)
                && self.inner().vigilance.may_try(books, now)
            {
                match self.open_unattended(books) {
                    Ok(open) => self.look_if_possible(open.open()),
                    Err(error) => {
                        tracing::error!(%error, %books, "these books could not be opened to be checked");
                    }
                }
            }
        }
        Ok(())
    }

    fn look_if_possible(&self, open: &OpenBooks) {
        if let Err(error) = self.look_at(open) {
            tracing::warn!(%error, books = %open.books.id(), "a journal could not be checked now");
        }
    }

    fn is_whole_due(note: Option<&JournalNote>, now: Timestamp) -> bool {
        note.is_none_or(|note| {
            note.broken.is_none()
                && note.full_at.is_none_or(|last| now.duration_since(last).abs() >= DAY)
        })
    }

    fn look_at(&self, open: &OpenBooks) -> Result<()> {
        let (id, now) = (open.books.id(), self.clock().now());
        let note = self.note_of(id.uuid())?;
        if note.as_ref().is_some_and(|note| note.broken.is_some()) {
            open.books.file().set_journal_broken(true);
            return Ok(());
        }
        // Closed here and not noted as such: an owner took note of it elsewhere, or it could not be noted.
        let was_closed = open.books.file().is_journal_broken();
        if !was_closed && !Self::is_whole_due(note.as_ref(), now) {
            return self.look_at_new(open, note.as_ref());
        }
        let head = open.books.read(|view| view.journal_head())?;
        let check = self.examine_books(open, &[])?;
        if let Some(broken) = &check.broken {
            return self.close_books(open, broken);
        }
        open.books.file().set_journal_broken(false);
        self.put_note(id.uuid(), &sound(head, Some(now)));
        Ok(())
    }
}
