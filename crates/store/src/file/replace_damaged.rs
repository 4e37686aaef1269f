//! A sound file in the place of a damaged one, which is set aside and never written over.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::bytes;
use crate::file::file::log_of;
use crate::file::folder::{remove, sync_folder};
use crate::file::open::beside;

/// How a file is called that is on its way.
const DRAFT: &str = ".putting-back";

/// Puts a copy of a file where a damaged one stands; answers where that one lies from then on, if there was one.
///
/// Nobody of this process may have either open. Cut short, it leaves the damaged file under one name or the other,
/// and it can be done again.
pub fn put_in_place_of(damaged: &Path, sound: &Path, moment: &str) -> Result<Option<PathBuf>> {
    let draft = beside(damaged, DRAFT);
    remove(&draft)?;
    bytes::copy(sound, &draft)?;
    let aside = beside(damaged, &format!(".damaged-{moment}"));
    // Its log and its index go with it: beside another file they would be taken for that one's.
    let index = beside(damaged, "-shm");
    let set_aside = step_aside(damaged, &aside)?;
    step_aside(&log_of(damaged), &log_of(&aside))?;
    remove(&index)?;
    fs::rename(&draft, damaged).map_err(Error::io(damaged))?;
    damaged.parent().map_or(Ok(()), sync_folder)?;
    Ok(set_aside.then_some(aside))
}

/// Gives a file another name, where it is there.
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
