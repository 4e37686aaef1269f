//! Tests which files are opened and which are refused.

use std::fs::{self, OpenOptions};

use pecule_store::{Books, Error, FileKey, Household, KeyProof};
use uuid::Uuid;

use crate::place::{Place, key, person};

fn cut(path: &std::path::Path, length: u64) {
    OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

#[test]
fn what_was_written_is_read_after_reopening() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    household.close().unwrap();
    let household = place.reopen(KeyProof::Checked).unwrap();
    assert_eq!(household.read(|view| view.persons()).unwrap(), [person(1, "Anna")]);
}

#[test]
fn closing_leaves_no_log_behind() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    let log = place.folder.root().join("household.db-wal");
    assert!(log.exists(), "the log is there while the file is open");
    household.close().unwrap();
    assert!(!log.exists());
    let mut names: Vec<_> =
        fs::read_dir(place.folder.root()).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["backups", "books", "household.db"]);
}

#[test]
fn a_settled_file_has_the_digest_of_its_bytes() {
    let place = Place::new();
    let digest = place.household().settle().unwrap();
    assert_eq!(digest, pecule_store::file::database::digest(&place.folder.household()).unwrap());
    place.reopen(KeyProof::Checked).unwrap();
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let place = Place::new();
    place.household().close().unwrap();
    let before = fs::read(place.folder.household()).unwrap();
    let again = Household::create(&place.folder.household(), &key(), place.install);
    assert!(matches!(again, Err(Error::Exists(_))));
    assert_eq!(fs::read(place.folder.household()).unwrap(), before);
}

#[test]
fn a_missing_file_is_not_made_by_opening_it() {
    let place = Place::new();
    assert!(matches!(place.reopen(KeyProof::Checked), Err(Error::Missing(_))));
    assert!(!place.folder.household().exists());
}

#[test]
fn an_empty_file_is_not_taken_for_an_empty_household() {
    let place = Place::new();
    place.household().close().unwrap();
    cut(&place.folder.household(), 0);
    assert!(matches!(place.reopen(KeyProof::Checked), Err(Error::Empty(_))));
}

#[test]
fn a_truncated_file_is_damaged() {
    for length in [100, 2_000, 4_096, 8_192, 20_000] {
        let place = Place::new();
        place.household().close().unwrap();
        cut(&place.folder.household(), length);
        let refused = place.reopen(KeyProof::Checked);
        assert!(matches!(refused, Err(Error::Damaged(_))), "{length}: {refused:?}");
    }
}

#[test]
fn a_wrong_key_and_a_damaged_file_are_told_apart() {
    let place = Place::new();
    place.household().close().unwrap();
    let other = FileKey::new([8; 32]);
    let path = place.folder.household();
    let open = |proof| Household::open(&path, &other, proof, place.install);
    assert!(matches!(open(KeyProof::Unchecked), Err(Error::WrongKey(_))));
    assert!(matches!(open(KeyProof::Checked), Err(Error::Damaged(_))));
}

#[test]
fn a_plain_database_is_not_ours() {
    let place = Place::new();
    let path = place.folder.household();
    let plain = rusqlite::Connection::open(&path).unwrap();
    plain.execute_batch("CREATE TABLE person (name TEXT)").unwrap();
    plain.close().unwrap();
    closed_to_others(&path);
    assert!(matches!(place.reopen(KeyProof::Checked), Err(Error::NotOurs(_))));
}

#[cfg(unix)]
fn closed_to_others(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_loose_mode_is_refused_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.household().close().unwrap();
    let path = place.folder.household();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = place.reopen(KeyProof::Checked).unwrap_err();
    assert!(refused.to_string().contains("chmod 600"), "{refused}");
}

