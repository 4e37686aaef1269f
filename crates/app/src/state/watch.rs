//! State of the alert rules between two runs.

use crate::state::event_tally::EventTally;
use jiff::SignedDuration;
use jiff::Timestamp;
use pecule_domain::id::BooksId;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

/// State of the watch in memory.
#[derive(Default)]
pub(crate) struct WatchState {
    /// File for anchors, `None` for no anchors.
    pub(crate) anchor_file: Option<PathBuf>,
    /// Configured retention of the household's audit log, in months.
    pub(crate) keep_months: Option<u16>,
    pub(crate) tally: EventTally,
    /// Whether the end of the log was verified since the start.
    pub(crate) tail_checked: AtomicBool,
    /// Start of the present run, and time of the last round.
    awake: Mutex<Option<(Timestamp, Timestamp)>>,
    /// Last attempts to open books with unattended access.
    tried: Mutex<BTreeMap<BooksId, Timestamp>>,
}

impl WatchState {
    /// Returns the start of the present run: the first round, or the first one after a long sleep.
    pub(crate) fn awake_since(&self, now: Timestamp) -> Timestamp {
        let mut awake = self.awake.lock().unwrap_or_else(PoisonError::into_inner);
        let slept = |last: Timestamp| now.duration_since(last).abs() > SLEEP;
        let since =
            awake.filter(|(_since, last)| !slept(*last)).map_or(now, |(since, _last)| since);
        *awake = Some((since, now));
        since
    }

    /// Whether books that failed to open may be tried again: once an hour.
    pub(crate) fn may_try(&self, books: BooksId, now: Timestamp) -> bool {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let late = tried.get(&books).is_none_or(|last| now.duration_since(*last).abs() >= HOUR);
        if late {
            tried.insert(books, now);
        }
        late
    }

    /// Sets the file for anchors, written once a day and after each backup, and the configured
    /// retention in months.
    pub(crate) fn new(anchor_file: Option<PathBuf>, keep_months: Option<u16>) -> Self {
        Self { anchor_file, keep_months, ..Self::default() }
    }
}

/// Time without a round, normally one minute, after which the machine must have slept.
pub(crate) const SLEEP: SignedDuration = SignedDuration::from_hours(2);

pub(crate) const HOUR: SignedDuration = SignedDuration::from_hours(1);
