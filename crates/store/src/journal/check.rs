//! Checking a whole chain, against heads that were kept elsewhere.

use jiff::Timestamp;

use super::{Head, Line, MacBySeq, ORIGIN, STRIDE, after};
use crate::error::{Error, Result};
use crate::row::words;
use crate::sql::Sql;

words! {
    /// How a chain is broken.
    Break {
        /// Entries are missing before this one, or were put in.
        Gap = "gap",
        /// The entry does not name the code of the one before it.
        Link = "link",
        /// The entry's own code does not go with what it says.
        Code = "code",
        /// The entry is not the one that a head kept elsewhere tells of.
        Anchor = "anchor",
        /// A head kept elsewhere tells of entries that are no longer there.
        Cut = "cut",
        /// The entry cannot be read.
        Unreadable = "unreadable",
        /// The records kept for undoing are not those that the entry tells of.
        Images = "images",
    }
}

/// Where a chain is broken, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The first entry that does not follow from what precedes it.
    pub seq: i64,
    /// How.
    pub how: Break,
}

/// What was found by walking a chain from its first entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// When the first entry was made.
    pub first_at: Option<Timestamp>,
    /// When the last sound entry was made.
    pub last_at: Option<Timestamp>,
    /// The last sound entry.
    pub head: Head,
    /// The last head kept elsewhere that was found again, 0 where there was none.
    pub anchored_to: i64,
    /// Where it is broken, if it is.
    pub broken: Option<Broken>,
}

impl Checked {
    const START: Self = Self {
        first_at: None,
        last_at: None,
        head: Head { seq: 0, mac: ORIGIN },
        anchored_to: 0,
        broken: None,
    };

    /// The number of the next entry.
    fn next(&self) -> i64 {
        self.head.seq.saturating_add(1)
    }

    /// The same, broken at an entry.
    fn broken_at(self, seq: i64, how: Break) -> Self {
        Self { broken: Some(Broken { seq, how }), ..self }
    }

    /// Takes one more entry, or says how it does not follow.
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

/// Walks a chain from its first entry to its last, and looks for every head that was kept elsewhere.
pub(crate) fn check(sql: Sql<'_>, mac: MacBySeq<'_>, anchors: &[Head]) -> Result<Checked> {
    let mut checked = Checked::START;
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
    Ok(match (cut, foreign) {
        (true, _) => checked.broken_at(seq, Break::Cut),
        (false, true) => checked.broken_at(0, Break::Anchor),
        (false, false) => checked,
    })
}

/// Whether a row holds what this program does not write; damage of the file is something else.
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
