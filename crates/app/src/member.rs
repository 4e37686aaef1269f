//! A member: a person with open books. Holding one is the proof of the right and the scope of the data.

use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::id::OperationId;
use pecule_store::books::Edit;
use pecule_store::books::operations::Operation;

use crate::error::{Error, Result};
use crate::person::Person;
use crate::picture::Picture;
use crate::shelf::OpenBooks;

/// A person at work on books that they may open.
pub struct Member<'a> {
    person: &'a Person,
    open: Arc<OpenBooks>,
    may_write: bool,
}

impl Person {
    /// Opens one's own books.
    pub fn member(&self) -> Result<Member<'_>> {
        let grant = self.grants()?.into_iter().next().ok_or(Error::NotFound)?;
        let open = self.open_books(&grant)?;
        Ok(Member { person: self, open, may_write: Self::may_write(&grant) })
    }
}

impl<'a> Member<'a> {
    /// The person.
    pub const fn person(&self) -> &'a Person {
        self.person
    }

    /// Today, where the machine is.
    pub fn today(&self) -> Date {
        self.person.app().clock().today()
    }

    pub(crate) fn open(&self) -> &OpenBooks {
        &self.open
    }

    /// Wealth as of a day (today where none is given), in the reporting currency.
    pub fn picture(&self, on: Option<Date>) -> Result<Arc<Picture>> {
        self.open.picture(on.unwrap_or_else(|| self.today()), None)
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
        if !self.may_write {
            return Err(Error::NotFound);
        }
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
