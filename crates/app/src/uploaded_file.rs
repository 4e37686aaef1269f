//! Receives uploads that are too large for memory in a file, which is removed unless it is kept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pecule_store::file::bytes;

use crate::app::App;
use crate::error::{Error, Result};

/// An upload in progress; dropping it removes its file.
#[derive(Debug)]
pub struct UploadedFile {
    path: PathBuf,
    file: File,
    kept: bool,
}

impl UploadedFile {
    /// Returns a handle to write the file with.
    pub fn file(&self) -> Result<File> {
        self.file.try_clone().map_err(|error| Error::disk(&error))
    }

    /// Keeps the file; the caller has to remove it.
    pub(crate) fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for UploadedFile {
    fn drop(&mut self) {
        if !self.kept {
            let _gone = fs::remove_file(&self.path);
        }
    }
}

impl App {
    /// Creates a new file in a private folder of the data, readable by the server's user only.
    pub fn slip(&self) -> Result<UploadedFile> {
        let name = self.draw(|uuid| uuid)?.to_string();
        let path = self.inner().folder.reception()?.join(name);
        let file = bytes::new_file(&path)?;
        Ok(UploadedFile { path, file, kept: false })
    }

    /// Removes an uploaded file. Paths outside the upload folder are left alone.
    pub(crate) fn discard_received(&self, path: &Path) {
        if path.starts_with(self.inner().folder.reception_folder()) {
            let _gone = fs::remove_file(path);
        }
    }
}
