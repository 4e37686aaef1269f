//! Measures durations and their median.

use std::time::{Duration, Instant};

/// Runs a closure and returns its duration.
#[expect(clippy::disallowed_methods, reason = "measuring is what this crate is for")]
pub(crate) fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}

/// Returns the median, the minimum and the maximum.
pub(crate) fn spread(mut times: Vec<Duration>) -> (Duration, Duration, Duration) {
    times.sort_unstable();
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    (at(times.len() / 2), at(0), at(times.len().saturating_sub(1)))
}

/// Formats a duration in milliseconds.
pub(crate) fn shown(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:02} ms", micros / 1_000, micros % 1_000 / 10)
}
