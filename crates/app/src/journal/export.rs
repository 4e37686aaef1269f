//! Journals as files: CSV for a spreadsheet, JSON lines for programs. Both ask for the password again.

use serde::Serialize;

use super::{ALL, JournalFilter, JournalLine};
use crate::admin::Admin;
use crate::csv::Table;
use crate::deed::Deed;
use crate::error::{Error, Reason, Result};
use crate::member::Member;
use crate::operations::OperationLine;
use crate::person::Person;

crate::words! {
    /// What a journal is written as.
    ExportFormat {
        /// A table for a spreadsheet.
        Csv = "csv": "CSV",
        /// One JSON object on each line.
        JsonLines = "jsonl": "JSON lines",
    }
}

impl ExportFormat {
    /// The format of a word.
    pub fn parse(word: &str) -> Result<Self> {
        let found = Self::ALL.iter().copied().find(|format| format.key() == word);
        found.ok_or_else(|| Error::invalid("format", Reason::NotInList))
    }

    /// Its media type.
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

fn or_nothing(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn of_household(lines: &[JournalLine], format: ExportFormat) -> Result<Vec<u8>> {
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

fn of_books(lines: &[OperationLine], format: ExportFormat) -> Result<Vec<u8>> {
    if format == ExportFormat::JsonLines {
        return json_lines(lines);
    }
    let mut table = Table::new(&[
        "seq",
        "at",
        "id",
        "person",
        "session",
        "kind",
        "name",
        "rows",
        "undone",
        "can_be_undone",
    ]);
    for line in lines {
        table.row([
            line.seq.to_string(),
            line.at.to_string(),
            line.id.to_string(),
            or_nothing(line.person),
            or_nothing(line.session),
            line.kind.clone(),
            line.name.clone(),
            line.rows.to_string(),
            line.undone.to_string(),
            line.can_be_undone.to_string(),
        ]);
    }
    Ok(table.into_bytes())
}

impl Admin<'_> {
    /// The household's journal as a file.
    pub fn export_journal(self, filter: &JournalFilter, format: ExportFormat) -> Result<Vec<u8>> {
        self.person().require_confirmed()?;
        let mut search = filter.search_household()?;
        (search.limit, search.before) = (ALL, None);
        let bytes = of_household(&self.app().journal_page(&search)?.items, format)?;
        self.app().record(&Deed::of(self.person(), "journal-exported", "household"))?;
        Ok(bytes)
    }
}

impl Person {
    /// One's own entries of the household's journal as a file.
    pub fn export_own_journal(
        &self,
        filter: &JournalFilter,
        format: ExportFormat,
    ) -> Result<Vec<u8>> {
        self.require_confirmed()?;
        let mut search = filter.search_household()?;
        (search.limit, search.before, search.about) = (ALL, None, Some(self.id()));
        let bytes = of_household(&self.app().journal_page(&search)?.items, format)?;
        self.app().record(&Deed::of(self, "journal-exported", "own"))?;
        Ok(bytes)
    }
}

impl Member<'_> {
    /// The journal of these books as a file.
    pub fn export_operations(
        &self,
        filter: &JournalFilter,
        format: ExportFormat,
    ) -> Result<Vec<u8>> {
        self.person().require_confirmed()?;
        let mut search = filter.search_books()?;
        (search.limit, search.before) = (ALL, None);
        let found = self.open().books.read(|view| view.search_operations(&search))?;
        let lines: Vec<OperationLine> = found.into_iter().map(OperationLine::from).collect();
        let bytes = of_books(&lines, format)?;
        self.person().app().record(&Deed::of(self.person(), "journal-exported", "books"))?;
        Ok(bytes)
    }
}
