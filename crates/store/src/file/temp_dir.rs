//! Creates private folders for temporary copies, empty at first and removed when dropped.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::folder::{FOLDER_MODE, make_folder};
use crate::file::fs::closed_to_others;

/// A private folder that is removed with its content when dropped.
#[derive(Debug)]
pub struct TempDir {
    path: PathBuf,
    kept: bool,
}

impl TempDir {
    /// Creates the folder, after removing what an interrupted run left there.
    pub fn open(path: PathBuf) -> Result<Self> {
        clear(&path)?;
        make_folder(&path)?;
        closed_to_others(&path, FOLDER_MODE)?;
        Ok(Self { path, kept: false })
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Creates a folder inside it.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.path.join(name);
        make_folder(&path)?;
        Ok(path)
    }

    /// Keeps the folder, so that it can be moved; returns its path.
    pub fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        if !self.kept {
            let _ = clear(&self.path);
        }
    }
}

/// Removes a folder and its content, if it exists.
fn clear(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
