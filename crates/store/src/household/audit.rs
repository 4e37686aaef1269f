//! Reads, searches, verifies and extends the household's audit log.

use jiff::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::audit::entry::{Entry, Head, Line, Mac};
use crate::audit::search::Search;
use crate::audit::segments::Segment;
use crate::audit::verify::{Broken, Checked};
use crate::audit::{chain, chain_restart, entry, segments, verify};
use crate::error::{Error, Result};
use crate::file::row::find_at;
use crate::household::{Edit, View};

impl View<'_> {
    /// Returns the end of the audit log.
    pub fn audit_head(&self) -> Result<Head> {
        chain::head(self.sql)
    }

    /// Returns the audit events before a sequence number, newest first.
    pub fn journal(&self, before: Option<i64>, limit: u32) -> Result<Vec<Line>> {
        entry::before(self.sql, before, limit)
    }

    /// Returns the audit events after a sequence number, oldest first.
    pub fn audit_log_after(&self, seq: i64, limit: u32) -> Result<Vec<Line>> {
        entry::after(self.sql, seq, limit)
    }

    /// Returns matching audit events, newest first.
    pub fn search_audit_log(&self, wanted: &Search) -> Result<Vec<Line>> {
        crate::audit::search::search(self.sql, wanted)
    }

    /// Verifies the audit log after `since`, or from its first entry. Fails with `BrokenChain` at
    /// the first invalid entry.
    pub fn verify_audit_chain(&self, mac: Mac<'_>, since: Option<Head>) -> Result<Head> {
        if since.is_some() {
            return chain::verify_by_seq(self.sql, &|_seq, prev, fields| mac(prev, fields), since);
        }
        let checked = self.check_audit_chain(mac, &[])?;
        checked.broken.map_or(Ok(checked.head), |broken| Err(Error::BrokenChain(broken.seq)))
    }

    /// Verifies the whole audit log, including archived segments and every anchor.
    pub fn check_audit_chain(&self, mac: Mac<'_>, anchors: &[Head]) -> Result<Checked> {
        verify::check_sealed(self.sql, mac, anchors)
    }

    /// Returns every archived segment, oldest first.
    pub fn audit_segments(&self) -> Result<Vec<Segment>> {
        segments::behind(self.sql, 0)
    }

    /// Returns the content of an archived segment, gzipped lines; `None` if it was pruned.
    pub fn audit_segment(&self, first: i64) -> Result<Option<Vec<u8>>> {
        segments::content(self.sql, first)
    }

    /// Returns whether whole months that ended before a time remain to be archived.
    pub fn journal_is_to_be_sealed(&self, before: Timestamp) -> Result<bool> {
        segments::is_due(self.sql, before)
    }

    /// Returns the first entry of every chain that was started after a break, and when.
    pub fn audit_chains(&self) -> Result<Vec<(i64, Timestamp)>> {
        chain_restart::all(self.sql)
    }

    /// Returns the last verification of an audit log; `file` identifies the books or the
    /// installation.
    pub fn find_audit_verdict(&self, file: Uuid) -> Result<Option<ChainVerdict>> {
        self.sql.find(
            "SELECT seq, mac, full_at, broken_seq, broken_how FROM journal_checks WHERE file = ?1",
            [file.into_bytes()],
            |row| {
                let (seq, how): (Option<i64>, Option<String>) = (row.get(3)?, row.get(4)?);
                Ok(ChainVerdict {
                    head: Head { seq: row.get(0)?, mac: row.get(1)? },
                    full_at: find_at(row, 2)?,
                    broken: seq.zip(how),
                })
            },
        )
    }
}

/// The result of the last verification of an audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainVerdict {
    /// The last valid entry.
    pub head: Head,
    /// When the whole log was last verified.
    pub full_at: Option<Timestamp>,
    /// The first broken entry and how it is broken; writes to that file are refused.
    pub broken: Option<(i64, String)>,
}

impl Edit<'_> {
    /// Archives every whole month that ended before a time; returns the new segments.
    pub fn seal_journal(
        &self,
        before: Timestamp,
        now: Timestamp,
        mac: Mac<'_>,
    ) -> Result<Vec<Segment>> {
        segments::seal(self.sql, before, now, mac)
    }

    /// Prunes the content of an archived segment.
    pub fn empty_audit_segment(&self, first: i64, now: Timestamp, mac: Mac<'_>) -> Result<Segment> {
        segments::remove(self.sql, first, now, mac)
    }

    /// Starts a new chain after a break, with an event that records the break.
    pub fn begin_journal_anew(
        &self,
        broken: Broken,
        beyond: i64,
        entry: Entry<'_>,
        mac: Mac<'_>,
    ) -> Result<Head> {
        let by_seq = |_seq: i64, prev: &[u8; 32], fields: &[&[u8]]| mac(prev, fields);
        chain_restart::begin_anew(self.sql, broken, beyond, entry, &by_seq)
    }

    /// Stores the result of a verification.
    pub fn put_audit_verdict(&self, file: Uuid, note: &ChainVerdict) -> Result<()> {
        self.sql.run(
            "INSERT INTO journal_checks (file, seq, mac, full_at, broken_seq, broken_how)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (file) DO UPDATE SET seq = excluded.seq, mac = excluded.mac,
                 full_at = excluded.full_at, broken_seq = excluded.broken_seq,
                 broken_how = excluded.broken_how",
            params![
                file.into_bytes(),
                note.head.seq,
                note.head.mac,
                note.full_at.map(Timestamp::as_millisecond),
                note.broken.as_ref().map(|(seq, _how)| seq),
                note.broken.as_ref().map(|(_seq, how)| how),
            ],
        )?;
        Ok(())
    }

    /// Appends an audit event in this transaction.
    pub fn record(&self, entry: Entry<'_>, mac: Mac<'_>) -> Result<Head> {
        chain::append(self.sql, entry, mac)
    }
}
