//! Exports audit logs as CSV or JSON lines. Both require a recent password.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::actors::admin::Admin;
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::audit::log::{ALL, JournalFilter, JournalView};
use crate::audit_event::AuditEvent;
use crate::csv::{Table, or_nothing};
use crate::error::{Error, Reason, Result};
use crate::wealth::operations::{ChangeView, OperationView};

crate::words! {
    /// File format of an export.
    ExportFormat {
        /// A table for a spreadsheet.
        Csv = "csv": "CSV",
        /// One JSON object per line.
        JsonLines = "jsonl": "JSON lines",
    }
}

impl ExportFormat {
    /// Parses the word of a format.
    pub fn parse(word: &str) -> Result<Self> {
        let found = Self::ALL.iter().copied().find(|format| format.key() == word);
        found.ok_or_else(|| Error::invalid("format", Reason::NotInList))
    }

    /// Media type of the format.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl",
        }
    }
}

fn json_lines<T: Serialize>(items: &[T]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for item in items {
        serde_json::to_writer(&mut bytes, item).map_err(Error::internal)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn of_household(lines: &[JournalView], format: ExportFormat) -> Result<Vec<u8>> {
    if format == ExportFormat::JsonLines {
        return json_lines(lines);
    }
    let mut table = Table::new(&[
        "seq",
        "at",
        "person",
        "person_name",
        "session",
        "action",
        "object",
        "object_name",
        "outcome",
        "details",
    ]);
    for line in lines {
        table.row([
            line.seq.to_string(),
            line.at.to_string(),
            or_nothing(line.person),
            line.person_name.clone(),
            or_nothing(line.session),
            line.action.clone(),
            line.object.clone(),
            line.object_name.clone(),
            line.outcome.clone(),
            line.details.to_string(),
        ]);
    }
    Ok(table.into_bytes())
}

/// A change as it is exported, with its records before and after.
#[derive(Serialize)]
struct ExportedChange {
    #[serde(flatten)]
    line: OperationView,
    person_name: String,
    /// Null if the details are no longer kept.
    changes: Option<Vec<ChangeView>>,
}

fn of_books(lines: &[ExportedChange], format: ExportFormat) -> Result<Vec<u8>> {
    if format == ExportFormat::JsonLines {
        return json_lines(lines);
    }
    let mut table = Table::new(&[
        "seq",
        "at",
        "id",
        "person",
        "person_name",
        "session",
        "kind",
        "name",
        "rows",
        "undone",
        "can_be_undone",
        "record",
        "before",
        "after",
    ]);
    let image = |image: &Option<Map<String, Value>>| {
        image.clone().map(|image| Value::Object(image).to_string()).unwrap_or_default()
    };
    for ExportedChange { line, person_name, changes } in lines {
        let said = [
            line.seq.to_string(),
            line.at.to_string(),
            line.id.to_string(),
            or_nothing(line.person),
            person_name.clone(),
            or_nothing(line.session),
            line.kind.clone(),
            line.name.clone(),
            line.rows.to_string(),
            line.undone.to_string(),
            line.can_be_undone.to_string(),
        ];
        // One row per record; one for the change if its records are no longer kept.
        let records = changes
            .iter()
            .flatten()
            .map(|change| [change.table.clone(), image(&change.before), image(&change.after)]);
        let mut records: Vec<[String; 3]> = records.collect();
        if records.is_empty() {
            records.push(<[String; 3]>::default());
        }
        for record in records {
            table.row(said.iter().cloned().chain(record));
        }
    }
    Ok(table.into_bytes())
}

impl Admin<'_> {
    /// Exports the household's audit log.
    pub fn export_audit_log(self, filter: &JournalFilter, format: ExportFormat) -> Result<Vec<u8>> {
        self.person().require_confirmed()?;
        let mut search = filter.search_household()?;
        (search.limit, search.before) = (ALL, None);
        let bytes = of_household(&self.app().audit_page(&search)?.items, format)?;
        self.app().record(&AuditEvent::of(self.person(), "journal-exported", "household"))?;
        Ok(bytes)
    }
}

impl Person {
    /// Exports this person's own events of the household's audit log.
    pub fn export_own_audit_log(
        &self,
        filter: &JournalFilter,
        format: ExportFormat,
    ) -> Result<Vec<u8>> {
        self.require_confirmed()?;
        let mut search = filter.search_household()?;
        (search.limit, search.before, search.about) = (ALL, None, Some(self.id()));
        let bytes = of_household(&self.app().audit_page(&search)?.items, format)?;
        self.app().record(&AuditEvent::of(self, "journal-exported", "own"))?;
        Ok(bytes)
    }
}

impl Member<'_> {
    /// Exports the change log of these books.
    pub fn export_operations(
        &self,
        filter: &JournalFilter,
        format: ExportFormat,
    ) -> Result<Vec<u8>> {
        self.person().require_confirmed()?;
        let mut search = filter.search_books()?;
        (search.limit, search.before) = (ALL, None);
        let people = self.who_changed()?;
        let found = self.open().books.read(|view| view.search_operations(&search))?;
        let mut lines = Vec::new();
        for recorded in found {
            let changes =
                if recorded.expired { None } else { Some(self.operation_changes(recorded.id)?) };
            let name = people.iter().find(|(id, _name)| Some(*id) == recorded.actor);
            let person_name = name.map(|(_id, name)| name.clone()).unwrap_or_default();
            lines.push(ExportedChange { line: recorded.into(), person_name, changes });
        }
        let bytes = of_books(&lines, format)?;
        self.person().app().record(&AuditEvent::of(self.person(), "journal-exported", "books"))?;
        Ok(bytes)
    }
}
