//! What browsers send that is too large for memory: written to the disk as it arrives, gone unless it is kept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pecule_store::file::bytes;

use crate::App;
use crate::error::{Error, Result};

/// A file that is being received.
#[derive(Debug)]
pub struct Slip {
    path: PathBuf,
    file: File,
    kept: bool,
}

impl Slip {
    /// The file, to be written.
    pub fn file(&self) -> Result<File> {
        self.file.try_clone().map_err(|error| Error::disk(&error))
    }

    /// Leaves it where it is; whoever keeps it removes it.
    pub(crate) fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for Slip {
    fn drop(&mut self) {
        if !self.kept {
            let _gone = fs::remove_file(&self.path);
        }
    }
}

impl App {
    /// A new file in a private folder of the data; nobody else may read it.
    pub fn slip(&self) -> Result<Slip> {
        let name = self.draw(|uuid| uuid)?.to_string();
        let path = self.inner().folder.reception()?.join(name);
        let file = bytes::new_file(&path)?;
        Ok(Slip { path, file, kept: false })
    }

    /// Removes a file that was received here; others are left alone.
    pub(crate) fn discard_received(&self, path: &Path) {
        if path.starts_with(self.inner().folder.reception_folder()) {
            let _gone = fs::remove_file(path);
        }
    }
}
