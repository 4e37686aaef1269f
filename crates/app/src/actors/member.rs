//! A member: a person with open books. Holding one is the proof of the right and the scope of the data.

use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::id::{BooksId, OperationId};
use pecule_store::books::changes::operations::Operation;
use pecule_store::books::{Edit, View};

use crate::actors::person::Person;
use crate::books::open::OpenBooks;
use crate::books::selection::{ShelfLine, Shown, Whose};
use crate::error::Result;
use crate::wealth::combine;
use crate::wealth::snapshot::Picture;

/// A person at work on books that they may open: one set takes the changes, one or several are shown.
pub struct Member<'a> {
    pub(crate) person: &'a Person,
    pub(crate) open: Arc<OpenBooks>,
    pub(crate) may_write: bool,
    pub(crate) whose: Whose,
    /// What is shown; the books that take the changes are among them.
    pub(crate) shown: Vec<Shown>,
    /// One's first books: their currency, rates and zones come first.
    pub(crate) base: Arc<OpenBooks>,
    /// All that one may open, as it is chosen: own books first.
    pub(crate) shelves: Vec<ShelfLine>,
    /// The books that would be shown as well, were their file not damaged.
    pub(crate) damaged: Vec<ShelfLine>,
}

impl<'a> Member<'a> {
    /// The person.
    pub const fn person(&self) -> &'a Person {
        self.person
    }

    /// The books that changes go into.
    pub fn books(&self) -> BooksId {
        self.open.books.id()
    }

    /// Whether one may change these books; otherwise every change answers that it is not there.
    pub const fn may_write(&self) -> bool {
        self.may_write
    }

    /// Whose wealth is shown.
    pub const fn whose(&self) -> Whose {
        self.whose
    }

    /// All that one may open, as it is chosen: own books first.
    pub fn shelves(&self) -> &[ShelfLine] {
        &self.shelves
    }

    /// The books that would be shown as well, were their file not damaged: no total counts them.
    pub fn damaged(&self) -> &[ShelfLine] {
        &self.damaged
    }

    /// Today, where the machine is.
    pub fn today(&self) -> Date {
        self.person.app().clock().today()
    }

    pub(crate) fn open(&self) -> &OpenBooks {
        &self.open
    }

    /// Wealth as of a day (today where none is given), in the reporting currency of one's first books.
    pub fn picture(&self, on: Option<Date>) -> Result<Arc<Picture>> {
        let on = on.unwrap_or_else(|| self.today());
        combine::picture(&self.shown, &self.base, self.person.id(), on)
    }

    /// Wealth of the books that changes go into, whole and alone: what a change is checked against.
    pub fn ground(&self, on: Option<Date>) -> Result<Arc<Picture>> {
        let is_first = self.base.books.id() == self.books();
        if let ([only], true) = (self.shown.as_slice(), is_first) {
            let picture = self.picture(on)?;
            let is_whole = picture.sources.iter().all(|source| source.portion.is_none());
            if is_whole && only.open.books.id() == self.books() {
                return Ok(picture);
            }
        }
        self.open.picture(on.unwrap_or_else(|| self.today()))
    }

    /// Reads from every set of books that is shown, one's first books first.
    pub(crate) fn gather<T>(
        &self,
        mut read: impl FnMut(View<'_>) -> pecule_store::Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        for shown in &self.shown {
            all.extend(shown.open.books.read(&mut read)?);
        }
        Ok(all)
    }

    /// Draws the identity of a new record.
    pub(crate) fn draw<T>(&self, make: impl FnOnce(uuid::Uuid) -> T) -> Result<T> {
        self.person.app().draw(make)
    }

    /// Makes a change: one operation in the books' journal, undone as one.
    ///
    /// `kind` is a stable word and `summary` what a person is told about it.
    pub(crate) fn change<T>(
        &self,
        kind: &str,
        summary: &serde_json::Value,
        work: impl FnOnce(Edit<'_>) -> Result<T>,
    ) -> Result<T> {
        self.change_as(kind, summary, work).map(|(_, value)| value)
    }

    /// As [`Member::change`], and says which operation it was.
    pub(crate) fn change_as<T>(
        &self,
        kind: &str,
        summary: &serde_json::Value,
        work: impl FnOnce(Edit<'_>) -> Result<T>,
    ) -> Result<(OperationId, T)> {
        self.require_writing()?;
        let id = self.draw(OperationId::new)?;
        let summary = summary.to_string();
        let operation = self.operation(id, kind, &summary);
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| self.open.journal.chain(previous, fields);
        let changed = self.open.books.change(operation, &mac, work)?;
        self.person.app().advance(self.open.books.id(), changed.head)?;
        Ok((id, changed.value))
    }

    /// The operation that is about to be made.
    pub(crate) fn operation<'b>(
        &self,
        id: OperationId,
        kind: &'b str,
        summary: &'b str,
    ) -> Operation<'b> {
        Operation {
            id,
            kind,
            summary,
            at: self.person.app().clock().now(),
            actor: Some(self.person.id()),
            session: Some(self.person.session()),
        }
    }
}
