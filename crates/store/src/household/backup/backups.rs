//! Stores the list of backups, the result of their last drill, and the progress of the current job.

use std::path::PathBuf;

use jiff::Timestamp;
use pecule_domain::id::BackupId;
use rusqlite::{Row, params};

use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, count, find_at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// The state of a backup.
    BackupState {
        /// Written, read back and compared.
        Made = "made",
        /// Restored in a sandbox: every total was recomputed, or its file equals a checked copy.
        Proven = "proven",
        /// The last drill failed.
        Unproven = "unproven",
        /// The backup could not be written.
        Failed = "failed",
    }
}

words! {
    /// A job that takes the backup lock; only one runs at a time.
    Task {
        /// Make a backup.
        Backup = "backup",
        /// Verify a backup.
        Drill = "drill",
    }
}

/// A file that contains a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    pub name: String,
    pub bytes: u64,
    pub sha256: [u8; 32],
}

/// A backup as recorded in the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub id: BackupId,
    pub made_at: Timestamp,
    /// The household's generation at the time of the backup.
    pub generation: u64,
    /// `None` if the backup failed.
    pub file: Option<BackupFile>,
    /// The folder that the file was written to.
    pub folder: PathBuf,
    pub state: BackupState,
    /// The time of the last successful drill.
    pub proven_at: Option<Timestamp>,
    /// The report of the last drill, as JSON.
    pub certificate: Option<String>,
    /// The reason of a failure, otherwise empty.
    pub error: String,
    /// The wrapped identity that drills open the backup with, and its expiry.
    pub drill: Option<(Vec<u8>, Timestamp)>,
}

/// The progress of the current job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub task: Task,
    /// A stable word.
    pub phase: String,
    /// Bytes processed so far.
    pub done: u64,
    /// Bytes in total; 0 if unknown.
    pub total: u64,
    /// The time of this report.
    pub at: Timestamp,
}

const BACKUP: &str = "id, made_at, generation, name, folder, bytes, sha256, state, proven_at, \
     certificate, error, drill_key, drill_until";

impl View<'_> {
    /// Returns every backup, newest first.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        let sql = format!("SELECT {BACKUP} FROM backups ORDER BY made_at DESC, id DESC");
        self.sql.all(&sql, [], backup)
    }

    /// Returns a backup, or `NotFound`.
    pub fn backup(&self, id: BackupId) -> Result<Backup> {
        self.sql.one(&format!("SELECT {BACKUP} FROM backups WHERE id = ?1"), [id.key()], backup)
    }

    /// Returns the backup whose file has this SHA-256.
    pub fn find_backup(&self, sha256: &[u8; 32]) -> Result<Option<Backup>> {
        let sql = format!("SELECT {BACKUP} FROM backups WHERE sha256 = ?1 ORDER BY id LIMIT 1");
        self.sql.find(&sql, [sha256], backup)
    }

    /// Returns the progress of the current job; `None` if no job runs.
    pub fn find_progress(&self) -> Result<Option<Progress>> {
        let sql = "SELECT task, phase, done, total, at FROM backup_progress WHERE id = 1";
        self.sql.find(sql, [], |row| {
            Ok(Progress {
                task: text(row, 0)?,
                phase: row.get(1)?,
                done: count(row, 2)?,
                total: count(row, 3)?,
                at: at(row, 4)?,
            })
        })
    }
}

impl View<'_> {
    /// Returns the backups that were sealed but perhaps not renamed, after an interruption.
    pub fn backup_drafts(&self) -> Result<Vec<Backup>> {
        let sql = "SELECT id, made_at, generation, name, folder, bytes, sha256, 'made', NULL, NULL, '', \
             drill_key, drill_until FROM backup_drafts ORDER BY id";
        self.sql.all(sql, [], backup)
    }
}

