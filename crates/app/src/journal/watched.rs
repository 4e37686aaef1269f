//! Books' journals checked without being asked: what is new at each opening and as it comes, the whole once a day
//! while the books are open or the machine may open them.

use std::sync::Arc;

use jiff::SignedDuration;
use pecule_domain::id::BooksId;
use pecule_store::journal::Head;

use super::broken::sound;
use super::check::BrokenLine;
use crate::App;
use crate::error::Result;
use crate::shelf::OpenBooks;

/// How often the whole journal of some books is checked.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Looks at books that were just opened: whether they are behind what was seen of them, and whether what is new
    /// in their journal follows. Books that are not as they should be are read and not written to.
    pub(crate) fn look_at_opened(&self, open: &OpenBooks) -> Result<()> {
        let id = open.books.id();
        let note = self.note_of(id.uuid())?;
        if note.as_ref().is_some_and(|note| note.broken.is_some()) {
            open.books.file().set_journal_broken(true);
            return Ok(());
        }
        let known = self.inner().household.read(|view| view.shelf(id))?.head;
        let found = open.books.read(|view| view.journal_head())?;
        if found.seq < known.seq {
            let object = id.to_string();
            if !self.is_closed_to_changes() {
                self.saw("books-rolled-back", &object, 1)?;
            }
            let seq = found.seq.saturating_add(1);
            let how = "cut".to_owned();
            return self.close_books(open, &BrokenLine { seq, how, after: None });
        }
        self.look_at_new(open, note.map(|note| (note.head, note.full_at)))
    }

    /// Checks what is new in the journal of open books since it was last checked.
    fn look_at_new(
        &self,
        open: &OpenBooks,
        last: Option<(Head, Option<jiff::Timestamp>)>,
    ) -> Result<()> {
        let since = last.map(|(head, _full)| head).filter(|head| head.seq > 0);
        match open.verify_since(since) {
            Ok(head) if Some(head) == since || head.seq == 0 => Ok(()),
            Ok(head) => self.put_note(
                open.books.id().uuid(),
                &sound(head, last.and_then(|(_head, full)| full)),
            ),
            Err(pecule_store::Error::BrokenChain(seq)) => {
                let check = self.examine_books(open, &[])?;
                // What was sound when it was last checked is another now, if the whole says nothing.
                let how = "anchor".to_owned();
                let broken = check.broken.unwrap_or(BrokenLine { seq, how, after: None });
                self.close_books(open, &broken)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Checks the journals of books that are open, and of those that the machine may open: what is new each time,
    /// the whole once a day.
    pub(crate) fn look_at_books(&self) -> Result<()> {
        let open: Vec<Arc<OpenBooks>> = self.inner().shelf.all().values().map(Arc::clone).collect();
        let mut there: Vec<BooksId> = Vec::new();
        for open in open {
            there.push(open.books.id());
            self.look_at(&open)?;
        }
        for books in self.unattended()?.into_iter().filter(|books| !there.contains(books)) {
            if self.is_whole_due(books)? {
                match self.open_unattended(books) {
                    Ok(open) => self.look_at(open.open())?,
                    Err(error) => {
                        tracing::error!(%error, %books, "these books could not be opened to be checked");
                    }
                }
            }
        }
        Ok(())
    }

    fn is_whole_due(&self, books: BooksId) -> Result<bool> {
        let now = self.clock().now();
        let note = self.note_of(books.uuid())?;
        Ok(note.is_none_or(|note| {
            note.broken.is_none()
                && note.full_at.is_none_or(|last| now.duration_since(last).abs() >= DAY)
        }))
    }

    fn look_at(&self, open: &OpenBooks) -> Result<()> {
        let id = open.books.id();
        let note = self.note_of(id.uuid())?;
        let broken = note.as_ref().is_some_and(|note| note.broken.is_some());
        open.books.file().set_journal_broken(broken);
        if broken {
            return Ok(());
        }
        if !self.is_whole_due(id)? {
            return self.look_at_new(open, note.map(|note| (note.head, note.full_at)));
        }
        let check = self.examine_books(open, &[])?;
        if let Some(broken) = &check.broken {
            return self.close_books(open, broken);
        }
        let head = open.books.read(|view| view.journal_head())?;
        self.put_note(id.uuid(), &sound(head, Some(self.clock().now())))
    }
}
