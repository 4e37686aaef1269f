//! `household.db`: the people of one installation and what lets each of them in. No wealth.

use std::ops::Deref;
use std::path::Path;

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::file::file::File;
use crate::file::key::{FileKey, KeyProof};
use crate::file::open::{Expected, Kind};
use crate::file::sql::Sql;

pub mod audit;
pub mod auth;
pub mod backup;
pub mod books;
pub mod monitoring;
pub mod people;
pub mod settings;

/// The steps of the schema, in order; a released step never changes.
pub(crate) const STEPS: &[&str] = &[
    include_str!("../migrations/household/0001_meta.sql"),
    include_str!("../migrations/household/0002_persons.sql"),
    include_str!("../migrations/household/0003_slots.sql"),
    include_str!("../migrations/household/0004_books.sql"),
    include_str!("../migrations/household/0005_sessions.sql"),
    include_str!("../migrations/household/0006_second_factor.sql"),
    include_str!("../migrations/household/0007_throttle.sql"),
    include_str!("../migrations/household/0008_setup_code.sql"),
    include_str!("../migrations/household/0009_settings.sql"),
    include_str!("../migrations/household/0010_journal.sql"),
    include_str!("../migrations/household/0011_invitations.sql"),
    include_str!("../migrations/household/0012_journal_by_actor.sql"),
    include_str!("../migrations/household/0013_rotations.sql"),
    include_str!("../migrations/household/0014_sharing.sql"),
    include_str!("../migrations/household/0015_account_care.sql"),
    include_str!("../migrations/household/0016_backups.sql"),
    include_str!("../migrations/household/0017_targets.sql"),
    include_str!("../migrations/household/0018_findings.sql"),
    include_str!("../migrations/household/0019_departures.sql"),
    include_str!("../migrations/household/0020_messages.sql"),
    include_str!("../migrations/household/0021_journal_segments.sql"),
    include_str!("../migrations/household/0022_backup_drafts.sql"),
];

/// The installation's open file.
#[derive(Debug)]
pub struct Household {
    file: File,
}

/// One consistent moment of the household.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) sql: Sql<'a>,
}

/// One transaction that changes the household; it also reads.
#[derive(Clone, Copy)]
pub struct Edit<'a> {
    view: View<'a>,
}

impl<'a> Deref for Edit<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl Household {
    /// Makes the file of a new installation; refuses to touch an existing one.
    pub fn create(path: &Path, key: &FileKey, install: Uuid) -> Result<Self> {
        File::create(expected(path, key, KeyProof::Checked, install)).map(|file| Self { file })
    }

    /// Opens the file of this installation, after every check.
    pub fn open(path: &Path, key: &FileKey, proof: KeyProof, install: Uuid) -> Result<Self> {
        File::open(expected(path, key, proof, install)).map(|file| Self { file })
    }

    /// Shows one consistent moment to a closure.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.read(|sql| work(View { sql }))
    }

    /// Runs a closure as the only writer; what it did is kept if it answers `Ok`.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Edit<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.write(|sql| work(Edit { view: View { sql } }))
    }

    /// As [`Household::write`], and also while its journal is broken: for what tells of the break.
    pub fn write_anyway<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Edit<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.file.write_anyway(|sql| work(Edit { view: View { sql } }))
    }

    /// The open file: its health, checks and copies.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Closes the file, complete by itself.
    pub fn close(self) -> Result<()> {
        self.file.close()
    }

    /// Checks and closes the file, and answers the SHA-256 of its bytes.
    pub fn settle(self) -> Result<[u8; 32]> {
        self.file.settle()
    }
}

fn expected<'a>(path: &'a Path, key: &'a FileKey, proof: KeyProof, install: Uuid) -> Expected<'a> {
    Expected { path, kind: Kind::Household, key, proof, install, file: install }
}
