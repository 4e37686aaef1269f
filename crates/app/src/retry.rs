//! Retries an operation while the books are busy.

use crate::error::Result;
use crate::error::unavailable::Unavailable;
use std::time::Duration;

/// Whether to wait while books are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Up to 6 s.
    Some,
    None,
}

impl Wait {
    /// Runs work that may fail with `Busy`.
    pub(crate) fn with<T>(self, mut work: impl FnMut() -> Result<T>) -> Result<T> {
        match self {
            Self::Some => retry_while_busy(work),
            Self::None => work(),
        }
    }
}

/// Repeats work that fails with `Busy`, for up to 6 s.
#[expect(clippy::disallowed_methods, reason = "others, of this process or another, are waited for")]
pub(crate) fn retry_while_busy<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let (times, pause) = LOOKS;
    for _again in 1..times {
        match work() {
            Err(crate::error::Error::Unavailable(Unavailable::Busy)) => std::thread::sleep(pause),
            done => return done,
        }
    }
    work()
}

/// The number of attempts and the pause between them, 6 s in all.
pub(crate) const LOOKS: (u32, Duration) = (60, Duration::from_millis(100));
