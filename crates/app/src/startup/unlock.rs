//! Unlocks a master key that is protected by a passphrase, for commands and for a waiting server.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use pecule_keys::MasterKey;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::installation::passphrase;
use pecule_keys::installation::passphrase::PassphraseError;
use pecule_store::Folder;
use pecule_store::file::folder::FolderLock;

use crate::app::App;
use crate::clock::Clock;
use crate::config::data_location::DataLocation;
use crate::error::{Error, Result};

/// The longest delay after wrong passphrases.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// An installation that waits for its passphrase, with its folder locked.
pub struct LockedInstallation {
    place: DataLocation,
    clock: Arc<dyn Clock>,
    cost: Cost,
    tries: Mutex<FailedAttempts>,
    _alone: FolderLock,
}

/// The result of an attempt to unlock.
pub enum UnlockOutcome {
    /// The installation is open.
    Open(App),
    /// The passphrase is wrong.
    Wrong,
    /// Seconds to wait after wrong passphrases. This one was not checked.
    TooOften(u32),
}

/// Failed attempts since the start.
#[derive(Debug, Default)]
struct FailedAttempts {
    wrong: u32,
    last: Option<Timestamp>,
}

impl DataLocation {
    /// Returns the path of the protected master key.
    pub fn wrapped_key(&self) -> PathBuf {
        self.data.join("master.key.age")
    }

    /// Whether the master key is protected by a passphrase.
    pub fn is_wrapped(&self) -> bool {
        self.master_key.is_none()
            && !self.data.join("master.key").exists()
            && self.wrapped_key().exists()
    }

    /// Decrypts the master key with a passphrase.
    pub fn unwrap_master(&self, passphrase: &str) -> Result<MasterKey, PassphraseError> {
        MasterKey::unwrap(&passphrase::read(&self.wrapped_key())?, passphrase)
    }

    /// Asks for the passphrase and decrypts the master key.
    pub(crate) fn ask_for_master(&self) -> Result<MasterKey> {
        let Some(asks) = &self.asks else {
            return Err(Error::Installation(format!(
                "{}: a passphrase opens it; give it with --passphrase-file FILE",
                self.wrapped_key().display()
            )));
        };
        let passphrase = asks.passphrase()?;
        self.unwrap_master(&passphrase).map_err(|error| Error::Installation(error.to_string()))
    }

    /// Locks the folder for a server that waits for the passphrase.
    pub fn wait_for_passphrase(&self, clock: Arc<dyn Clock>) -> Result<LockedInstallation> {
        self.wait_at_cost(clock, Cost::default())
    }

    /// As [`DataLocation::wait_for_passphrase`], with a cheap password hash, for tests only.
    pub fn wait_cheaply(&self, clock: Arc<dyn Clock>) -> Result<LockedInstallation> {
        self.wait_at_cost(clock, Cost::for_tests())
    }

    fn wait_at_cost(&self, clock: Arc<dyn Clock>, cost: Cost) -> Result<LockedInstallation> {
        self.finish_restore()?;
        let alone = Folder::open(&self.data)?.lock()?;
        // A missing or readable-by-others key file is reported at start-up, not when a person types.
        passphrase::read(&self.wrapped_key())?;
        let place = self.clone();
        Ok(LockedInstallation { place, clock, cost, tries: Mutex::default(), _alone: alone })
    }
}

impl LockedInstallation {
    /// Tries a passphrase; `from` is the address for the log.
    ///
    /// Wrong ones delay the next attempt by 1, 2, 4 s and so on, at most 60 s.
    pub fn unlock(&self, passphrase: &str, from: &str) -> Result<UnlockOutcome> {
        // One attempt at a time, because each takes 256 MiB.
        let Ok(mut tries) = self.tries.try_lock() else { return Ok(UnlockOutcome::TooOften(1)) };
        if let Some(seconds) = tries.wait(self.clock.now()) {
            return Ok(UnlockOutcome::TooOften(seconds));
        }
        match self.place.unwrap_master(passphrase) {
            Ok(master) => {
                let app = self.place.open_under(master, Arc::clone(&self.clock), self.cost)?;
                app.mark_as_server();
                tracing::info!(from, "unlocked");
                Ok(UnlockOutcome::Open(app))
            }
            Err(PassphraseError::Wrong) => {
                tries.failed(self.clock.now());
                tracing::warn!(from, wrong = tries.wrong, "a wrong passphrase");
                Ok(UnlockOutcome::Wrong)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Returns the data folder.
    pub fn data(&self) -> &std::path::Path {
        &self.place.data
    }

    /// Returns the clock of this installation.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }
}

impl From<PassphraseError> for Error {
    fn from(error: PassphraseError) -> Self {
        Self::Installation(error.to_string())
    }
}

impl FailedAttempts {
    fn failed(&mut self, now: Timestamp) {
        self.wrong = self.wrong.saturating_add(1);
        self.last = Some(now);
    }

    /// Returns the seconds until the next attempt; `None` if it may be made now.
    fn wait(&self, now: Timestamp) -> Option<u32> {
        let since = now.duration_since(self.last?);
        let doubled = 1_i64.checked_shl(self.wrong.saturating_sub(1).min(30)).unwrap_or(i64::MAX);
        let pause = SignedDuration::from_secs(doubled).min(LONGEST_WAIT);
        // After a clock was set back, the wait is at most the whole delay.
        let left = pause.checked_sub(since.max(SignedDuration::ZERO))?;
        if left.is_zero() || left.is_negative() {
            return None;
        }
        u32::try_from(left.as_secs()).ok().map(|seconds| seconds.max(1))
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::FailedAttempts;

    #[test]
    fn each_wrong_try_waits_twice_as_long_up_to_a_minute() {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut tries = FailedAttempts::default();
        assert_eq!(tries.wait(now), None);
        for pause in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            tries.failed(now);
            assert_eq!(tries.wait(now), Some(pause));
            now += SignedDuration::from_secs(i64::from(pause));
            assert_eq!(tries.wait(now), None, "after {pause} seconds");
        }
        tries.wrong = u32::MAX;
        tries.last = Some(now);
        assert_eq!(tries.wait(now - SignedDuration::from_hours(1)), Some(60), "a clock set back");
    }
}
