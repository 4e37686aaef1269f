//! Accesses folders with a timeout, because a share whose server is gone may hang without an error.
//!
//! Each access runs on its own thread, which is abandoned after the timeout. While that thread
//! hangs, further accesses to the folder fail at once, so that threads do not accumulate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::backup_target::error::TargetError;

/// The timeout of an access; a sleeping disk needs some seconds to spin up.
const ANSWER: Duration = Duration::from_secs(12);

/// The number of abandoned accesses per folder that have not returned.
static HANGING: LazyLock<Mutex<BTreeMap<PathBuf, usize>>> = LazyLock::new(Mutex::default);

/// Runs an access to a folder with a timeout of 12 s; fails with `Unreachable` afterwards.
pub fn ask<T: Send + 'static>(
    folder: &Path,
    look: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TargetError> {
    ask_within(ANSWER, folder, look)
}

/// Returns whether a path is a folder; false if it does not respond.
pub fn is_dir(folder: &Path) -> bool {
    let here = folder.to_owned();
    ask(folder, move || here.is_dir()).unwrap_or_default()
}

/// Returns whether a path is a file; false if its folder does not respond.
pub fn is_file(path: &Path) -> bool {
    let (folder, file) = (path.parent().unwrap_or(path), path.to_owned());
    ask(folder, move || file.is_file()).unwrap_or_default()
}

fn ask_within<T: Send + 'static>(
    limit: Duration,
    folder: &Path,
    look: impl FnOnce() -> T + Send + 'static,
) -> Result<T, TargetError> {
    if hanging().contains_key(folder) {
        return Err(TargetError::Unreachable);
    }
    let (tell, told) = mpsc::sync_channel(1);
    let (given_up, is_given_up) = mpsc::sync_channel(1);
    let place = folder.to_owned();
    let asked = move || {
        // The receiver may have given up.
        let _ = tell.send(look());
        let mut hanging = hanging();
        if is_given_up.try_recv().is_ok() {
            came_back(&mut hanging, &place);
        }
    };
    thread::Builder::new()
        .name("folder".to_owned())
        .spawn(asked)
        .map_err(|_full| TargetError::Unreachable)?;
    match told.recv_timeout(limit) {
        Ok(seen) => Ok(seen),
        Err(RecvTimeoutError::Disconnected) => Err(TargetError::Strange),
        Err(RecvTimeoutError::Timeout) => {
            let mut hanging = hanging();
            // The access may have returned between the timeout and the lock.
            if let Ok(seen) = told.try_recv() {
                return Ok(seen);
            }
            let _ = given_up.send(());
            *hanging.entry(folder.to_owned()).or_default() += 1;
            Err(TargetError::Unreachable)
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
        assert_eq!(hung, Err(TargetError::Unreachable));
        // The access is not attempted, and other folders are not blocked.
        assert_eq!(ask(share, || 7), Err(TargetError::Unreachable));
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
        assert_eq!(
            ask(Path::new("/odd"), || panic!("a defect")),
            Err::<(), _>(TargetError::Strange)
        );
    }
}
