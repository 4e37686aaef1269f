//! Archives whole months of audit events in compressed segments. Each segment has its own code,
//! computed with the codes of the event before it and of its last event.
//!
//! The content is a gzip file of lines: one JSON object per event, in the order of the chain.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pecule_domain::id::{PersonId, SessionId};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::audit::chain::verify_behind;
use crate::audit::chain_start;
use crate::audit::entry::{Head, Line, Mac, STRIDE, after};
use crate::error::{Error, Result};
use crate::file::row::{at, find_at};
use crate::file::sql::Sql;

/// The prefix of the authenticated data of a segment, which separates it from other uses of the
/// key.
const MARK: &[u8] = b"pecule-segment-v1";
/// The maximum size of an unpacked segment, in bytes; a typical month needs a thousandth of it.
const LONGEST: u64 = 1 << 28;
const COLUMNS: &str = "first_seq, last_seq, start_mac, end_mac, first_at, last_at, sealed_at, sha256, removed_at, code";

/// An archived segment, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The sequence number of its first event.
    pub first: i64,
    /// The sequence number of its last event.
    pub last: i64,
    /// The code of the event before it.
    pub start: [u8; 32],
    /// The code of its last event.
    pub end: [u8; 32],
    /// The time of its first event.
    pub first_at: Timestamp,
    /// The time of its last event.
    pub last_at: Timestamp,
    pub sealed_at: Timestamp,
    /// The SHA-256 of its content.
    pub sha256: [u8; 32],
    /// When its content was pruned; `None` if it is kept.
    pub removed_at: Option<Timestamp>,
    code: [u8; 32],
}

/// An event in a segment: the authenticated fields and the code.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentEntry {
    seq: i64,
    /// Milliseconds since 1970.
    at: i64,
    actor: Option<PersonId>,
    session: Option<SessionId>,
    action: String,
    object: String,
    outcome: String,
    /// The JSON text as it was recorded.
    details: String,
    mac: String,
}

impl Segment {
    fn expected(&self, mac: Mac<'_>) -> [u8; 32] {
        let moment = |at: Timestamp| at.as_millisecond().to_be_bytes();
        let removed = self.removed_at.map_or_else(Vec::new, |at| Vec::from(moment(at)));
        let fields: [&[u8]; 9] = [
            MARK,
            &self.first.to_be_bytes(),
            &self.last.to_be_bytes(),
            &self.end,
            &moment(self.first_at),
            &moment(self.last_at),
            &moment(self.sealed_at),
            &self.sha256,
            &removed,
        ];
        mac(&self.start, &fields)
    }

    /// Returns whether the segment's code matches its fields.
    pub(crate) fn is_vouched_for(&self, mac: Mac<'_>) -> bool {
        self.code == self.expected(mac)
    }

    /// Returns the point where the chain continues.
    pub(crate) fn end(&self) -> Head {
        Head { seq: self.last, mac: self.end }
    }
}

/// Returns every segment after a sequence number, oldest first.
pub(crate) fn behind(sql: Sql<'_>, seq: i64) -> Result<Vec<Segment>> {
    sql.all(
        &format!("SELECT {COLUMNS} FROM journal_segments WHERE first_seq > ?1 ORDER BY first_seq"),
        [seq],
        segment,
    )
}

/// Returns the compressed content of a segment; `None` if it was pruned.
pub(crate) fn content(sql: Sql<'_>, first: i64) -> Result<Option<Vec<u8>>> {
    sql.one("SELECT content FROM journal_segments WHERE first_seq = ?1", [first], |row| row.get(0))
}

/// Returns the last archived event, or the predecessor of the newest chain.
pub(crate) fn end(sql: Sql<'_>) -> Result<Head> {
    let start = chain_start::start(sql)?;
    let last = behind(sql, start.seq)?.pop();
    Ok(last.map_or(start, |segment| segment.end()))
}

/// Returns whether archived events also remain in the table.
pub(crate) fn has_strays(sql: Sql<'_>, start: Head, end: Head) -> Result<bool> {
    let sql_text = "SELECT 1 FROM journal WHERE seq > ?1 AND seq <= ?2 LIMIT 1";
    Ok(sql.find(sql_text, (start.seq, end.seq), |_row| Ok(()))?.is_some())
}

/// Archives every whole month that ended before a time; returns the new segments, oldest first.
///
/// Fails with `BrokenChain` if the chain is invalid, because a broken chain must not be archived.
pub(crate) fn seal(
    sql: Sql<'_>,
    before: Timestamp,
    now: Timestamp,
    mac: Mac<'_>,
) -> Result<Vec<Segment>> {
    let base = end(sql)?;
    let stop = first_since(sql, base.seq, before)?;
    verify_behind(sql, &|_seq, prev, fields| mac(prev, fields), base)?;
    let mut sealed = Vec::new();
    let mut head = base;
    let mut month: Vec<Line> = Vec::new();
    let mut read = base.seq;
    loop {
        let lines = after(sql, read, STRIDE)?;
        let Some(last) = lines.last() else { break };
        read = last.seq;
        for line in lines.into_iter().take_while(|line| line.seq < stop) {
            if month.first().is_some_and(|first| month_of(first.at) < month_of(line.at)) {
                let segment = put(sql, head, &month, now, mac)?;
                head = segment.end();
                sealed.push(segment);
                month.clear();
            }
            month.push(line);
        }
        if read >= stop {
            break;
        }
    }
    if !month.is_empty() {
        sealed.push(put(sql, head, &month, now, mac)?);
    }
    Ok(sealed)
}

