//! A private folder for copies that are being worked on; it is empty at the start and gone at the end.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::folder::{FOLDER_MODE, closed_to_others, make_folder};

/// A folder of its owner only that goes away with everything in it.
#[derive(Debug)]
pub struct Workshop {
    path: PathBuf,
    kept: bool,
}

impl Workshop {
    /// Makes the folder anew: what a run that was cut short left there says nothing.
    pub fn open(path: PathBuf) -> Result<Self> {
        clear(&path)?;
        make_folder(&path)?;
        closed_to_others(&path, FOLDER_MODE)?;
        Ok(Self { path, kept: false })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a folder in it.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.path.join(name);
        make_folder(&path)?;
        Ok(path)
    }

    /// Leaves the folder where it is, to be moved.
    pub fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        if !self.kept {
            let _ = clear(&self.path);
        }
    }
}

/// Removes a folder and everything in it, if it is there.
fn clear(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
