//! Rate limit per session, so that one runaway program does not block the others.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use pecule_app::Refusal;
use pecule_domain::id::SessionId;

/// Default sustained rate, in requests per second.
pub const USUAL: u32 = 20;
/// Burst size, in seconds of the sustained rate.
const BURST: u32 = 3;
/// Imported files per minute.
const IMPORTS: i64 = 6;
/// Number of sessions tracked before full buckets are dropped.
const MOST: usize = 256;

/// Kind of request, each with its own limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestKind {
    Any,
    Import,
}

/// The rate limits of all sessions; `None` disables them.
#[derive(Clone, Default)]
pub struct RateLimit(Option<Arc<RateLimited>>);

struct RateLimited {
    rate: u32,
    buckets: Mutex<BTreeMap<(SessionId, RequestKind), TokenBucket>>,
}

/// Token bucket, in units of [`UNIT`] per request.
#[derive(Clone, Copy)]
struct TokenBucket {
    room: i64,
    at: Timestamp,
}

/// Refill rate in requests per minute, and capacity in requests.
#[derive(Clone, Copy)]
struct RefillRate {
    per_minute: i64,
    most: i64,
}

impl RequestKind {
    /// Returns the kind of a request.
    pub fn of(sent: bool, path: &str) -> Self {
        let brings = path.starts_with("/imports/") || path.starts_with("/api/v1/imports");
        if sent && brings { Self::Import } else { Self::Any }
    }
}

impl RateLimit {
    /// Creates limits for `rate` requests per second and session; 0 disables them.
    pub fn new(rate: u32) -> Self {
        let paced = || Arc::new(RateLimited { rate, buckets: Mutex::default() });
        Self((rate > 0).then(paced))
    }

    /// Takes a token, or returns `TooFast` with the seconds to wait.
    pub fn take(
        &self,
        session: SessionId,
        kind: RequestKind,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let Some(paced) = &self.0 else { return Ok(()) };
        paced.take(session, RequestKind::Any, now)?;
        if kind == RequestKind::Import { paced.take(session, kind, now) } else { Ok(()) }
    }
}

impl RateLimited {
    fn flow(&self, kind: RequestKind) -> RefillRate {
        match kind {
            RequestKind::Any => RefillRate {
                per_minute: i64::from(self.rate).saturating_mul(60),
                most: i64::from(self.rate.saturating_mul(BURST)),
            },
            RequestKind::Import => RefillRate { per_minute: IMPORTS, most: IMPORTS },
        }
    }

    fn take(&self, session: SessionId, kind: RequestKind, now: Timestamp) -> Result<(), Refusal> {
        let flow = self.flow(kind);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|(_, kind), bucket| !bucket.is_full(self.flow(*kind), now));
        }
        let full = TokenBucket { room: flow.most.saturating_mul(UNIT), at: now };
        let bucket = buckets.entry((session, kind)).or_insert(full);
        bucket.fill(flow, now);
        if bucket.room < UNIT {
            let missing = UNIT.saturating_sub(bucket.room);
            let seconds = missing.div_euclid(flow.per_minute.saturating_mul(1_000).max(1));
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            return Err(Refusal::TooFast(seconds.saturating_add(1)));
        }
        bucket.room = bucket.room.saturating_sub(UNIT);
        Ok(())
    }
}

/// Units per request. With this value, requests per minute equal units per millisecond, so refills
/// are integers.
const UNIT: i64 = 60_000;

impl TokenBucket {
    /// Refills the bucket; a clock that was set back adds nothing.
    fn fill(&mut self, flow: RefillRate, now: Timestamp) {
        let passed = now.as_millisecond().saturating_sub(self.at.as_millisecond()).max(0);
        let most = flow.most.saturating_mul(UNIT);
        self.room = self.room.saturating_add(passed.saturating_mul(flow.per_minute)).min(most);
        self.at = now;
    }

    fn is_full(mut self, flow: RefillRate, now: Timestamp) -> bool {
        self.fill(flow, now);
        self.room >= flow.most.saturating_mul(UNIT)
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pace").field(&self.0.as_ref().map(|paced| paced.rate)).finish()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use pecule_app::Refusal;
    use pecule_domain::id::SessionId;

    use super::{RateLimit, RequestKind};

    fn session(number: u128) -> SessionId {
        format!("{number:032x}").parse().unwrap()
    }

    fn after(millis: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_millis(millis)
    }

    #[test]
    fn a_burst_passes_then_the_rate_holds_for_each_session_alone() {
        let pace = RateLimit::new(20);
        for _ in 0..60 {
            pace.take(session(1), RequestKind::Any, after(0)).unwrap();
        }
        assert_eq!(pace.take(session(1), RequestKind::Any, after(0)), Err(Refusal::TooFast(1)));
        pace.take(session(2), RequestKind::Any, after(0)).unwrap();
        assert!(pace.take(session(1), RequestKind::Any, after(49)).is_err());
        pace.take(session(1), RequestKind::Any, after(99)).unwrap();
        let taken =
            (0..100).filter(|_| pace.take(session(1), RequestKind::Any, after(1_099)).is_ok());
        assert_eq!(taken.count(), 20, "a second fills twenty");
    }

    #[test]
    fn six_files_a_minute_are_brought_in() {
        let pace = RateLimit::new(20);
        for _ in 0..6 {
            pace.take(session(1), RequestKind::Import, after(0)).unwrap();
        }
        assert_eq!(pace.take(session(1), RequestKind::Import, after(0)), Err(Refusal::TooFast(11)));
        assert!(pace.take(session(1), RequestKind::Import, after(9_999)).is_err());
        pace.take(session(1), RequestKind::Import, after(10_000)).unwrap();
        assert_eq!(RequestKind::of(true, "/api/v1/imports/legacy"), RequestKind::Import);
        assert_eq!(
            (RequestKind::of(false, "/imports/x"), RequestKind::of(true, "/importance")),
            (RequestKind::Any, RequestKind::Any)
        );
    }

    #[test]
    fn sessions_that_rest_are_forgotten_and_no_rate_slows_nobody() {
        let pace = RateLimit::new(1);
        for number in 0..1_000 {
            pace.take(session(number), RequestKind::Any, after(0)).unwrap();
        }
        pace.take(session(5_000), RequestKind::Any, after(60_000)).unwrap();
        assert_eq!(pace.0.as_ref().unwrap().buckets.lock().unwrap().len(), 1);
        let free = RateLimit::new(0);
        assert!((0..10_000).all(|_| free.take(session(1), RequestKind::Any, after(0)).is_ok()));
        // A clock that was set back must neither refill nor panic.
        assert!(pace.take(session(5_000), RequestKind::Any, after(-60_000)).is_ok());
    }
}
