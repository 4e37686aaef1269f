//! Creates, opens and describes an installation with its keys, data folder and household file.

use std::path::Path;
use std::sync::atomic::Ordering;


use crate::app::App;
use crate::error::Result;

/// Held while a single process uses a folder.
pub use pecule_store::file::folder::FolderLock;

/// Protects the memory of this process; commands call it before they open anything.
pub use pecule_keys::harden_process::harden;

impl App {
    /// Number of people.
    pub fn people(&self) -> Result<u64> {
        Ok(self.inner().household.read(|view| view.person_count())?)
    }

    /// Locks the data folder for this process, as a server does.
    pub fn lock(&self) -> Result<FolderLock> {
        let lock = self.inner().folder.lock()?;
        self.inner().folder.tidy()?;
        self.serve_alone();
        Ok(lock)
    }

    /// Notes that this process holds the lock of the data folder.
    pub(crate) fn serve_alone(&self) {
        self.forget_awaited();
        self.inner().serves.store(true, Ordering::Release);
    }

    /// Path of the data folder.
    pub fn data(&self) -> &Path {
        self.inner().folder.root()
    }
}
