//! Prepares the folder that a restore writes into, and swaps the restored folder in at once.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use pecule_store::Folder;
use pecule_store::file::folder::{FolderLock, exchange};
use pecule_store::file::fs::sync_folder;
use pecule_store::file::temp_dir::TempDir;

use crate::error::{Error, Result};

/// What is moved into a mount point. The keyring comes last, because it makes the folder an
/// installation.
const CONTENT: &[&str] =
    &["books", "backups", "household.db", "master.key", "master.key.age", "keyring.json"];
/// The name of the working folder inside the data folder.
pub(crate) const INSIDE: &str = ".restoring";

/// The folder that a restore writes into.
pub(crate) struct TargetFolder {
    data: PathBuf,
    /// The lock on an existing installation; `None` if the folder is empty.
    living: Option<FolderLock>,
}

impl TargetFolder {
    /// Inspects the folder and locks an existing installation.
    ///
    /// # Errors
    ///
    /// [`Error::Installation`] if the folder is not empty and `replace` is off.
    pub(crate) fn survey(data: &Path, replace: bool) -> Result<Self> {
        let data = std::path::absolute(data).map_err(|error| moved(data, &error))?;
        clear_left_over(&data)?;
        let is_empty = match fs::read_dir(&data) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(error) => return Err(moved(&data, &error)),
        };
        if is_empty {
            return Ok(Self { data, living: None });
        }
        if !replace {
            return Err(Error::Installation(format!(
                "{}: this folder is not empty, and nothing in it is ever overwritten; choose an empty one, or put this one aside with --replace",
                data.display()
            )));
        }
        let living = Some(Folder::open(&data)?.lock()?);
        Ok(Self { data, living })
    }

    /// Opens a working folder beside the data folder, or returns `None` if the parent is not writable.
    pub(crate) fn beside(&self) -> Result<Option<TempDir>> {
        let (Some(parent), Some(name)) = (self.data.parent(), self.data.file_name()) else {
            return Ok(None);
        };
        if self.living.is_none() {
            fs::create_dir_all(parent).map_err(|error| moved(parent, &error))?;
        }
        let path = parent.join(format!(".{}.restoring", name.to_string_lossy()));
        match TempDir::open(path) {
            Ok(shop) => Ok(Some(shop)),
            // In a container the parent folder often belongs to another user.
            Err(pecule_store::Error::Io { .. }) if self.living.is_none() => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    /// Opens a working folder inside the data folder.
    pub(crate) fn inside(&self) -> Result<TempDir> {
        Ok(TempDir::open(self.data.join(INSIDE))?)
    }

    /// Swaps a finished folder in and returns where the previous one was moved.
    pub(crate) fn place(&self, ready: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
        let parent = self.data.parent().unwrap_or(&self.data);
        if self.living.is_none() {
            // A rename replaces an empty folder and fails if a file was added meanwhile.
            fs::rename(ready, &self.data).map_err(|error| moved(&self.data, &error))?;
            sync_folder(parent)?;
            return Ok(None);
        }
        let name = self.data.file_name().unwrap_or_default().to_string_lossy();
        let aside =
            parent.join(format!("{name}.before-restore-{}", now.strftime("%Y%m%dT%H%M%SZ")));
        if aside.symlink_metadata().is_ok() {
            return Err(Error::Installation(format!("{}: already there", aside.display())));
        }
        exchange(ready, &self.data)?;
        fs::rename(ready, &aside).map_err(|error| moved(&aside, &error))?;
        sync_folder(parent)?;
        Ok(Some(aside))
    }

    /// Moves the content of a finished folder into the data folder.
    pub(crate) fn move_in(&self, ready: &Path) -> Result<()> {
        for name in CONTENT {
            let (from, to) = (ready.join(name), self.data.join(name));
            if from.exists() {
                fs::rename(&from, &to).map_err(|error| moved(&to, &error))?;
                sync_folder(&self.data)?;
            }
        }
        Ok(())
    }
}

/// Removes files of an interrupted restore, recognised by the missing keyring.
fn clear_left_over(data: &Path) -> Result<()> {
    let shop = data.join(INSIDE);
    if !shop.exists() {
        return Ok(());
    }
    let cut_short = shop.join("ready/keyring.json").exists() && !data.join("keyring.json").exists();
    if cut_short {
        for name in CONTENT {
            let path = data.join(name);
            let gone =
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            match gone {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(moved(&path, &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
    }
    fs::remove_dir_all(&shop).map_err(|error| moved(&shop, &error))
}

pub(crate) fn moved(path: &Path, error: &std::io::Error) -> Error {
    Error::Installation(format!("{}: {error}", path.display()))
}
