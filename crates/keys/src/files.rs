//! Reads and writes key files. Files are private, never overwritten by accident, and flushed to the disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

#[cfg(unix)]
mod unix;

/// 1 MiB: a longer file is not a key file.
const LONGEST: u64 = 1 << 20;

/// The origin of a key file, which decides about its permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFileOrigin {
    /// A folder of the program, which the group and others may not list or change.
    Private,
    /// A folder where the service manager or the container mounts credentials. Others may list it but
    /// not write to it, and files may belong to root.
    Mounted,
}

/// The error for a key file that is refused; each message says what to do.
#[derive(Debug, Error)]
pub enum FileProblem {
    /// The file does not exist.
    #[error(
        "{} does not exist: run `pecule keygen` for a new installation, \
         or put the file of this installation back", .path.display()
    )]
    Missing { path: PathBuf },
    /// The path leads to a folder or a device.
    #[error("{} is not a file: give the path of the key file itself", .path.display())]
    NotAFile { path: PathBuf },
    /// The group or others have rights on the file.
    #[error(
        "{path} is open to other users of this machine (mode {mode:03o}): run `chmod 600 {path}`",
        path = .path.display()
    )]
    LooseMode { path: PathBuf, mode: u32 },
    /// The group or others have rights on the folder.
    #[error(
        "the folder {folder} is open to other users of this machine (mode {mode:03o}): \
         run `chmod 700 {folder}`", folder = .folder.display()
    )]
    LooseFolder { folder: PathBuf, mode: u32 },
    /// The file or its folder belongs to another user.
    #[error(
        "{path} belongs to another user of this machine (user {owner}): \
         run `chown` on it, as the user that runs Pécule", path = .path.display()
    )]
    ForeignOwner {
        /// The file or folder.
        path: PathBuf,
        /// The numeric user ID of the owner.
        owner: u32,
    },
    /// The file already exists.
    #[error(
        "{} exists already and is never overwritten: move it away first, \
         if you are sure that nothing was encrypted with it", .path.display()
    )]
    Exists { path: PathBuf },
    /// The file has more than 1 MiB.
    #[error("{} is too long for a key file: check the path", .path.display())]
    TooLong { path: PathBuf },
    /// The operating system reports an error.
    #[error("{} cannot be read or written: {source}", .path.display())]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

impl FileProblem {
    pub(crate) fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        if source.kind() == io::ErrorKind::NotFound {
            Self::Missing { path }
        } else if source.kind() == io::ErrorKind::AlreadyExists {
            Self::Exists { path }
        } else {
            Self::Refused { path, source }
        }
    }
}

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
