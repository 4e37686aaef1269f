//! A backup known to the household, with its file.

use crate::backup::retention::BackupDate;
use pecule_domain::id::BackupId;
use pecule_outside::Digest;
use pecule_outside::backup_target::timeouts::is_file;
use pecule_store::household::backup::backups::BackupFile;
use std::path::PathBuf;

/// A backup with a file, as recorded by the household.
#[derive(Debug, Clone)]
pub(crate) struct KnownBackup {
    pub(crate) id: BackupId,
    pub(crate) file: BackupFile,
    pub(crate) folder: PathBuf,
    pub(crate) made: BackupDate,
}

impl KnownBackup {
    /// Path of the file, if it still exists.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        Some(self.folder.join(&self.file.name)).filter(|path| is_file(path))
    }

    pub(crate) fn digest(&self) -> Digest {
        Digest { bytes: self.file.bytes, sha256: self.file.sha256 }
    }
}
