//! Provides files for tests, and checks that every kind of target must pass.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use pecule_outside::{Digest, Target, TargetError};

/// Creates a file of a given length without repetitions.
pub(crate) fn file(folder: &Path, name: &str, bytes: usize) -> PathBuf {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let content: Vec<u8> = (0..bytes)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[0]
        })
        .collect();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Uploads, downloads and deletes files, and checks that nothing remains.
pub(crate) fn works(target: &Target) {
    let here = tempfile::tempdir().unwrap();
    target.try_out(&[42; 2048]).unwrap();
    assert_eq!(target.list().unwrap(), []);
    // A file of one piece, one of several pieces, and one whose last piece is full.
    for (number, bytes) in [1, 20 * 1024 * 1024 + 17, 16 * 1024 * 1024].into_iter().enumerate() {
        let name = format!("pecule-{number}.age");
        let path = file(here.path(), &name, bytes);
        let told = AtomicU64::new(0);
        target.put(&path, &name, &|gone| told.store(gone, Ordering::SeqCst)).unwrap();
        let told = usize::try_from(told.into_inner()).unwrap();
        assert!(told == bytes || told == 0, "{told} of {bytes}");
        let sent = Digest::of_file(&path).unwrap();
        assert_eq!(target.digest(&name).unwrap(), sent);
        let mut back = Vec::new();
        assert_eq!(target.fetch(&name, &mut back).unwrap(), sent);
        assert!(back == std::fs::read(&path).unwrap());
        assert_eq!(target.put(&path, &name, &|_| {}), Err(TargetError::Exists));
        let listed = target.list().unwrap();
        assert_eq!(listed.len(), 1, "{listed:?}");
        assert_eq!((listed[0].name.as_str(), listed[0].bytes), (name.as_str(), sent.bytes));
        target.delete(&name).unwrap();
        target.delete(&name).unwrap();
        assert_eq!(target.digest(&name), Err(TargetError::Missing));
    }
    assert_eq!(target.list().unwrap(), []);
    assert_eq!(target.put(&here.path().join("none"), "a.age", &|_| {}), Err(TargetError::Source));
    assert_eq!(target.list().unwrap(), [], "a transfer that broke leaves nothing");
    assert_eq!(target.delete("../climbs"), Err(TargetError::Unclear));
}
