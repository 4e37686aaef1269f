//! Writes copies of files for backups, and opens such copies for reading.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pecule_domain::id::BooksId;
use rusqlite::Connection;
use uuid::Uuid;

use crate::audit::chain;
use crate::audit::entry::Head;
use crate::error::{Error, Result};
use crate::file::connect::{Expected, Kind};
use crate::file::copy::{copy_into, is_sound};
use crate::file::folder::Folder;
use crate::file::key::{FileKey, KeyProof};
use crate::file::paths::beside;
use crate::file::sql::{Sql, WriteFlag, within};
use crate::file::{connect, open};
use crate::household::Household;
use crate::{books, household};

/// The rows that no backup contains: secrets that allow a sign-in without a password, and transient
/// state.
const LEFT_OUT: &[&str] = &[
    "DELETE FROM spent_tokens",
    "DELETE FROM sessions",
    "DELETE FROM pending",
    "DELETE FROM personal_tokens",
    "DELETE FROM unattended",
    "DELETE FROM devices",
    "DELETE FROM throttle",
    "DELETE FROM setup_code",
    "DELETE FROM invitations",
    "DELETE FROM backup_progress",
    "DELETE FROM backup_requests",
    "DELETE FROM backup_drafts",
    "UPDATE backups SET drill_key = NULL, drill_until = NULL",
    "UPDATE targets SET credentials = NULL",
    "UPDATE relay SET credentials = NULL",
];

/// The counts that a backup's manifest publishes about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCounts {
    /// The number of migrations in its schema.
    pub schema: u64,
    /// The number of rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// The end of its audit log.
    pub head: Head,
}

/// A file without a writer, such as a copy, opened read-only and without migration.
#[derive(Debug)]
pub struct ReadOnlyFile {
    connection: Connection,
    schema: usize,
    health: WriteFlag,
    path: std::path::PathBuf,
}

impl Household {
    /// Writes a copy for a backup into a new file, under the same key and without sign-in secrets.
    pub fn copy_for_backup(&self, target: &Path, key: &FileKey) -> Result<()> {
        let whole = beside(target, ".whole");
        self.file().copy_to(&whole)?;
        let written = thin_out(&whole, key, target);
        let removed = fs::remove_file(&whole).map_err(Error::io(&whole));
        written.and(removed)
    }
}

/// Deletes the excluded rows, then writes the rest into a new file, so that no trace of them
/// remains.
fn thin_out(whole: &Path, key: &FileKey, target: &Path) -> Result<()> {
    let connection = connect::connect(whole, key)?;
    connection.execute_batch("PRAGMA journal_mode=OFF; PRAGMA secure_delete=ON;")?;
    connection.execute_batch(&LEFT_OUT.join(";\n"))?;
    copy_into(&connection, target)
}

impl ReadOnlyFile {
    /// Opens a copy of the household's file.
    pub fn household(path: &Path, key: &FileKey, proof: KeyProof, install: Uuid) -> Result<Self> {
        Self::open(Expected { path, kind: Kind::Household, key, proof, install, file: install })
    }

    /// Opens a copy of a books file.
    pub fn books(
        path: &Path,
        key: &FileKey,
        proof: KeyProof,
        install: Uuid,
        id: BooksId,
    ) -> Result<Self> {
        Self::open(Expected { path, kind: Kind::Books, key, proof, install, file: id.uuid() })
    }

    fn open(expected: Expected<'_>) -> Result<Self> {
        let (connection, schema) = open::still(expected)?;
        let path = expected.path.to_owned();
        Ok(Self { connection, schema, health: WriteFlag::of(&path), path })
    }

    /// Runs both integrity checks.
    pub fn check(&self) -> Result<()> {
        match is_sound(&self.connection) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Damaged(self.path.clone())),
            Err(error) if crate::error::is_damage(&error) => Err(Error::Damaged(self.path.clone())),
            Err(error) => Err(error.into()),
        }
    }

    /// Counts the rows of the file.
    pub fn stock(&self) -> Result<FileCounts> {
        self.moment(|sql| {
            let names: Vec<String> = sql.all(
                "SELECT name FROM sqlite_schema
                 WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                [],
                |row| row.get(0),
            )?;
            let mut rows = BTreeMap::new();
            for name in names {
                let quoted = name.replace('"', "\"\"");
                let count = sql.one(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| {
                    crate::file::row::count(row, 0)
                })?;
                rows.insert(name, count);
            }
            let schema = u64::try_from(self.schema).unwrap_or_default();
            Ok(FileCounts { schema, rows, head: chain::head(sql)? })
        })
    }

    /// Runs a closure on a copy of the household's file.
    pub fn read_household<T, E: From<Error>>(
        &self,
        work: impl FnOnce(household::View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.moment(|sql| work(household::View { sql }))
    }

    /// Runs a closure on a copy of books.
    pub fn read_books<T, E: From<Error>>(
        &self,
        work: impl FnOnce(books::View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.moment(|sql| work(books::View { sql }))
    }

    fn moment<T, E: From<Error>>(
        &self,
        work: impl FnOnce(Sql<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        within(&self.connection, &self.health, rusqlite::TransactionBehavior::Deferred, work)
    }
}

impl Folder {
    /// Returns the folder for temporary copies.
    pub fn workshop(&self) -> std::path::PathBuf {
        self.root().join(".work")
    }
}
