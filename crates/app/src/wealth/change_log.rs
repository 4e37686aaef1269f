//! Searches the change log of books, and lists records removed within thirty days.

use jiff::SignedDuration;
use pecule_domain::id::PersonId;
use pecule_store::audit::search::Search;
use pecule_store::books::changes::search::Removal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::audit::log::JournalFilter;
use crate::error::{Error, Result};
use crate::wealth::operations::OperationView;

/// How long a removal can be undone.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A removal that can be undone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrashView {
    /// The change that removed the records.
    pub operation: OperationView,
    /// Number of records removed.
    pub removed: u64,
    /// Last moment to undo it.
    #[schema(value_type = String)]
    pub until: jiff::Timestamp,
}

impl JournalFilter {
    /// Converts the filter for the store; `kind` is the kind of a change.
    pub(crate) fn search_books(&self) -> Result<Search> {
        let kind = self.kind.clone().filter(|kind| !kind.is_empty());
        Ok(Search { actions: kind.into_iter().collect(), ..self.search()? })
    }
}

impl Member<'_> {
    /// Lists the selected changes, newest first, and returns whether there are more.
    pub fn search_operations(&self, filter: &JournalFilter) -> Result<(Vec<OperationView>, bool)> {
        let search = filter.search_books()?;
        let wanted = Search { limit: search.limit.saturating_add(1), ..search.clone() };
        let mut found = self.open().books.read(|view| view.search_operations(&wanted))?;
        let more = found.len() > usize::try_from(search.limit).unwrap_or(usize::MAX);
        if more {
            found.pop();
        }
        Ok((found.into_iter().map(OperationView::from).collect(), more))
    }

    /// Lists the authors of changes with their names; empty for removed people.
    pub fn who_changed(&self) -> Result<Vec<(PersonId, String)>> {
        let actors = self.open().books.read(|view| view.operation_actors())?;
        let people = self.person().app().inner().household.read(|view| view.persons())?;
        let name = |id: PersonId| {
            let found = people.iter().find(|row| row.id == id);
            (id, found.map(|row| row.name.clone()).unwrap_or_default())
        };
        Ok(actors.into_iter().map(name).collect())
    }

    /// Lists the kinds of changes in the log.
    pub fn operation_kinds(&self) -> Result<Vec<String>> {
        Ok(self.open().books.read(|view| view.operation_kinds())?)
    }

    /// Lists removals of the last thirty days, newest first; none for a reader, who cannot undo them.
    pub fn removed_records(&self) -> Result<Vec<TrashView>> {
        if !self.may_write() {
            return Ok(Vec::new());
        }
        let removed = self.removals()?.into_iter();
        let removed = removed.filter(|removal| removal.operation.kind.ends_with("-removed"));
        Ok(removed
            .map(|removal| TrashView {
                until: removal.operation.at.saturating_add(KEPT).unwrap_or(removal.operation.at),
                operation: removal.operation.into(),
                removed: removal.removed,
            })
            .collect())
    }

    /// Lists changes of the last thirty days that removed records and were not undone.
    pub(crate) fn removals(&self) -> Result<Vec<Removal>> {
        let since = self.person().app().clock().now().saturating_sub(KEPT);
        let since = since.map_err(Error::internal)?;
        Ok(self.open().books.read(|view| view.removals(since))?)
    }
}
