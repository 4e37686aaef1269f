//! Progress of running uploads.

use pecule_domain::id::BackupId;
use pecule_domain::id::TargetId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use utoipa::ToSchema;

/// State of the uploads of this process.
#[derive(Debug, Default)]
pub(crate) struct UploadState {
    round: Mutex<()>,
    carried: Mutex<BTreeMap<TargetId, (u64, u64)>>,
    thinned: Mutex<Option<BackupId>>,
}

/// Progress of the upload of a backup to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UploadProgress {
    #[schema(value_type = String)]
    pub target: TargetId,
    /// Bytes sent so far.
    pub done: u64,
    /// Bytes of the backup.
    pub total: u64,
}

impl UploadState {
    /// Takes the lock of a round; `None` if another thread holds it.
    pub(crate) fn begin(&self) -> Option<MutexGuard<'_, ()>> {
        match self.round.try_lock() {
            Ok(round) => Some(round),
            Err(std::sync::TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => None,
        }
    }

    /// Whether local backups were pruned since this backup was made.
    pub(crate) fn is_thinned(&self, newest: Option<BackupId>) -> bool {
        *self.thinned.lock().unwrap_or_else(PoisonError::into_inner) == newest
    }

    /// Notes that local backups were pruned.
    pub(crate) fn thinned(&self, newest: Option<BackupId>) {
        *self.thinned.lock().unwrap_or_else(PoisonError::into_inner) = newest;
    }

    pub(crate) fn tell(&self, target: TargetId, far: Option<(u64, u64)>) {
        let mut carried = self.carried.lock().unwrap_or_else(PoisonError::into_inner);
        match far {
            Some(far) => carried.insert(target, far),
            None => carried.remove(&target),
        };
    }

    pub(crate) fn carried(&self) -> Vec<UploadProgress> {
        let carried = self.carried.lock().unwrap_or_else(PoisonError::into_inner);
        let line = |(target, (done, total)): (&TargetId, &(u64, u64))| UploadProgress {
            target: *target,
            done: *done,
            total: *total,
        };
        carried.iter().map(line).collect()
    }
}
