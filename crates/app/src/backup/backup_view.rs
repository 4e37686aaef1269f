//! A backup as lists show it.

use crate::backup::drill_report::DrillReport;
use crate::backup::manifest::Digest;
use jiff::Timestamp;
use pecule_domain::id::BackupId;
use pecule_outside::backup_target::timeouts::is_file;
use pecule_store::household::backup::backups::Backup;
use pecule_store::household::backup::backups::BackupState;
use serde::Serialize;
use std::path::PathBuf;
use utoipa::ToSchema;

/// A backup, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupView {
    #[schema(value_type = String)]
    pub id: BackupId,
    /// File name; null if the backup failed.
    pub name: Option<String>,
    /// Folder the file was written to.
    #[schema(value_type = String)]
    pub folder: PathBuf,
    #[schema(value_type = String)]
    pub made_at: Timestamp,
    /// Generation of the household's keyring at that time.
    pub generation: u64,
    /// Length of the file.
    pub bytes: Option<u64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// `made`, `proven`, `unproven` (its last drill failed to verify it) or `failed`.
    pub state: String,
    /// Whether its last drill verified it.
    pub proven: bool,
    /// Time of the last successful drill.
    #[schema(value_type = Option<String>)]
    pub proven_at: Option<Timestamp>,
    /// Report of the last drill.
    pub certificate: Option<DrillReport>,
    /// Empty if the backup succeeded.
    pub error: String,
    /// End of the period in which a drill needs no kit.
    #[schema(value_type = Option<String>)]
    pub drill_until: Option<Timestamp>,
    /// Whether the file still exists where it was written.
    pub present: bool,
}

impl BackupView {
    /// Path of the file, if it was written.
    pub fn path(&self) -> Option<PathBuf> {
        self.name.as_ref().map(|name| self.folder.join(name))
    }

    pub(crate) fn of(row: Backup) -> Self {
        let file = row.file;
        let certificate = row.certificate.as_deref();
        Self {
            id: row.id,
            present: file.as_ref().is_some_and(|file| is_file(&row.folder.join(&file.name))),
            bytes: file.as_ref().map(|file| file.bytes),
            sha256: file.as_ref().map(|file| Digest(file.sha256).to_string()),
            name: file.map(|file| file.name),
            folder: row.folder,
            made_at: row.made_at,
            generation: row.generation,
            state: row.state.word().to_owned(),
            proven: row.state == BackupState::Proven,
            proven_at: row.proven_at,
            certificate: certificate.and_then(|text| serde_json::from_str(text).ok()),
            error: row.error,
            drill_until: row.drill.map(|(_wrapped, until)| until),
        }
    }
}
