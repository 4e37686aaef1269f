//! Reads and writes key files. Files are private, never overwritten by accident, and flushed to the disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::files::problem::FileProblem;
use crate::files::problem::KeyFileOrigin;
use zeroize::Zeroizing;

pub mod problem;
#[cfg(unix)]
mod unix;

/// 1 MiB: a longer file is not a key file.
const LONGEST: u64 = 1 << 20;

/// Reads a file after checking the permissions of the file and its folder.
pub(crate) fn read(path: &Path, place: KeyFileOrigin) -> Result<Zeroizing<Vec<u8>>, FileProblem> {
    let refused = |source| FileProblem::from_io(path, source);
    // Checked before opening, since opening a pipe would wait for its writer.
    if !fs::metadata(path).map_err(refused)?.is_file() {
        return Err(FileProblem::NotAFile { path: path.to_owned() });
    }
    check_folder(path, place)?;
    let file = File::open(path).map_err(refused)?;
    let metadata = file.metadata().map_err(refused)?;
    #[cfg(unix)]
    unix::check_file(path, &metadata, place)?;
    if metadata.len() > LONGEST {
        return Err(FileProblem::TooLong { path: path.to_owned() });
    }
    // Reserve the whole size, since growing the buffer would leave partial copies in memory.
    let room = usize::try_from(metadata.len()).unwrap_or_default() + 64;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(LONGEST).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

/// Writes a new file of mode 600 and flushes it to the disk. Fails where the file exists.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FileProblem> {
    check_folder(path, KeyFileOrigin::Private)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let refused = |source| FileProblem::from_io(path, source);
    let mut file = options.open(path).map_err(refused)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(source) = written {
        // A partial key file is worse than none. The write error is reported, not the error of the removal.
        let _ = fs::remove_file(path);
        return Err(refused(source));
    }
    sync_folder(path)
}

/// Replaces a file atomically, by renaming a complete new file.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileProblem> {
    let beside = draft_of(path);
    match fs::remove_file(&beside) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(FileProblem::from_io(&beside, source));
        }
        Ok(()) | Err(_) => {}
    }
    write_new(&beside, bytes)?;
    fs::rename(&beside, path).map_err(|source| FileProblem::from_io(path, source))?;
    sync_folder(path)
}

/// Returns the path of the temporary file, `PATH.new`.
pub(crate) fn draft_of(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    PathBuf::from(beside)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn check_folder(path: &Path, place: KeyFileOrigin) -> Result<(), FileProblem> {
    let folder = folder(path);
    let metadata = fs::metadata(folder).map_err(|source| FileProblem::from_io(folder, source))?;
    if !metadata.is_dir() {
        return Err(FileProblem::Missing { path: path.to_owned() });
    }
    #[cfg(unix)]
    unix::check_folder(folder, &metadata, place)?;
    #[cfg(not(unix))]
    let _ = place;
    Ok(())
}

/// Flushes the folder of a file, so that a new name survives a power cut. Does nothing outside Unix.
pub(crate) fn sync_folder(path: &Path) -> Result<(), FileProblem> {
    #[cfg(unix)]
    {
        let folder = folder(path);
        let synced = File::open(folder).and_then(|opened| opened.sync_all());
        synced.map_err(|source| FileProblem::from_io(folder, source))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests;
