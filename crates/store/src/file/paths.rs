//! Paths of files beside a database.

use std::path::Path;
use std::path::PathBuf;

/// Returns the path with a suffix appended to the file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns the path of a file's write-ahead log, which exists while the file is open or after a
/// crash.
pub fn log_of(path: &Path) -> PathBuf {
    beside(path, "-wal")
}
