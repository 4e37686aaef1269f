//! Identities of signed-in sessions, by session.

use jiff::Timestamp;
use pecule_domain::id::SessionId;
use pecule_keys::Identity;
use pecule_store::household::auth::sessions::Session;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// Unsealed identities in memory, by session, with the time of the last use.
#[derive(Default)]
pub(crate) struct SessionCache(Mutex<HeldSessions>);

type HeldSessions = BTreeMap<SessionId, (Arc<Identity>, Timestamp)>;

impl SessionCache {
    fn held(&self) -> MutexGuard<'_, HeldSessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, session: SessionId, identity: Arc<Identity>, now: Timestamp) {
        self.held().insert(session, (identity, now));
    }

    /// Returns the identity of a session and counts this as a use.
    pub(crate) fn find(&self, session: SessionId, now: Timestamp) -> Option<Arc<Identity>> {
        let mut held = self.held();
        let (identity, used_at) = held.get_mut(&session)?;
        *used_at = now;
        Some(Arc::clone(identity))
    }

    /// Returns when a session was last used; `None` if not since the start.
    fn seen(&self, session: SessionId) -> Option<Timestamp> {
        self.held().get(&session).map(|(_, used_at)| *used_at)
    }

    /// Returns when a session was last used, the later of memory and its row.
    pub(crate) fn used_at(&self, session: &Session) -> Timestamp {
        self.seen(session.id).map_or(session.seen_at, |at| at.max(session.seen_at))
    }

    /// Returns every session whose identity is in memory.
    pub(crate) fn all(&self) -> Vec<(SessionId, Arc<Identity>)> {
        self.held().iter().map(|(id, (identity, _))| (*id, Arc::clone(identity))).collect()
    }

    pub(crate) fn forget(&self, session: SessionId) {
        self.held().remove(&session);
    }
}
