//! Replaces a damaged file with a sound copy. The damaged file is renamed and never overwritten.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::bytes;
use crate::file::folder::remove;
use crate::file::fs::sync_folder;
use crate::file::paths::{beside, log_of};

/// The suffix of the copy until it is complete.
const DRAFT: &str = ".putting-back";

/// Replaces a damaged file with a copy of `sound`. Returns the new path of the damaged file, if it
/// existed.
///
/// This process must have neither file open. After an interruption the damaged file still exists
/// under one of its two names, and the call can be repeated.
pub fn put_in_place_of(damaged: &Path, sound: &Path, moment: &str) -> Result<Option<PathBuf>> {
    let draft = beside(damaged, DRAFT);
    remove(&draft)?;
    bytes::copy(sound, &draft)?;
    let aside = beside(damaged, &format!(".damaged-{moment}"));
    // The log and its index move too, because beside another file SQLite would apply them to that
    // file.
    let index = beside(damaged, "-shm");
    let set_aside = step_aside(damaged, &aside)?;
    step_aside(&log_of(damaged), &log_of(&aside))?;
    remove(&index)?;
    fs::rename(&draft, damaged).map_err(Error::io(damaged))?;
    damaged.parent().map_or(Ok(()), sync_folder)?;
    Ok(set_aside.then_some(aside))
}

/// Renames a file, if it exists; returns whether it did.
fn step_aside(from: &Path, to: &Path) -> Result<bool> {
    match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io(from)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_damaged_is_kept_beside_with_its_log() {
        let place = tempfile::tempdir().unwrap();
        let (live, sound) = (place.path().join("a.db"), place.path().join("then.db"));
        fs::write(&sound, "sound").unwrap();
        for (name, content) in [("a.db", "bad"), ("a.db-wal", "log"), ("a.db-shm", "index")] {
            fs::write(place.path().join(name), content).unwrap();
        }
        fs::write(place.path().join("a.db.putting-back"), "cut short").unwrap();
        let aside = put_in_place_of(&live, &sound, "now").unwrap().unwrap();
        assert_eq!(fs::read_to_string(&live).unwrap(), "sound");
        assert_eq!(fs::read_to_string(&aside).unwrap(), "bad");
        assert_eq!(fs::read_to_string(beside(&aside, "-wal")).unwrap(), "log");
        assert!(!place.path().join("a.db-wal").exists() && !place.path().join("a.db-shm").exists());
        fs::remove_file(&live).unwrap();
        assert_eq!(put_in_place_of(&live, &sound, "later").unwrap(), None, "it was missing");
        assert_eq!(fs::read_to_string(&live).unwrap(), "sound");
    }
}
