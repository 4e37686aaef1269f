//! Folders that may hang: a share whose server is gone answers nothing, not even an error.
//!
//! What looks into such a folder does so on a thread of its own, which is left behind when it takes too long. As long as
//! that one hangs the folder is asked nothing more, so that no more than one thread waits there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::backup_target::error::Trouble;

/// How long a folder may take to answer: a disk that sleeps needs some seconds to turn.
const ANSWER: Duration = Duration::from_secs(12);

/// How many looks into a folder were given up and have not come back.
static HANGING: LazyLock<Mutex<BTreeMap<PathBuf, usize>>> = LazyLock::new(Mutex::default);

/// Looks into a folder that may lie on another machine; unreachable where it does not answer in time.
pub fn ask<T: Send + 'static>(
    folder: &Path,
    look: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Trouble> {
    ask_within(ANSWER, folder, look)
}

/// Whether a folder is there; one that does not answer is not.
pub fn is_dir(folder: &Path) -> bool {
    let here = folder.to_owned();
    ask(folder, move || here.is_dir()).unwrap_or_default()
}

/// Whether a file is there; one in a folder that does not answer is not.
pub fn is_file(path: &Path) -> bool {
    let (folder, file) = (path.parent().unwrap_or(path), path.to_owned());
    ask(folder, move || file.is_file()).unwrap_or_default()
}

fn ask_within<T: Send + 'static>(
    limit: Duration,
    folder: &Path,
    look: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Trouble> {
    if hanging().contains_key(folder) {
        return Err(Trouble::Unreachable);
    }
    let (tell, told) = mpsc::sync_channel(1);
    let (given_up, is_given_up) = mpsc::sync_channel(1);
    let place = folder.to_owned();
    let asked = move || {
        // Whoever waited may be gone.
        let _ = tell.send(look());
        let mut hanging = hanging();
        if is_given_up.try_recv().is_ok() {
            came_back(&mut hanging, &place);
        }
    };
    thread::Builder::new()
        .name("folder".to_owned())
        .spawn(asked)
        .map_err(|_full| Trouble::Unreachable)?;
    match told.recv_timeout(limit) {
        Ok(seen) => Ok(seen),
        Err(RecvTimeoutError::Disconnected) => Err(Trouble::Strange),
        Err(RecvTimeoutError::Timeout) => {
            let mut hanging = hanging();
            // It may have come back just now, before it could know that it is given up.
            if let Ok(seen) = told.try_recv() {
                return Ok(seen);
            }
            let _ = given_up.send(());
            *hanging.entry(folder.to_owned()).or_default() += 1;
            Err(Trouble::Unreachable)
        }
    }
}

fn hanging() -> MutexGuard<'static, BTreeMap<PathBuf, usize>> {
    HANGING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn came_back(hanging: &mut BTreeMap<PathBuf, usize>, folder: &Path) {
    if let Some(many) = hanging.get_mut(folder) {
        *many = many.saturating_sub(1);
        if *many == 0 {
            hanging.remove(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    #[test]
    fn a_folder_that_hangs_is_left_alone_until_it_answers() {
        let share = Path::new("/a/share/that/hangs");
        let (server, silence) = mpsc::channel::<()>();
        let (tell, came_back) = mpsc::channel();
        let hung = ask_within(SHORT, share, move || {
            let _gone = silence.recv();
            tell.send(()).unwrap();
        });
        assert_eq!(hung, Err(Trouble::Unreachable));
        // Nothing is even tried there, and others are not held up.
        assert_eq!(ask(share, || 7), Err(Trouble::Unreachable));
        assert!(!is_file(&share.join("a")));
        assert_eq!(ask(Path::new("/another"), || 7), Ok(7));
        drop(server);
        came_back.recv().unwrap();
        while hanging().contains_key(share) {
            thread::yield_now();
        }
        assert_eq!(ask(share, || 8), Ok(8));
    }

    #[test]
    fn what_is_there_is_there() {
        assert!(is_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))));
        assert!(!is_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/absent"))));
        assert_eq!(ask(Path::new("/odd"), || panic!("a defect")), Err::<(), _>(Trouble::Strange));
    }
}
