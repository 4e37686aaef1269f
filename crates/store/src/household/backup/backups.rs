//! Backups that were made, what was proven of each, and the one that is under way.

use std::path::PathBuf;

use jiff::Timestamp;
use pecule_domain::id::BackupId;
use rusqlite::{Row, params};

use crate::error::{Error, Result};
use crate::file::row::{Id as _, at, count, find_at, id, text, words};
use crate::household::{Edit, View};

words! {
    /// How far a backup has come.
    BackupState {
        /// Written, read back and compared.
        Made = "made",
        /// Restored in a sandbox: everything in it was recomputed, or equals a checked copy.
        Proven = "proven",
        /// Its last drill did not prove it.
        Unproven = "unproven",
        /// It could not be made.
        Failed = "failed",
    }
}

words! {
    /// What takes a turn: only one of them goes on at a time.
    Task {
        /// A backup is made.
        Backup = "backup",
        /// A backup is proven.
        Drill = "drill",
    }
}

/// A file that holds a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Its name.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

/// What the household knows of one backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Which.
    pub id: BackupId,
    /// When.
    pub made_at: Timestamp,
    /// The household's generation then.
    pub generation: u64,
    /// The file, none where it could not be made.
    pub file: Option<BackupFile>,
    /// The folder that the file was written into.
    pub folder: PathBuf,
    /// How far it has come.
    pub state: BackupState,
    /// When it was last proven.
    pub proven_at: Option<Timestamp>,
    /// What the last drill found, as JSON.
    pub certificate: Option<String>,
    /// Why it failed, empty where it did not.
    pub error: String,
    /// The wrapped identity that the next drills open it with, and until when it is kept.
    pub drill: Option<(Vec<u8>, Timestamp)>,
}

/// How far the one that is under way has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is under way.
    pub task: Task,
    /// What is being done, as a stable word.
    pub phase: String,
    /// How many bytes of it are done.
    pub done: u64,
    /// Of how many, 0 where that is not known.
    pub total: u64,
    /// When this was said.
    pub at: Timestamp,
}

const BACKUP: &str = "id, made_at, generation, name, folder, bytes, sha256, state, proven_at, \
     certificate, error, drill_key, drill_until";

impl View<'_> {
    /// Every backup, newest first.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        let sql = format!("SELECT {BACKUP} FROM backups ORDER BY made_at DESC, id DESC");
        self.sql.all(&sql, [], backup)
    }

    /// One backup.
    pub fn backup(&self, id: BackupId) -> Result<Backup> {
        self.sql.one(&format!("SELECT {BACKUP} FROM backups WHERE id = ?1"), [id.key()], backup)
    }

    /// The backup whose file has these bytes.
    pub fn find_backup(&self, sha256: &[u8; 32]) -> Result<Option<Backup>> {
        let sql = format!("SELECT {BACKUP} FROM backups WHERE sha256 = ?1 ORDER BY id LIMIT 1");
        self.sql.find(&sql, [sha256], backup)
    }

    /// What is under way, where something is.
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
    /// Backups that were sealed and of which it is not known whether they got their names.
    pub fn backup_drafts(&self) -> Result<Vec<Backup>> {
        let sql = "SELECT id, made_at, generation, name, folder, bytes, sha256, 'made', NULL, NULL, '', \
             drill_key, drill_until FROM backup_drafts ORDER BY id";
        self.sql.all(sql, [], backup)
    }
}

impl Edit<'_> {
    /// Notes a backup that is about to get its name.
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

    /// Forgets what was noted of backups that were about to get their names.
    pub fn remove_backup_draft(&self, id: BackupId) -> Result<()> {
        self.sql.run("DELETE FROM backup_drafts WHERE id = ?1", [id.key()]).map(drop)
    }

    /// Enters a backup.
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

    /// Notes what a drill found; what was proven once stays dated.
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

    /// Destroys the drill identities that have served their time; answers how many.
    pub fn forget_drill_keys(&self, now: Timestamp) -> Result<usize> {
        // A file on a disk that is away for long is taken up all the same, and opens with the kit alone.
        let drafts = "UPDATE backup_drafts SET drill_key = x'' WHERE drill_until <= ?1";
        self.sql.run(drafts, [now.as_millisecond()])?;
        self.sql.run(
            "UPDATE backups SET drill_key = NULL, drill_until = NULL
             WHERE drill_key IS NOT NULL AND drill_until <= ?1",
            [now.as_millisecond()],
        )
    }

    /// Forgets a backup; its file is not touched.
    pub fn remove_backup(&self, id: BackupId) -> Result<()> {
        self.sql.touch("DELETE FROM backups WHERE id = ?1", [id.key()])
    }

    /// Says how far the one that is under way has come.
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

    /// Says that nothing is under way any more.
    pub fn remove_progress(&self) -> Result<()> {
        self.sql.run("DELETE FROM backup_progress", [])?;
        Ok(())
    }
}

/// A count as the column takes it.
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
