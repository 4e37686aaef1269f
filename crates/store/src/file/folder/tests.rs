use super::*;

#[test]
fn a_new_folder_is_closed_to_others() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::create(place.path().join("data")).unwrap();
    assert_eq!(Folder::open(folder.root()).unwrap(), folder);
    assert!(folder.books_folder().is_dir() && folder.backups().is_dir());
}

#[test]
fn a_missing_folder_is_said_to_be_missing() {
    let place = tempfile::tempdir().unwrap();
    assert!(matches!(Folder::open(place.path().join("none")), Err(Error::Missing(_))));
}

#[cfg(unix)]
#[test]
fn a_loose_folder_is_refused_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::create(place.path().join("data")).unwrap();
    fs::set_permissions(folder.root(), fs::Permissions::from_mode(0o755)).unwrap();
    let refused = Folder::open(folder.root()).unwrap_err();
    assert!(refused.to_string().contains("chmod 700"), "{refused}");
}

#[test]
fn only_one_holds_the_lock() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::create(place.path().join("data")).unwrap();
    let held = folder.lock().unwrap();
    assert!(matches!(folder.lock(), Err(Error::Locked(_))));
    drop(held);
    folder.lock().unwrap();
}
