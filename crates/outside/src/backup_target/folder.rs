//! Recognises backup folders by a marker file, and detects whether they are on another disk than
//! the data.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::backup_target::error::TargetError;
use crate::backup_target::timeouts::ask;

/// The text of the marker, for a person who finds the file.
const SAYS: &str = "Pécule keeps sealed backups in this folder, and writes here only as long as this file is here.\n\
Pécule garde des sauvegardes scellées dans ce dossier, et n’y écrit que tant que ce fichier s’y trouve.\n";

/// Returns the path of the marker. An empty mount point has none, which reveals that the disk is
/// missing.
fn marker(folder: &Path, mark: &str) -> PathBuf {
    folder.join(format!(".pecule-{mark}"))
}

/// Writes the marker into an existing folder.
pub(crate) fn mark(folder: &Path, mark: &str) -> Result<(), TargetError> {
    require(folder)?;
    let marker = marker(folder, mark);
    let write = move || -> io::Result<()> {
        let mut file = File::create(marker)?;
        file.write_all(SAYS.as_bytes())?;
        file.sync_all()
    };
    ask(folder, write)?.map_err(|error| TargetError::of_file(&error))?;
    sync(folder)
}

/// Removes the marker, if the folder is available.
pub(crate) fn unmark(folder: &Path, mark: &str) {
    let marker = marker(folder, mark);
    // An absent disk may keep its marker: it does no harm.
    let _ = ask(folder, || fs::remove_file(marker));
}

/// Fails with `Absent` if the folder does not exist.
pub(crate) fn require(folder: &Path) -> Result<(), TargetError> {
    let here = folder.to_owned();
    if ask(folder, move || answers(&here) && here.is_dir())? {
        Ok(())
    } else {
        Err(TargetError::Absent)
    }
}

/// Fails with `Absent` if the folder does not exist or has no marker.
pub(crate) fn recognise(folder: &Path, mark: &str) -> Result<(), TargetError> {
    let (here, marker) = (folder.to_owned(), marker(folder, mark));
    let found = ask(folder, move || answers(&here) && marker.is_file())?;
    if found { Ok(()) } else { Err(TargetError::Absent) }
}

/// Returns whether a folder responds. A name never asked for is used, because the system may cache
/// all others of a share that hangs.
fn answers(folder: &Path) -> bool {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    let number = ASKED.fetch_add(1, Ordering::Relaxed);
    let never = folder.join(format!(".pecule-{}-{number}", std::process::id()));
    matches!(fs::symlink_metadata(never), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

/// Flushes the entries of a folder, so that renames survive a power cut.
pub(crate) fn sync(folder: &Path) -> Result<(), TargetError> {
    #[cfg(unix)]
    {
        let here = folder.to_owned();
        ask(folder, || File::open(here).and_then(|folder| folder.sync_all()))?
            .map_err(|error| TargetError::of_file(&error))?;
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
    }
    Ok(())
}

/// Returns whether a folder is on another disk than the data; `None` if it does not exist.
pub(crate) fn is_elsewhere(folder: &Path, data: &Path) -> Option<bool> {
    let (here, data) = (folder.to_owned(), data.to_owned());
    ask(folder, move || lies_elsewhere(&here, &data)).ok()?
}

fn lies_elsewhere(folder: &Path, data: &Path) -> Option<bool> {
    let (folder, data) = (folder.canonicalize().ok()?, data.canonicalize().ok()?);
    if folder.starts_with(&data) {
        return Some(false);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some(fs::metadata(&folder).ok()?.dev() != fs::metadata(&data).ok()?.dev())
    }
    #[cfg(not(unix))]
    {
        // The first component is the drive letter.
        Some(folder.components().next() != data.components().next())
    }
}

#[cfg(test)]
mod tests {
    use super::{is_elsewhere, mark, recognise, unmark};
    use crate::backup_target::error::TargetError;

    #[test]
    fn only_the_marked_folder_is_recognised() {
        let disk = tempfile::tempdir().unwrap();
        assert_eq!(recognise(disk.path(), "a"), Err(TargetError::Absent));
        mark(disk.path(), "a").unwrap();
        mark(disk.path(), "b").unwrap();
        assert_eq!(recognise(disk.path(), "a"), Ok(()));
        unmark(disk.path(), "a");
        assert_eq!(recognise(disk.path(), "a"), Err(TargetError::Absent));
        assert_eq!(recognise(disk.path(), "b"), Ok(()));
        assert_eq!(mark(&disk.path().join("absent"), "a"), Err(TargetError::Absent));
    }

    #[test]
    fn the_same_disk_and_the_data_themselves_are_not_elsewhere() {
        let here = tempfile::tempdir().unwrap();
        let (data, beside) = (here.path().join("data"), here.path().join("beside"));
        for folder in [&data, &beside, &data.join("backups")] {
            std::fs::create_dir(folder).unwrap();
        }
        assert_eq!(is_elsewhere(&beside, &data), Some(false));
        assert_eq!(is_elsewhere(&data.join("backups"), &data), Some(false));
        assert_eq!(is_elsewhere(&here.path().join("absent"), &data), None);
        #[cfg(target_os = "linux")]
        assert_eq!(is_elsewhere(std::path::Path::new("/proc"), &data), Some(true));
    }
}
