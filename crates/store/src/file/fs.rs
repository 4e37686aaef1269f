//! Modes and durability of files.

use crate::error::Error;
use crate::error::Result;
use std::fs;
use std::fs::File;
use std::path::Path;

/// The mode of every file of the program.
pub const FILE_MODE: u32 = 0o600;

/// Makes a file that is about to be created accessible to its owner only.
pub(crate) fn private(options: &mut fs::OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(FILE_MODE);
    }
    #[cfg(not(unix))]
    {
        // Other systems restrict the user's profile folder to its owner by default.
        let _ = options;
    }
}

/// Fails if group or others may access a path; returns its length in bytes.
pub(crate) fn closed_to_others(path: &Path, wanted: u32) -> Result<u64> {
    let metadata = fs::metadata(path).map_err(Error::io(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(Error::LooseMode { path: path.to_owned(), mode, wanted });
        }
    }
    #[cfg(not(unix))]
    {
        let _ = wanted;
    }
    Ok(metadata.len())
}

/// Flushes the entries of a folder, so that renames survive a power cut.
pub fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(Error::io(path))?;
    }
    #[cfg(not(unix))]
    {
        let _ = path;
    }
    Ok(())
}
