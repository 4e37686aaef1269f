//! Manages removal notices, which tell a member to export their books before their removal.

use jiff::Timestamp;
use pecule_domain::id::PersonId;
use pecule_store::household::people::removal_notices::RemovalNotice as Row;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::admin::{Admin, refuse_last};
use crate::actors::person::Person;
use crate::audit_event::AuditEvent;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};

/// A removal notice and the member's reactions to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemovalNotice {
    #[schema(value_type = String, format = DateTime)]
    pub announced_at: Timestamp,
    /// When the member first saw it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen_at: Option<Timestamp>,
    /// When the member last exported their sealed books.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub taken_at: Option<Timestamp>,
    /// When the member confirmed that they have what they need.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ready_at: Option<Timestamp>,
}

impl From<Row> for RemovalNotice {
    fn from(row: Row) -> Self {
        let Row { person: _, announced_at, seen_at, taken_at, ready_at } = row;
        Self { announced_at, seen_at, taken_at, ready_at }
    }
}

impl Admin<'_> {
    /// Announces the removal of a person, who sees at each sign-in what will be lost and how to export
    /// their books.
    ///
    /// Changes nothing else; the notice can be withdrawn until the removal.
    pub fn announce_removal(self, id: PersonId) -> Result<()> {
        self.person().require_confirmed()?;
        let (object, announced_at) = (id.to_string(), self.app().clock().now());
        self.change(&AuditEvent::of(self.person(), "departure-announced", &object), |edit| {
            if edit.person(id)?.disabled_at.is_some() {
                return Err(Conflict::Disabled.into());
            }
            refuse_last(edit, id)?;
            if edit.find_removal_notice(id)?.is_some() {
                return Err(Conflict::ChangedSince.into());
            }
            let row =
                Row { person: id, announced_at, seen_at: None, taken_at: None, ready_at: None };
            Ok(edit.put_removal_notice(&row)?)
        })
    }

    /// Withdraws the removal notice.
    pub fn withdraw_removal(self, id: PersonId) -> Result<()> {
        self.person().require_confirmed()?;
        let object = id.to_string();
        self.change(&AuditEvent::of(self.person(), "departure-withdrawn", &object), |edit| {
            Ok(edit.remove_removal_notice(id)?)
        })
    }
}

impl Person {
    /// Returns this person's removal notice, if any.
    pub fn removal_notice(&self) -> Result<Option<RemovalNotice>> {
        self.require_oneself()?;
        let found =
            self.app().inner().household.read(|view| view.find_removal_notice(self.id()))?;
        Ok(found.map(RemovalNotice::from))
    }

    /// Returns the removal notice and marks it as seen.
    pub fn acknowledge_removal(&self) -> Result<Option<RemovalNotice>> {
        let found = self.removal_notice()?;
        let Some(RemovalNotice { seen_at: None, .. }) = found else { return Ok(found) };
        let now = self.app().clock().now();
        self.record_removal_step("departure-seen", |row| row.seen_at = row.seen_at.or(Some(now)))?;
        self.removal_notice()
    }

    /// Confirms that this person has exported what they need.
    pub fn confirm_ready_for_removal(&self) -> Result<()> {
        self.require_oneself()?;
        let now = self.app().clock().now();
        self.record_removal_step("departure-ready", |row| {
            row.seen_at = row.seen_at.or(Some(now));
            row.ready_at = row.ready_at.or(Some(now));
        })
    }

    /// Records that this person exported their sealed books, also in their removal notice, if any.
    pub(crate) fn record_sealed_export(&self) -> Result<()> {
        let now = self.app().clock().now();
        let noted = self.record_removal_step("sealed-books-taken", |row| {
            row.seen_at = row.seen_at.or(Some(now));
            row.taken_at = Some(now);
        });
        match noted {
            Err(Error::NotFound) => {
                let object = self.id().to_string();
                self.app().record(&AuditEvent::of(self, "sealed-books-taken", &object))
            }
            noted => noted,
        }
    }

    fn record_removal_step(&self, action: &str, change: impl FnOnce(&mut Row)) -> Result<()> {
        let object = self.id().to_string();
        self.app().change_household(&AuditEvent::of(self, action, &object), |edit| {
            let mut row = edit.find_removal_notice(self.id())?.ok_or(Error::NotFound)?;
            change(&mut row);
            Ok(edit.put_removal_notice(&row)?)
        })
    }
}
