//! Verifies the audit chains of books automatically.
//!
//! New entries are verified at each opening and once a minute. The whole chain is verified once a day,
//! while the books are open or have unattended access.
//!
//! Books are closed to changes only if their chain was read and is invalid. Unreadable pages are
//! reported as damage; a failing disk is tried again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::BooksId;
use pecule_store::audit::verify::Break;
use pecule_store::household::audit::ChainVerdict;

use crate::app::App;
use crate::audit::broken_chain::sound;
use crate::audit::verify::BrokenLine;
use crate::error::Result;
use crate::state::books_cache::OpenBooks;

/// Interval between two checks of a whole chain.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Checks books that were just opened: they must not be older than the last version seen, and new
    /// entries valid.
    pub(crate) fn look_at_opened(&self, open: &OpenBooks) -> Result<()> {
        let looked = self.look_at_just_opened(open);
        match looked {
            Err(error) if open.books.file().is_damaged() => {
                // The readable part stays readable, but nothing is written.
                tracing::error!(%error, books = %open.books.id(), "damage was met in a journal");
                self.mark_damaged(open.books.id());
                Ok(())
            }
            other => other,
        }
    }

    fn look_at_just_opened(&self, open: &OpenBooks) -> Result<()> {
        let id = open.books.id();
        let note = self.note_of(id.uuid())?;
        if note.as_ref().is_some_and(|note| note.broken.is_some()) {
            open.books.file().set_audit_chain_broken(true);
            return Ok(());
        }
        // Read before the books: their head is stored after each change, so they may be ahead of it.
        let known = self.inner().household.read(|view| view.shelf(id))?.head;
        let found = open.books.read(|view| view.audit_head())?;
        if found.seq >= known.seq {
            return self.look_at_new(open, note.as_ref());
        }
        if !self.is_closed_to_changes() {
            self.saw("books-rolled-back", &id.to_string(), 1)?;
        }
        let (seq, how) = (found.seq.saturating_add(1), Break::Cut.word().to_owned());
        self.close_books(open, &BrokenLine { seq, how, after: None })
    }

    /// Verifies the entries of open books since the last check.
    fn look_at_new(&self, open: &OpenBooks, last: Option<&ChainVerdict>) -> Result<()> {
        let since = last.map(|note| note.head).filter(|head| head.seq > 0);
        match open.verify_since(since) {
            Ok(head) if Some(head) == since || head.seq == 0 => {}
            Ok(head) => {
                let full_at = last.and_then(|note| note.full_at);
                self.put_note(open.books.id().uuid(), &sound(head, full_at));
            }
            Err(pecule_store::Error::BrokenChain(seq)) => {
                let check = self.examine_books(open, &[])?;
                // If the whole chain is valid, an entry that was checked before has changed since.
                let how = Break::Anchor.word().to_owned();
                let broken = check.broken.unwrap_or(BrokenLine { seq, how, after: None });
                self.close_books(open, &broken)?;
            }
            Err(other) => return Err(other.into()),
        }
        Ok(())
    }

    /// Checks open books and books with unattended access: new entries each time, the whole chain once
    /// a day.
    ///
    /// Unreadable books do not prevent the check of the others.
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

    fn is_whole_due(note: Option<&ChainVerdict>, now: Timestamp) -> bool {
        note.is_none_or(|note| {
            note.broken.is_none()
                && note.full_at.is_none_or(|last| now.duration_since(last).abs() >= DAY)
        })
    }

    fn look_at(&self, open: &OpenBooks) -> Result<()> {
        let (id, now) = (open.books.id(), self.clock().now());
        let note = self.note_of(id.uuid())?;
        if note.as_ref().is_some_and(|note| note.broken.is_some()) {
            open.books.file().set_audit_chain_broken(true);
            return Ok(());
        }
        // Closed in memory without a stored break: an owner acknowledged it elsewhere, or it could not
        // be stored.
        let was_closed = open.books.file().is_audit_chain_broken();
        if !was_closed && !Self::is_whole_due(note.as_ref(), now) {
            return self.look_at_new(open, note.as_ref());
        }
        let head = open.books.read(|view| view.audit_head())?;
        let check = self.examine_books(open, &[])?;
        if let Some(broken) = &check.broken {
            return self.close_books(open, broken);
        }
        open.books.file().set_audit_chain_broken(false);
        self.put_note(id.uuid(), &sound(head, Some(now)));
        Ok(())
    }
}
