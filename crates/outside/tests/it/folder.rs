//! Tests a folder as a backup target.

use std::path::Path;

use pecule_outside::{BackupLocation, Digest, Target, TargetError};

use crate::peers::{file, works};

fn target(path: &Path) -> Target {
    Target::open(&BackupLocation::Folder { path: path.to_owned() }, None, "mark").unwrap()
}

#[test]
fn a_folder_keeps_what_is_carried_there() {
    let disk = tempfile::tempdir().unwrap();
    let target = target(disk.path());
    target.mark().unwrap();
    works(&target);
    let left: Vec<_> =
        std::fs::read_dir(disk.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, [".pecule-mark"]);
}

#[test]
fn an_empty_mount_point_is_not_written_to() {
    let here = tempfile::tempdir().unwrap();
    let disk = here.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let there = target(&disk);
    there.mark().unwrap();
    let path = file(here.path(), "a.age", 100);
    // Simulate an unplugged disk: its mount point remains, empty.
    std::fs::rename(&disk, here.path().join("unplugged")).unwrap();
    std::fs::create_dir(&disk).unwrap();
    assert_eq!(there.put(&path, "a.age", &|_| {}), Err(TargetError::Absent));
    assert_eq!(there.list(), Err(TargetError::Absent));
    assert_eq!(there.try_out(b"x"), Err(TargetError::Absent));
    assert_eq!(std::fs::read_dir(&disk).unwrap().count(), 0);
    std::fs::remove_dir(&disk).unwrap();
    assert_eq!(there.put(&path, "a.age", &|_| {}), Err(TargetError::Absent));
    let opened = Target::open(&BackupLocation::Folder { path: disk.clone() }, None, "mark");
    assert_eq!(opened.err(), Some(TargetError::Absent));
    assert!(!disk.exists(), "nothing is made in the place of a disk");
    // Plug the disk in again.
    std::fs::rename(here.path().join("unplugged"), &disk).unwrap();
    there.put(&path, "a.age", &|_| {}).unwrap();
}

#[test]
fn what_changed_on_the_disk_is_noticed_when_it_is_read_back() {
    let disk = tempfile::tempdir().unwrap();
    let target = target(disk.path());
    target.mark().unwrap();
    let path = file(disk.path(), "source", 1_000_000);
    target.put(&path, "a.age", &|_| {}).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[777_777] ^= 1;
    std::fs::write(disk.path().join("a.age"), bytes).unwrap();
    let (sent, there) = (Digest::of_file(&path).unwrap(), target.digest("a.age").unwrap());
    assert!(sent.bytes == there.bytes && sent.sha256 != there.sha256);
}

#[cfg(unix)]
#[test]
fn a_part_is_never_taken_for_a_file() {
    let disk = tempfile::tempdir().unwrap();
    let target = target(disk.path());
    target.mark().unwrap();
    // The next upload must overwrite the rest of an interrupted one.
    std::fs::write(disk.path().join("a.age.part"), vec![1; 5_000_000]).unwrap();
    let path = file(disk.path(), "source", 1_000);
    target.put(&path, "a.age", &|_| {}).unwrap();
    assert_eq!(target.digest("a.age").unwrap(), Digest::of_file(&path).unwrap());
    assert!(!disk.path().join("a.age.part").exists());
}
