//! Represents a person with open books. Holding a [`Member`] proves the right and the scope of the
//! data.

use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::id::{BooksId, OperationId};
use pecule_store::books::changes::operations::Operation;
use pecule_store::books::{Edit, View};

use crate::actors::books_filter::{BooksChoice, BooksScope, DisplayedBooks};
use crate::actors::person::Person;
use crate::error::Result;
use crate::state::books_cache::OpenBooks;

/// A person with open books: changes go into one set, one or several are shown.
pub struct Member<'a> {
    pub(crate) person: &'a Person,
    pub(crate) open: Arc<OpenBooks>,
    pub(crate) may_write: bool,
    pub(crate) scope: BooksScope,
    /// The books shown, including those that changes go into.
    pub(crate) shown: Vec<DisplayedBooks>,
    /// The first books of the person; they define currency, rates and zones.
    pub(crate) base: Arc<OpenBooks>,
    /// All books that the person may open, own books first.
    pub(crate) shelves: Vec<BooksChoice>,
    /// Books that are missing because their file is damaged.
    pub(crate) damaged: Vec<BooksChoice>,
}

impl<'a> Member<'a> {
    /// The person who opened the books.
    pub const fn person(&self) -> &'a Person {
        self.person
    }

    /// The books that changes go into.
    pub fn books(&self) -> BooksId {
        self.open.books.id()
    }

    /// Whether this person may change these books; otherwise every change fails with `NotFound`.
    pub const fn may_write(&self) -> bool {
        self.may_write
    }

    /// The selection of books shown.
    pub const fn scope(&self) -> BooksScope {
        self.scope
    }

    /// All books that the person may open, own books first.
    pub fn shelves(&self) -> &[BooksChoice] {
        &self.shelves
    }

    /// Books that no total includes because their file is damaged.
    pub fn damaged(&self) -> &[BooksChoice] {
        &self.damaged
    }

    /// The current day in the time zone of the machine.
    pub fn today(&self) -> Date {
        self.person.app().clock().today()
    }

    pub(crate) fn open(&self) -> &OpenBooks {
        &self.open
    }

    /// Reads from all books shown, the first books of the person first.
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

    /// Creates the identity of a new record.
    pub(crate) fn draw<T>(&self, make: impl FnOnce(uuid::Uuid) -> T) -> Result<T> {
        self.person.app().draw(make)
    }

    /// Makes a change: one operation in the change log of the books, undone as one.
    ///
    /// `kind` is a stable word and `summary` the description shown to people.
    pub(crate) fn change<T>(
        &self,
        kind: &str,
        summary: &serde_json::Value,
        work: impl FnOnce(Edit<'_>) -> Result<T>,
    ) -> Result<T> {
        self.change_as(kind, summary, work).map(|(_, value)| value)
    }

    /// Makes a change and returns the identity of the operation.
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

    /// Describes the operation about to be made.
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
