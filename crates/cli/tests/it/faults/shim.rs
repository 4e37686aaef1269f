//! Compiles and controls a preloaded library that makes system calls fail, logs them and shifts the clock.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The bits of the calls that can be made to fail.
pub(crate) const READ: u64 = 1;
pub(crate) const WRITE: u64 = 2;
pub(crate) const FLUSH: u64 = 4;
pub(crate) const CUT: u64 = 16;
pub(crate) const NAMES: u64 = 32;
pub(crate) const OPEN_TO_WRITE: u64 = 64;
/// All calls that change the disk.
pub(crate) const CHANGES: u64 = WRITE | CUT | NAMES | OPEN_TO_WRITE;

pub(crate) const EIO: u64 = 5;
pub(crate) const ENOSPC: u64 = 28;
pub(crate) const EROFS: u64 = 30;

/// The compiled library, with its control file and its log.
pub(crate) struct Shim {
    library: PathBuf,
    root: PathBuf,
    log: Option<PathBuf>,
    control: PathBuf,
    words: File,
}

impl Shim {
    /// Compiles the library into a folder; `None` without a C compiler.
    pub(crate) fn new(folder: &Path, root: &Path, log: Option<PathBuf>) -> Option<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shim/faults.c");
        let library = folder.join("faults.so");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-lpthread")
            .status();
        if !compiled.is_ok_and(|status| status.success()) {
            println!("skipped: no C compiler on this machine");
            return None;
        }
        let control = folder.join("control");
        fs::write(&control, [0; 128]).unwrap();
        let words = File::options().read(true).write(true).open(&control).unwrap();
        Some(Self { library, root: root.to_owned(), log, control, words })
    }

    /// Preloads the library into a program.
    pub(crate) fn before(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAULTS_ROOT", &self.root)
            .env("FAULTS_CTL", &self.control);
        if let Some(log) = &self.log {
            command.env("FAULTS_LOG", log);
        }
    }

    fn set(&self, word: u64, value: u64) {
        self.words.write_all_at(&value.to_ne_bytes(), word * 8).unwrap();
    }

    fn word(&self, word: u64) -> u64 {
        let mut bytes = [0; 8];
        self.words.read_exact_at(&mut bytes, word * 8).unwrap();
        u64::from_ne_bytes(bytes)
    }

    /// Lets `passing` of the calls pass, then fails `many` of them with `error`.
    pub(crate) fn fail(&self, calls: u64, passing: u64, error: u64, many: u64) {
        self.set(0, 0);
        for (word, value) in [(1, passing), (2, error), (3, many), (4, 0), (7, 0), (0, calls)] {
            self.set(word, value);
        }
    }

    /// Lets files grow by `bytes` in all.
    pub(crate) fn leave_room(&self, bytes: u64) {
        self.set(4, 0);
        self.set(6, bytes + 1);
    }

    /// Lets all calls pass again, and returns the number of failed calls.
    pub(crate) fn mend(&self) -> u64 {
        self.set(0, 0);
        self.set(6, 0);
        self.word(4)
    }

    /// Returns the number of failed calls so far.
    pub(crate) fn failed(&self) -> u64 {
        self.word(4)
    }

    /// Shifts the clock by `seconds`.
    pub(crate) fn shift_clock(&self, seconds: i64) {
        self.set(5, u64::from_ne_bytes(seconds.to_ne_bytes()));
    }

    /// Returns the length of the log, in bytes.
    pub(crate) fn written(&self) -> u64 {
        self.log.as_ref().and_then(|log| fs::metadata(log).ok()).map_or(0, |log| log.len())
    }
}
