//! Why a key file is refused.

use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

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