#[cfg(unix)]
#[test]
fn every_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    for name in ["household.db", "household.db-wal", "household.db-shm"] {
        let mode = fs::metadata(place.folder.root().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_file_of_another_installation_is_foreign() {
    let place = Place::new();
    place.household().close().unwrap();
    let path = place.folder.household();
    let refused = Household::open(&path, &key(), KeyProof::Checked, Uuid::from_u128(1));
    assert!(matches!(refused, Err(Error::ForeignInstall(_))));
}

#[test]
fn books_in_the_place_of_other_books_are_foreign() {
    let place = Place::new();
    place.books().close().unwrap();
    let path = place.folder.books(Place::books_id());
    let other = pecule_domain::id::BooksId::new(Uuid::from_u128(1));
    let refused = Books::open(&path, &key(), KeyProof::Checked, place.install, other);
    assert!(matches!(refused, Err(Error::ForeignInstall(_))));
}

#[test]
fn books_are_not_taken_for_a_household() {
    let place = Place::new();
    place.books().close().unwrap();
    fs::rename(place.folder.books(Place::books_id()), place.folder.household()).unwrap();
    assert!(matches!(place.reopen(KeyProof::Checked), Err(Error::NotOurs(_))));
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let place = Place::new();
    place.household().close().unwrap();
    let path = place.folder.household();
    let connection = keyed(&path);
    connection.pragma_update(None, "user_version", 99).unwrap();
    connection.close().unwrap();
    let before = fs::read(&path).unwrap();
    let refused = place.reopen(KeyProof::Checked);
    assert!(matches!(refused, Err(Error::Newer { found: 99, .. })), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_lost_canary_is_damage() {
    let place = Place::new();
    place.household().close().unwrap();
    let connection = keyed(&place.folder.household());
    connection.execute("UPDATE meta SET canary = 'x'", []).unwrap();
    connection.close().unwrap();
    assert!(matches!(place.reopen(KeyProof::Checked), Err(Error::Damaged(_))));
}

#[test]
fn no_plain_text_reaches_the_disk() {
    let place = Place::new();
    let household = place.household();
    let needle = "Zibeline-Quetsche-42";
    household.write(|edit| edit.add_person(&person(1, needle))).unwrap();
    let look = || {
        for file in fs::read_dir(place.folder.root()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let bytes = fs::read(&path).unwrap();
                let found = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
                assert!(!found(needle.as_bytes()), "{}", path.display());
                assert!(!found(needle.to_lowercase().as_bytes()), "{}", path.display());
                assert!(!found(b"SQLite format 3"), "{}", path.display());
            }
        }
    };
    // Reading the files drops this process's locks, which is harmless without another process.
    look();
    household.close().unwrap();
    look();
}

#[test]
fn damage_seen_on_a_live_file_ends_all_writing() {
    let place = Place::new();
    let household = place.household();
    for number in 0..400 {
        let value = "x".repeat(900);
        household.write(|edit| edit.put_setting(&format!("k{number}"), &value)).unwrap();
    }
    household.close().unwrap();
    let path = place.folder.household();
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 60);
    for page in 60..pages {
        bytes[page * 4096 + 500] ^= 1;
    }
    fs::write(&path, bytes).unwrap();
    let household = place.reopen(KeyProof::Checked).unwrap();
    assert!(!household.file().is_read_only());
    assert!(household.read(|view| view.settings()).is_err());
    assert!(household.file().is_read_only());
    let refused = household.write(|edit| edit.put_setting("k0", "y"));
    assert!(matches!(refused, Err(Error::ReadOnly)));
    assert_eq!(household.read(|view| view.person_count()).unwrap(), 0, "reading goes on");
}

#[test]
fn what_was_acknowledged_is_there_after_a_crash() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    let crashed = Place::new();
    for name in ["household.db", "household.db-wal"] {
        let from = place.folder.root().join(name);
        fs::copy(from, crashed.folder.root().join(name)).unwrap();
    }
    assert!(pecule_store::file::database::is_unsettled(&crashed.folder.household()));
    let recovered = crashed.reopen(KeyProof::Checked).unwrap();
    assert_eq!(recovered.read(|view| view.person_count()).unwrap(), 1);
    recovered.settle().unwrap();
    assert!(!pecule_store::file::database::is_unsettled(&crashed.folder.household()));
}

#[test]
fn a_copy_opens_with_the_same_key() {
    let place = Place::new();
    let household = place.household();
    household.write(|edit| edit.add_person(&person(1, "Anna"))).unwrap();
    let copy = place.folder.backups().join("copy.db");
    household.file().copy_to(&copy).unwrap();
    assert!(matches!(household.file().copy_to(&copy), Err(Error::Exists(_))));
    let copied = Household::open(&copy, &key(), KeyProof::Checked, place.install).unwrap();
    assert_eq!(copied.read(|view| view.person_count()).unwrap(), 1);
}

fn keyed(path: &std::path::Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    let key = format!("PRAGMA key = \"x'{}'\"", "07".repeat(32));
    connection.execute_batch(&key).unwrap();
    connection
}