impl Edit<'_> {
    /// Records a backup whose file is about to be renamed.
    pub fn add_backup_draft(&self, draft: &Backup) -> Result<()> {
        let (Some(file), Some((wrapped, until))) = (&draft.file, &draft.drill) else {
            return Err(Error::NotFound);
        };
        self.sql.run(
            "INSERT INTO backup_drafts
                 (id, made_at, generation, name, folder, bytes, sha256, drill_key, drill_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                draft.id.key(),
                draft.made_at.as_millisecond(),
                number(draft.generation),
                file.name,
                draft.folder.to_string_lossy(),
                number(file.bytes),
                file.sha256,
                wrapped,
                until.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Removes the record of a backup whose file was about to be renamed, if present.
    pub fn remove_backup_draft(&self, id: BackupId) -> Result<()> {
        self.sql.run("DELETE FROM backup_drafts WHERE id = ?1", [id.key()]).map(drop)
    }

    /// Adds a backup to the list.
    pub fn add_backup(&self, backup: &Backup) -> Result<()> {
        let file = backup.file.as_ref();
        self.sql.run(
            &format!(
                "INSERT INTO backups ({BACKUP})
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
            ),
            params![
                backup.id.key(),
                backup.made_at.as_millisecond(),
                number(backup.generation),
                file.map(|file| &file.name),
                backup.folder.to_string_lossy(),
                file.map(|file| number(file.bytes)),
                file.map(|file| file.sha256),
                backup.state.word(),
                backup.proven_at.map(Timestamp::as_millisecond),
                backup.certificate,
                backup.error,
                backup.drill.as_ref().map(|(wrapped, _until)| wrapped),
                backup.drill.as_ref().map(|(_wrapped, until)| until.as_millisecond()),
            ],
        )?;
        Ok(())
    }

    /// Stores the result of a drill; a failure keeps the time of the last success.
    pub fn note_drill(
        &self,
        id: BackupId,
        proven_at: Option<Timestamp>,
        certificate: &str,
    ) -> Result<()> {
        let state = if proven_at.is_some() { BackupState::Proven } else { BackupState::Unproven };
        self.sql.touch(
            "UPDATE backups SET state = ?2, proven_at = coalesce(?3, proven_at), certificate = ?4
             WHERE id = ?1",
            params![id.key(), state.word(), proven_at.map(Timestamp::as_millisecond), certificate],
        )
    }

    /// Deletes expired drill identities of backups; returns how many.
    pub fn forget_drill_keys(&self, now: Timestamp) -> Result<usize> {
        // A file on a disk that was disconnected for long is still listed later, but only the kit
        // opens it.
        let drafts = "UPDATE backup_drafts SET drill_key = x'' WHERE drill_until <= ?1";
        self.sql.run(drafts, [now.as_millisecond()])?;
        self.sql.run(
            "UPDATE backups SET drill_key = NULL, drill_until = NULL
             WHERE drill_key IS NOT NULL AND drill_until <= ?1",
            [now.as_millisecond()],
        )
    }

    /// Removes a backup from the list; its file is not touched.
    pub fn remove_backup(&self, id: BackupId) -> Result<()> {
        self.sql.touch("DELETE FROM backups WHERE id = ?1", [id.key()])
    }

    /// Stores the progress of the current job.
    pub fn put_progress(&self, progress: &Progress) -> Result<()> {
        self.sql.run(
            "INSERT INTO backup_progress (id, task, phase, done, total, at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET task = excluded.task, phase = excluded.phase,
                 done = excluded.done, total = excluded.total, at = excluded.at",
            params![
                progress.task.word(),
                progress.phase,
                number(progress.done),
                number(progress.total),
                progress.at.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Clears the progress after a job.
    pub fn remove_progress(&self) -> Result<()> {
        self.sql.run("DELETE FROM backup_progress", [])?;
        Ok(())
    }
}

/// Converts a count to the column type.
fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn backup(row: &Row<'_>) -> rusqlite::Result<Backup> {
    let name: Option<String> = row.get(3)?;
    let file = match name {
        Some(name) => Some(BackupFile { name, bytes: count(row, 5)?, sha256: row.get(6)? }),
        None => None,
    };
    let wrapped: Option<Vec<u8>> = row.get(11)?;
    Ok(Backup {
        id: id(row, 0)?,
        made_at: at(row, 1)?,
        generation: count(row, 2)?,
        file,
        folder: PathBuf::from(row.get::<_, String>(4)?),
        state: text(row, 7)?,
        proven_at: find_at(row, 8)?,
        certificate: row.get(9)?,
        error: row.get(10)?,
        drill: wrapped.zip(find_at(row, 12)?),
    })
}
