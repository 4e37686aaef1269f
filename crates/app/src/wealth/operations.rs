//! Lists the changes of the books and undoes them.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::{OperationId, PersonId, SessionId};
use pecule_store::books::changes::operations::Recorded;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Result};

/// Details of a change, and with them its undo, are kept for 30 days.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A change as it is listed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OperationView {
    #[schema(value_type = String)]
    pub id: OperationId,
    /// Its sequence number in the change log of the books.
    pub seq: i64,
    /// Who made it.
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// The kind of change, as a stable word.
    pub kind: String,
    /// The name of the record that was changed.
    pub name: String,
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// How many records it changed.
    pub rows: u64,
    /// Whether it can be undone now.
    pub can_be_undone: bool,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether it undid another.
    pub is_undo: bool,
}

/// A record before and after a change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeView {
    /// The table that holds the record.
    pub table: String,
    /// The record before, or null if it was added.
    #[schema(value_type = Option<Object>)]
    pub before: Option<serde_json::Map<String, Value>>,
    /// The record after, or null if it was removed.
    #[schema(value_type = Option<Object>)]
    pub after: Option<serde_json::Map<String, Value>>,
}

impl From<Recorded> for OperationView {
    fn from(recorded: Recorded) -> Self {
        let summary: Value = serde_json::from_str(&recorded.summary).unwrap_or_default();
        Self {
            id: recorded.id,
            seq: recorded.seq,
            person: recorded.actor,
            session: recorded.session,
            name: summary.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            at: recorded.at,
            rows: recorded.rows,
            can_be_undone: recorded.can_be_undone(),
            undone: recorded.undone_by.is_some(),
            is_undo: recorded.undoes.is_some(),
            kind: recorded.kind,
        }
    }
}

impl Member<'_> {
    /// Returns the latest changes of all displayed books, newest first.
    pub fn operations(&self, limit: u32) -> Result<Vec<OperationView>> {
        let mut operations = self.gather(|view| view.operations(None, limit))?;
        // Within one set of books the sequence number decides, because the clock may have jumped.
        if self.shown.len() > 1 {
            operations.sort_by_key(|operation| std::cmp::Reverse(operation.at));
        }
        operations.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(operations.into_iter().map(OperationView::from).collect())
    }

    /// Returns one change.
    pub fn operation_line(&self, id: OperationId) -> Result<OperationView> {
        Ok(self.open().books.read(|view| view.operation(id))?.into())
    }

    /// Returns the latest change of the books that receive changes.
    pub fn last_operation(&self) -> Result<Option<OperationView>> {
        let last = self.open().books.read(|view| view.operations(None, 1))?;
        Ok(last.into_iter().next().map(OperationView::from))
    }

    /// Returns the records that a change touched, before and after.
    pub fn operation_changes(&self, id: OperationId) -> Result<Vec<ChangeView>> {
        let changes = self.open().books.read(|view| view.operation_changes(id))?;
        let line = |change: pecule_store::books::changes::operations::Change| ChangeView {
            table: change.table,
            before: change.before,
            after: change.after,
        };
        Ok(changes.into_iter().map(line).collect())
    }

    /// Undoes a whole change. The undo is a change itself and can be undone.
    pub fn undo(&self, target: OperationId) -> Result<OperationView> {
        self.require_writing()?;
        let recorded = self.open().books.read(|view| view.operation(target))?;
        let line = OperationView::from(recorded);
        let id = self.draw(OperationId::new)?;
        let summary = json!({ "name": line.name, "undoes": line.kind }).to_string();
        let operation = self.operation(id, "undone", &summary);
        let mac =
            |previous: &[u8; 32], fields: &[&[u8]]| self.open().journal.chain(previous, fields);
        let changed = self.open().books.undo(target, operation, &mac)?;
        self.person().app().advance(self.open().books.id(), changed.head)?;
        let done = self.open().books.read(|view| view.operation(id))?;
        Ok(done.into())
    }

    /// Deletes the details of changes older than 30 days and returns the number of these changes.
    pub fn prune(&self) -> Result<usize> {
        self.require_writing()?;
        let now = self.person().app().clock().now();
        let before = now.saturating_sub(KEPT).map_err(Error::internal)?;
        Ok(self.open().books.prune(before)?)
    }
}
