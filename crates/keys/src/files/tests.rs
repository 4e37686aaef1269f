use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;

use crate::files::problem::{FileProblem, KeyFileOrigin};
use crate::files::{read, replace, write_new};
use crate::test_dir::private_folder;

#[expect(clippy::unwrap_used, reason = "a test may fail here")]
fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_was_written_is_read_back_and_private() {
    let folder = private_folder();
    let path = folder.path().join("secret");
    write_new(&path, b"bytes").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(**read(&path, KeyFileOrigin::Private).unwrap(), *b"bytes");
}

#[test]
fn a_file_is_never_overwritten_but_replaced_on_demand() {
    let folder = private_folder();
    let path = folder.path().join("secret");
    write_new(&path, b"one").unwrap();
    assert!(matches!(write_new(&path, b"two"), Err(FileProblem::Exists { .. })));
    assert_eq!(**read(&path, KeyFileOrigin::Private).unwrap(), *b"one");
    // The temporary file of a crash must not be in the way.
    fs::write(folder.path().join("secret.new"), b"half").unwrap();
    replace(&path, b"three").unwrap();
    assert_eq!(**read(&path, KeyFileOrigin::Private).unwrap(), *b"three");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn loose_files_and_folders_are_refused_with_what_to_do() {
    let folder = private_folder();
    let path = folder.path().join("secret");
    write_new(&path, b"bytes").unwrap();
    for mode in [0o640, 0o604, 0o660, 0o610, 0o601, 0o777] {
        set_mode(&path, mode);
        let problem = read(&path, KeyFileOrigin::Private).unwrap_err();
        assert!(matches!(problem, FileProblem::LooseMode { .. }), "{mode:o}: {problem}");
        assert!(problem.to_string().contains(&format!("chmod 600 {}", path.display())));
    }
    set_mode(&path, 0o400);
    assert!(read(&path, KeyFileOrigin::Private).is_ok());
    for mode in [0o740, 0o704, 0o720, 0o702, 0o755] {
        set_mode(folder.path(), mode);
        let problem = read(&path, KeyFileOrigin::Private).unwrap_err();
        assert!(matches!(problem, FileProblem::LooseFolder { .. }), "{mode:o}: {problem}");
        assert!(problem.to_string().contains("chmod 700"));
    }
    // Others may list a folder of mounted credentials, but not write to it.
    assert!(read(&path, KeyFileOrigin::Mounted).is_ok());
    set_mode(folder.path(), 0o777);
    assert!(read(&path, KeyFileOrigin::Mounted).is_err());
    set_mode(folder.path(), 0o700);
}

#[test]
fn what_is_not_a_file_is_refused() {
    let folder = private_folder();
    let missing = folder.path().join("missing");
    assert!(matches!(read(&missing, KeyFileOrigin::Private), Err(FileProblem::Missing { .. })));
    let nowhere = folder.path().join("no/folder");
    assert!(matches!(write_new(&nowhere, b""), Err(FileProblem::Missing { .. })));
    assert!(matches!(
        read(folder.path(), KeyFileOrigin::Private),
        Err(FileProblem::NotAFile { .. })
    ));
    let long = folder.path().join("long");
    write_new(&long, &vec![0; (1 << 20) + 1]).unwrap();
    assert!(matches!(read(&long, KeyFileOrigin::Private), Err(FileProblem::TooLong { .. })));
}

#[test]
fn a_link_is_followed_and_its_target_judged() {
    let folder = private_folder();
    let (path, link) = (folder.path().join("secret"), folder.path().join("link"));
    write_new(&path, b"bytes").unwrap();
    symlink(&path, &link).unwrap();
    assert!(read(&link, KeyFileOrigin::Private).is_ok());
    set_mode(&path, 0o644);
    assert!(matches!(read(&link, KeyFileOrigin::Private), Err(FileProblem::LooseMode { .. })));
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    let folder = private_folder();
    let path = folder.path().join("secret");
    write_new(&path, b"bytes").unwrap();
    if chown(&path, Some(12_345), None).is_err() {
        eprintln!("skipped: only root can give a file away");
        return;
    }
    let problem = read(&path, KeyFileOrigin::Private).unwrap_err();
    assert!(matches!(problem, FileProblem::ForeignOwner { owner: 12_345, .. }), "{problem}");
    assert!(matches!(read(&path, KeyFileOrigin::Mounted), Err(FileProblem::ForeignOwner { .. })));
}
