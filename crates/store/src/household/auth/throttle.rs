//! Counts failed sign-ins. The counts are stored, so that a restart does not reset them.

use jiff::{SignedDuration, Timestamp};
use rusqlite::params;

use crate::error::Result;
use crate::file::row::{at, words};
use crate::household::{Edit, View};

words! {
    /// The subject that failures are counted by.
    Subject {
        /// A sign-in name, whether or not it exists.
        Person = "person",
        /// A network address.
        Address = "address",
        /// The whole household.
        Household = "household",
        /// A known device: one that signed in before, a session, or the command line.
        Device = "device",
    }
}

/// The failures of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// The number of failures since the window began.
    pub count: u32,
    /// The first failure of the window.
    pub first_at: Timestamp,
    /// The last failure.
    pub last_at: Timestamp,
}

impl View<'_> {
    /// Returns the failures of a subject.
    pub fn find_failures(&self, subject: Subject, name: &str) -> Result<Option<Failures>> {
        self.sql.find(
            "SELECT failures, first_at, last_at FROM throttle WHERE subject = ?1 AND name = ?2",
            params![subject.word(), name],
            |row| Ok(Failures { count: row.get(0)?, first_at: at(row, 1)?, last_at: at(row, 2)? }),
        )
    }
}

impl Edit<'_> {
    /// Counts a failure; starts over once `window` has passed since the first one.
    pub fn count_failure(
        &self,
        subject: Subject,
        name: &str,
        now: Timestamp,
        window: SignedDuration,
    ) -> Result<Failures> {
        let earlier = self.find_failures(subject, name)?;
        let failures = match earlier {
            Some(earlier) if now.duration_since(earlier.first_at) < window => Failures {
                count: earlier.count.saturating_add(1),
                first_at: earlier.first_at,
                // A clock that jumped back must not shorten the wait.
                last_at: earlier.last_at.max(now),
            },
            Some(_) | None => Failures { count: 1, first_at: now, last_at: now },
        };
        self.sql.run(
            "INSERT INTO throttle (subject, name, failures, first_at, last_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (subject, name) DO UPDATE
             SET failures = excluded.failures, first_at = excluded.first_at,
                 last_at = excluded.last_at",
            params![
                subject.word(),
                name,
                failures.count,
                failures.first_at.as_millisecond(),
                failures.last_at.as_millisecond(),
            ],
        )?;
        Ok(failures)
    }

    /// Removes the failures of a subject, for example after a success.
    pub fn clear_failures(&self, subject: Subject, name: &str) -> Result<()> {
        self.sql.run(
            "DELETE FROM throttle WHERE subject = ?1 AND name = ?2",
            params![subject.word(), name],
        )?;
        Ok(())
    }

    /// Removes failures that ended before a time; returns how many.
    pub fn prune_failures(&self, before: Timestamp) -> Result<usize> {
        self.sql.run("DELETE FROM throttle WHERE last_at < ?1", [before.as_millisecond()])
    }
}
