//! The household's journal: what was recorded, found again and checked.

use super::{Edit, View};
use crate::error::Result;
use crate::journal::{self, Checked, Entry, Head, Line, Mac, Search};

impl View<'_> {
    /// Where the journal ends.
    pub fn journal_head(&self) -> Result<Head> {
        journal::head(self.sql)
    }

    /// Entries of the journal before a number, newest first.
    pub fn journal(&self, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
        journal::before(self.sql, before, limit)
    }

    /// Entries of the journal behind a number, oldest first.
    pub fn journal_after(&self, seq: i64, limit: u32) -> Result<Vec<Line>> {
        journal::after(self.sql, seq, limit)
    }

    /// The entries that are wanted, newest first.
    pub fn search_journal(&self, wanted: &Search) -> Result<Vec<Line>> {
        journal::search(self.sql, wanted)
    }

    /// Walks the journal behind `since`, or refuses with the first entry that does not follow.
    pub fn journal_verify(&self, mac: Mac<'_>, since: Option<Head>) -> Result<Head> {
        journal::verify(self.sql, mac, since)
    }

    /// Walks the whole journal, and looks for every head that was kept elsewhere.
    pub fn check_journal(&self, mac: Mac<'_>, anchors: &[Head]) -> Result<Checked> {
        journal::check(self.sql, &|_seq, previous, fields| mac(previous, fields), anchors)
    }
}

impl Edit<'_> {
    /// Records what this transaction does.
    pub fn record(&self, entry: Entry<'_>, mac: Mac<'_>) -> Result<Head> {
        journal::append(self.sql, entry, mac)
    }
}
