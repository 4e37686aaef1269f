//! Verifies a whole audit chain against anchors, which are heads stored outside the file.

use jiff::Timestamp;

use sha2::{Digest as _, Sha256};

use crate::audit::chain_start::digest;
use crate::audit::chain_start::newest;
use crate::audit::entry::{Head, Line, Mac, MacBySeq, ORIGIN, STRIDE, after};
use crate::audit::segments;
use crate::audit::segments::Segment;
use crate::error::{Error, Result};
use crate::file::row::words;
use crate::file::sql::Sql;

words! {
    /// The way in which a chain is broken.
    Break {
        /// Events before this one are missing or were inserted.
        Gap = "gap",
        /// The event does not contain the code of its predecessor.
        Link = "link",
        /// The event's own code does not match its content.
        Code = "code",
        /// The event differs from an anchor.
        Anchor = "anchor",
        /// Events up to an anchor are missing.
        Cut = "cut",
        /// The event cannot be read.
        Unreadable = "unreadable",
        /// The row images do not match their digest in the event.
        Images = "images",
        /// An archived segment was altered or is missing.
        Segment = "segment",
        /// The events before a restarted chain were altered.
        Before = "before",
    }
}

/// The position and kind of a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The first event that does not follow from its predecessor.
    pub seq: i64,
    pub how: Break,
}

/// The result of verifying a chain from its first event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The time of the first event.
    pub first_at: Option<Timestamp>,
    /// The time of the last valid event.
    pub last_at: Option<Timestamp>,
    /// The last valid event.
    pub head: Head,
    /// The last anchor that was found; 0 if there was none.
    pub anchored_to: i64,
    /// The number of archived segments, and how many of them were pruned.
    pub sealed: (usize, usize),
    /// The first event of the newest chain, if one was started after a break; earlier events are
    /// not verified.
    pub anew: Option<i64>,
    /// `None` if the chain is valid.
    pub broken: Option<Broken>,
}

impl Checked {
    const START: Self = Self {
        first_at: None,
        last_at: None,
        head: Head { seq: 0, mac: ORIGIN },
        anchored_to: 0,
        sealed: (0, 0),
        anew: None,
        broken: None,
    };

    /// Returns the sequence number of the next event.
    fn next(&self) -> i64 {
        self.head.seq.saturating_add(1)
    }

    /// Returns this result with a break at an event.
    fn broken_at(self, seq: i64, how: Break) -> Self {
        Self { broken: Some(Broken { seq, how }), ..self }
    }

    /// Accepts the next event, or returns how it breaks the chain.
    fn take(&mut self, line: &Line, mac: MacBySeq<'_>, anchors: &[Head]) -> Option<Break> {
        if line.seq != self.next() {
            return Some(Break::Gap);
        }
        if line.prev_mac != self.head.mac {
            return Some(Break::Link);
        }
        let of_this = |prev: &[u8; 32], fields: &[&[u8]]| mac(line.seq, prev, fields);
        if line.mac != line.entry().code(line.seq, &self.head.mac, &of_this) {
            return Some(Break::Code);
        }
        let mut kept = anchors.iter().filter(|anchor| anchor.seq == line.seq).peekable();
        if kept.peek().is_some() {
            if kept.any(|anchor| anchor.mac != line.mac) {
                return Some(Break::Anchor);
            }
            self.anchored_to = line.seq;
        }
        self.first_at = self.first_at.or(Some(line.at));
        self.last_at = Some(line.at);
        self.head = Head { seq: line.seq, mac: line.mac };
        None
    }
}

/// Verifies a chain from its first to its last event, and against every anchor.
pub(crate) fn check(sql: Sql<'_>, mac: MacBySeq<'_>, anchors: &[Head]) -> Result<Checked> {
    let checked = begin(sql, mac)?;
    if checked.broken.is_some() {
        return Ok(checked);
    }
    walk(sql, checked, mac, anchors)
}

/// Like [`check`], including the archived segments.
pub(crate) fn check_sealed(sql: Sql<'_>, mac: Mac<'_>, anchors: &[Head]) -> Result<Checked> {
    let by_seq = |_seq: i64, prev: &[u8; 32], fields: &[&[u8]]| mac(prev, fields);
    let mut checked = begin(sql, &by_seq)?;
    if checked.broken.is_some() {
        return Ok(checked);
    }
    let start = checked.head;
    let sealed = match segments::behind(sql, start.seq) {
        Ok(sealed) => sealed,
        Err(error) if is_unreadable(&error) => {
            return Ok(checked.broken_at(start.seq.saturating_add(1), Break::Segment));
        }
        Err(error) => return Err(error),
    };
    for segment in sealed {
        let expected = checked.next();
        if let Some(how) = checked.take_segment(sql, &segment, mac, anchors)? {
            let seq = if how == Break::Segment { segment.first } else { checked.next() };
            return Ok(checked.broken_at(seq.max(expected), how));
        }
    }
    if segments::has_strays(sql, start, checked.head)? {
        return Ok(checked.broken_at(start.seq.saturating_add(1), Break::Gap));
    }
    walk(sql, checked, &by_seq, anchors)
}