/// Returns whether a month remains to be archived.
pub(crate) fn is_due(sql: Sql<'_>, before: Timestamp) -> Result<bool> {
    let base = end(sql)?;
    Ok(first_since(sql, base.seq, before)? > base.seq.saturating_add(1))
}

/// Prunes the content of a segment; its codes stay, so that the chain continues.
pub(crate) fn remove(sql: Sql<'_>, first: i64, now: Timestamp, mac: Mac<'_>) -> Result<Segment> {
    let text = format!("SELECT {COLUMNS} FROM journal_segments WHERE first_seq = ?1");
    let mut gone = sql.one(&text, [first], segment)?;
    if !gone.is_vouched_for(mac) {
        return Err(Error::BrokenChain(first));
    }
    gone.removed_at = Some(now);
    gone.code = gone.expected(mac);
    sql.touch(
        "UPDATE journal_segments SET content = NULL, removed_at = ?2, code = ?3
         WHERE first_seq = ?1 AND content IS NOT NULL",
        params![first, now.as_millisecond(), gone.code],
    )?;
    Ok(gone)
}

/// Returns the first event that stays in the table: one after `before`, or the last event.
fn first_since(sql: Sql<'_>, base: i64, before: Timestamp) -> Result<i64> {
    let found: Option<i64> = sql.one(
        "SELECT min(seq) FROM journal WHERE seq > ?1
           AND (at >= ?2 OR seq = (SELECT max(seq) FROM journal))",
        (base, before.as_millisecond()),
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(base.saturating_add(1)))
}

/// Stores a segment, reads it back, and only then deletes its events.
fn put(sql: Sql<'_>, head: Head, lines: &[Line], now: Timestamp, mac: Mac<'_>) -> Result<Segment> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Err(Error::BrokenChain(head.seq));
    };
    let packed = pack(lines)?;
    let mut made = Segment {
        first: first.seq,
        last: last.seq,
        start: head.mac,
        end: last.mac,
        first_at: first.at,
        last_at: last.at,
        sealed_at: now,
        sha256: Sha256::digest(&packed).into(),
        removed_at: None,
        code: [0; 32],
    };
    made.code = made.expected(mac);
    sql.run(
        &format!(
            "INSERT INTO journal_segments ({COLUMNS}, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10)"
        ),
        params![
            made.first,
            made.last,
            made.start,
            made.end,
            made.first_at.as_millisecond(),
            made.last_at.as_millisecond(),
            made.sealed_at.as_millisecond(),
            made.sha256,
            made.code,
            packed,
        ],
    )?;
    let kept = content(sql, made.first)?.ok_or(Error::BrokenChain(made.first))?;
    if unpack(&kept, made.start)? != lines {
        return Err(Error::BrokenChain(made.first));
    }
    let gone =
        sql.run("DELETE FROM journal WHERE seq BETWEEN ?1 AND ?2", (made.first, made.last))?;
    if gone == lines.len() { Ok(made) } else { Err(Error::BrokenChain(made.first)) }
}

fn pack(lines: &[Line]) -> Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    for line in lines {
        let packed = SegmentEntry {
            seq: line.seq,
            at: line.at.as_millisecond(),
            actor: line.actor,
            session: line.session,
            action: line.action.clone(),
            object: line.object.clone(),
            outcome: line.outcome.clone(),
            details: line.details.clone(),
            mac: hex(&line.mac),
        };
        let text = serde_json::to_string(&packed).map_err(|cause| unclear(&cause))?;
        packer
            .write_all(text.as_bytes())
            .and_then(|()| packer.write_all(b"\n"))
            .map_err(|cause| unclear(&cause))?;
    }
    packer.finish().map_err(|cause| unclear(&cause))
}

/// Decompresses the events of a segment; `start` is the code before the first one.
pub(crate) fn unpack(packed: &[u8], start: [u8; 32]) -> Result<Vec<Line>> {
    let mut text = String::new();
    GzDecoder::new(packed)
        .take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|cause| unclear(&cause))?;
    let mut previous = start;
    let mut lines = Vec::new();
    for line in text.lines() {
        let packed: SegmentEntry = serde_json::from_str(line).map_err(|cause| unclear(&cause))?;
        let mac = unhex(&packed.mac).ok_or_else(|| unclear(&"a code"))?;
        lines.push(Line {
            seq: packed.seq,
            at: Timestamp::from_millisecond(packed.at).map_err(|cause| unclear(&cause))?,
            actor: packed.actor,
            session: packed.session,
            action: packed.action,
            object: packed.object,
            outcome: packed.outcome,
            details: packed.details,
            prev_mac: previous,
            mac,
        });
        previous = mac;
    }
    Ok(lines)
}

/// Returns the number of months since year 0, in UTC.
fn month_of(at: Timestamp) -> i32 {
    let day = at.to_zoned(TimeZone::UTC).date();
    i32::from(day.year()).saturating_mul(12).saturating_add(i32::from(day.month()))
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

fn unclear(cause: &dyn ToString) -> Error {
    Error::Malformed(cause.to_string())
}

fn segment(row: &Row<'_>) -> rusqlite::Result<Segment> {
    Ok(Segment {
        first: row.get(0)?,
        last: row.get(1)?,
        start: row.get(2)?,
        end: row.get(3)?,
        first_at: at(row, 4)?,
        last_at: at(row, 5)?,
        sealed_at: at(row, 6)?,
        sha256: row.get(7)?,
        removed_at: find_at(row, 8)?,
        code: row.get(9)?,
    })
}
