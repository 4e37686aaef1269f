//! Failed sign-ins, counted so that neither a restart nor patience helps a guesser.

use jiff::{SignedDuration, Timestamp};
use rusqlite::params;

use crate::error::Result;
use crate::file::row::{at, words};
use crate::household::{Edit, View};

words! {
    /// What failures are counted by.
    Subject {
        /// A name that somebody tried to sign in with, whether or not it exists.
        Person = "person",
        /// A network address.
        Address = "address",
        /// Everybody together.
        Household = "household",
        /// A device that is known: one from which somebody signed in, a session, the command line.
        Device = "device",
    }
}

/// The failures of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many in a row, or since the window began.
    pub count: u32,
    /// When the first of them was.
    pub first_at: Timestamp,
    /// When the last of them was.
    pub last_at: Timestamp,
}

impl View<'_> {
    /// The failures of a subject, where there are any.
    pub fn find_failures(&self, subject: Subject, name: &str) -> Result<Option<Failures>> {
        self.sql.find(
            "SELECT failures, first_at, last_at FROM throttle WHERE subject = ?1 AND name = ?2",
            params![subject.word(), name],
            |row| Ok(Failures { count: row.get(0)?, first_at: at(row, 1)?, last_at: at(row, 2)? }),
        )
    }
}

impl Edit<'_> {
    /// Counts one more failure, starting over once the window since the first is past.
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

    /// Forgets the failures of a subject, as after a success.
    pub fn clear_failures(&self, subject: Subject, name: &str) -> Result<()> {
        self.sql.run(
            "DELETE FROM throttle WHERE subject = ?1 AND name = ?2",
            params![subject.word(), name],
        )?;
        Ok(())
    }

    /// Forgets failures that ended before a moment.
    pub fn prune_failures(&self, before: Timestamp) -> Result<usize> {
        self.sql.run("DELETE FROM throttle WHERE last_at < ?1", [before.as_millisecond()])
    }
}