/// Returns the starting point: the first event, or the first one after a break.
fn begin(sql: Sql<'_>, mac: MacBySeq<'_>) -> Result<Checked> {
    let (start, broken) = match checked_start(sql, mac) {
        Ok(start) => start,
        Err(error) if is_unreadable(&error) => {
            return Ok(Checked::START.broken_at(1, Break::Unreadable));
        }
        Err(error) => return Err(error),
    };
    let anew = (start.seq > 0).then(|| start.seq.saturating_add(1));
    Ok(Checked { head: start, anew, broken, ..Checked::START })
}

impl Checked {
    /// Accepts the events of one archived segment, or returns how they break the chain.
    fn take_segment(
        &mut self,
        sql: Sql<'_>,
        segment: &Segment,
        mac: Mac<'_>,
        anchors: &[Head],
    ) -> Result<Option<Break>> {
        let follows = segment.first == self.next() && segment.start == self.head.mac;
        if !follows || !segment.is_vouched_for(mac) {
            return Ok(Some(Break::Segment));
        }
        let (walked, removed) = self.sealed;
        let packed = segments::content(sql, segment.first)?;
        let Some(packed) = packed else {
            // A pruned segment keeps only its first and last code.
            let end = segment.end();
            if anchors.iter().any(|anchor| anchor.seq == end.seq && anchor.mac != end.mac) {
                return Ok(Some(Break::Anchor));
            }
            self.first_at = self.first_at.or(Some(segment.first_at));
            (self.last_at, self.head) = (Some(segment.last_at), end);
            self.sealed = (walked.saturating_add(1), removed.saturating_add(1));
            return Ok((segment.removed_at.is_none()).then_some(Break::Segment));
        };
        let digest: [u8; 32] = Sha256::digest(&packed).into();
        if digest != segment.sha256 || segment.removed_at.is_some() {
            return Ok(Some(Break::Segment));
        }
        let lines = match segments::unpack(&packed, segment.start) {
            Ok(lines) => lines,
            Err(Error::Malformed(_)) => return Ok(Some(Break::Segment)),
            Err(error) => return Err(error),
        };
        let by_seq = |_seq: i64, prev: &[u8; 32], fields: &[&[u8]]| mac(prev, fields);
        for line in &lines {
            if let Some(how) = self.take(line, &by_seq, anchors) {
                return Ok(Some(how));
            }
        }
        self.sealed = (walked.saturating_add(1), removed);
        Ok((self.head != segment.end()).then_some(Break::Segment))
    }
}

/// Verifies the remaining events up to the last.
fn walk(
    sql: Sql<'_>,
    mut checked: Checked,
    mac: MacBySeq<'_>,
    anchors: &[Head],
) -> Result<Checked> {
    loop {
        let lines = match after(sql, checked.head.seq, STRIDE) {
            Ok(lines) => lines,
            Err(error) if is_unreadable(&error) => match after(sql, checked.head.seq, 1) {
                Ok(one) => one,
                Err(error) if is_unreadable(&error) => {
                    let seq = checked.next();
                    return Ok(checked.broken_at(seq, Break::Unreadable));
                }
                Err(error) => return Err(error),
            },
            Err(error) => return Err(error),
        };
        if lines.is_empty() {
            break;
        }
        for line in &lines {
            let expected = checked.next();
            if let Some(how) = checked.take(line, mac, anchors) {
                return Ok(checked.broken_at(expected, how));
            }
        }
    }
    let seq = checked.next();
    let cut = anchors.iter().any(|anchor| anchor.seq > checked.head.seq);
    let foreign = anchors.iter().any(|anchor| anchor.seq == 0 && anchor.mac != ORIGIN);
    // A restarted chain must contain at least the event that records the break.
    let emptied = checked.anew.is_some_and(|first| checked.head.seq < first);
    Ok(match (cut || emptied, foreign) {
        (true, _) => checked.broken_at(seq, Break::Cut),
        (false, true) => checked.broken_at(0, Break::Anchor),
        (false, false) => checked,
    })
}

/// Returns whether a row contains a value that this program does not write; a damaged file is a
/// different error.
const fn is_unreadable(error: &Error) -> bool {
    matches!(
        error,
        Error::Database(
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
        ) | Error::Malformed(_)
    )
}

/// Like [`start`](crate::audit::chain_start::start), and also verifies the events before the chain against their digest.
pub(crate) fn checked_start(sql: Sql<'_>, mac: MacBySeq<'_>) -> Result<(Head, Option<Broken>)> {
    let Some(chain) = newest(sql)? else { return Ok((Head { seq: 0, mac: ORIGIN }, None)) };
    let sound = chain.code == chain.expected(mac) && chain.before == digest(sql, chain.first)?;
    let broken = (!sound).then_some(Broken { seq: chain.first, how: Break::Before });
    Ok((chain.follows(), broken))
}
